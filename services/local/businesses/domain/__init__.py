"""What a local business is: values in, values out."""
