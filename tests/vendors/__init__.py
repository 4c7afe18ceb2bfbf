"""Stand-ins of vendors: they keep the vendor's rules and its contract."""
