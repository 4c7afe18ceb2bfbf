"""How is a shop looked after on Google: its reviews, posts, photos, hours and figures?"""
