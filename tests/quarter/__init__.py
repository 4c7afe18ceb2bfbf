"""Months of a few shops in simulated time: the real jobs, the twins, customers and owners."""
