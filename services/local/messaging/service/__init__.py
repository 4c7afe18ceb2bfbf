"""Use cases of messages, contacts, appointments and templates."""
