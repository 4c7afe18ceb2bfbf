"""Bodies of execution, by noun."""
