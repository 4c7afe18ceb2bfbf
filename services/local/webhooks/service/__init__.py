"""Use cases of webhooks that go out."""
