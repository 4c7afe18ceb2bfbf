"""Request and response bodies of routine work."""
