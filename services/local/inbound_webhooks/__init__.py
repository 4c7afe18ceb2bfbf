"""What other programs tell a shop: sources, and what each of them told."""
