"""Vendors played on this machine, to see replies, posts and messages go out and come back."""
