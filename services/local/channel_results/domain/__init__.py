"""Pure values of channel results."""
