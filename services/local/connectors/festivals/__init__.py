"""Which days do the people of a state keep?"""
