"""What the shop's own orders, appointments and inquiries say of its customers."""
