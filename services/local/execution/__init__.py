"""What is published under the shop's name: posts, replies, profile changes, read back until live."""
