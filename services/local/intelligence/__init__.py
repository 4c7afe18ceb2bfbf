"""What surrounds a business, and what it could do today: every figure with its evidence."""
