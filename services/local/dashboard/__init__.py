"""Everything that a shop's owner looks at in the morning, in one answer."""
