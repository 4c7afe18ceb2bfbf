"""The speed table of `make bench`: ratios within one run, never seconds against a promise."""
