"""What records of customers say, as pure functions of rows and counts."""
