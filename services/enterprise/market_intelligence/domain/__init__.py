"""Pure market intelligence: observations in, figures with their evidence out."""
