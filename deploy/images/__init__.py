"""What an image's build and its health check run; nothing that a tier imports."""
