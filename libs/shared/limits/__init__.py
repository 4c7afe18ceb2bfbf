"""What a tenant may ask for: requests an hour, and a write done once."""
