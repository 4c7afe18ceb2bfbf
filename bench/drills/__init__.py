"""Drills: a stack of its own is hurt on purpose, under load and at full size."""
