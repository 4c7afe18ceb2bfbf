"""Request and response bodies of messages, contacts and appointments, and of how they are read."""
