"""Handlers of the jobs about messages."""
