"""Queries of places, one tenant's at a time, a module for each noun."""
