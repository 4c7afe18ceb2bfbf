"""What a client's own daily numbers say: how good they are, what things cost, what moves."""
