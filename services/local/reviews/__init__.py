"""What customers wrote: sentiment and topics in English, Hindi and Hinglish."""
