"""Every query of customers, by noun."""
