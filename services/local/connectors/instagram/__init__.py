"""How is a shop's Instagram account looked after: its posts and the comments under them?"""
