"""What a person must do: tasks with steps, what they are for, and how each of them ended."""
