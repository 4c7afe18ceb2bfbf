"""The enterprise tier's schema, one file a change: expand first, contract a release later."""
