"""The routines, the states of their runs, and what figures come of them."""
