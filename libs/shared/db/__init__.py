"""The database: one engine, one committer, one tenant a transaction."""
