"""Pure rules of webhooks that go out."""
