"""What is published in the shop's name: posts, replies, profile; read back until live."""
