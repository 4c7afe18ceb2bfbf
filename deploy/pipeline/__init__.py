"""From a commit to all requests of one tier, and back: what the workflows call."""
