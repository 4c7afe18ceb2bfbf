"""How we talk to whoever is outside this process."""
