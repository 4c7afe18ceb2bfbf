"""What the local tier asks of others: each thing behind a port."""
