"""Handlers of automation's jobs, and whoever does a routine for them."""
