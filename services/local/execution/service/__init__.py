"""Use cases of replies: draft and decide, send, look whether they can be seen."""
