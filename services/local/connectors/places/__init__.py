"""Which places are around a point?"""
