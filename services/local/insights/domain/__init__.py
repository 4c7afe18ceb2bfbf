"""Pure decisions of insights."""
