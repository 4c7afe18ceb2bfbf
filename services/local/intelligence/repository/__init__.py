"""Queries of intelligence, one tenant's at a time, a module for each noun."""
