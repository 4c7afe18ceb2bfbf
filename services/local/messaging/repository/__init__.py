"""Queries of messages and of those who write them; one tenant's only."""
