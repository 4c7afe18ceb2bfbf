"""What a task is, what is told of it, and how it goes on."""
