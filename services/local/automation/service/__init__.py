"""Use cases of routine work: open a day, record what came of it, say what is allowed."""
