"""Queries of execution, by noun; one tenant's only."""
