"""How is a shop's Facebook Page looked after: its posts and the comments under them?"""
