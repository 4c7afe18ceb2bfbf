"""What Meta's Graph API says in the same words of Pages, Instagram and WhatsApp."""
