"""Handlers of execution's jobs: each asks the vendor outside any transaction, and may run twice."""
