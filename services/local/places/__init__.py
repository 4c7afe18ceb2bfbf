"""The places around a business: where they come from, what is known of them, how they change."""
