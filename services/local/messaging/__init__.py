"""Messages with customers over WhatsApp: what they write, what they are sent, and what it costs."""
