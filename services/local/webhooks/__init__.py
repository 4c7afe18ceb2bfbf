"""What a shop has told to other programs: endpoints, and each delivery to them."""
