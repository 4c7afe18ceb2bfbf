"""Use cases of places, a module for each noun."""
