"""The businesses of the local tier: who they are, where they stand, when they are open."""
