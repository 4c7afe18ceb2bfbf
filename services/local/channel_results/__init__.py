"""What each channel cost in a month, and what the owner says came back."""
