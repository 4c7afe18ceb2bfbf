"""What a list of places says, and what changed since the last one: values in, values out."""
