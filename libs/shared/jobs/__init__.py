"""Durable jobs: a row in the caller's transaction, run at least once by any worker of the tier."""
