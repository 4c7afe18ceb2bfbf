"""Pure rules of webhooks that come in."""
