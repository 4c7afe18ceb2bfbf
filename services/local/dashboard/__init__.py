"""The owner's one page: what ran, what waits, what it cost, every number with its rows."""
