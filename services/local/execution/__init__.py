"""What is done for a shop at its vendors, and what came of it: replies to reviews."""
