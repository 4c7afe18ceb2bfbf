"""Use cases of webhooks that come in."""
