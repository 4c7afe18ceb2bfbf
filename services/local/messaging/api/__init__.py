"""Routes of contacts, messages, appointments, and of WhatsApp's webhook."""
