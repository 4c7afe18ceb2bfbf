"""The enterprise tier."""
