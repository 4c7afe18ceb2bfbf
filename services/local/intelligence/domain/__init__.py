"""What follows from a business, the places around it and the calendar: values in, values out."""
