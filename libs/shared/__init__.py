"""What both tiers share; it knows no tier."""
