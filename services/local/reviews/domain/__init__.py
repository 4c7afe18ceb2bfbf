"""Reviews as pure values: reading them, judging them, adding them up."""
