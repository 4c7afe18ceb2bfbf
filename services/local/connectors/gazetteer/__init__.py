"""Where are the cities of India, and what are they called?"""
