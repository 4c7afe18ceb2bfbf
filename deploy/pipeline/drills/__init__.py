"""Deployments tried for real on this machine: too long for a test, measured instead."""
