"""Who the enterprise tier's clients are."""
