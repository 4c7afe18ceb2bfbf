"""WhatsApp: contacts, consent, the 24-hour window, templates, what each message costs."""
