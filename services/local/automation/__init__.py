"""What the platform does for a shop every day, and how much of it needed a person."""
