"""Routes of execution, by noun."""
