"""Between which values does the true share lie? The score interval of Wilson (1927)."""

from math import sqrt

CONFIDENCE = 0.95
# How many standard errors reach to either end of a 95 % interval.
Z = 1.959963984540054


def wilson_interval(successes: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share, `n` at least 1; both ends lie within 0 and 1."""
    return share_interval(successes / n, n)


def share_interval(share: float, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share that is known without its successes, `n` at least 1."""
    middle = share + Z**2 / (2 * n)
    half_width = Z * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    whole = 1 + Z**2 / n
    return max(0.0, (middle - half_width) / whole), min(1.0, (middle + half_width) / whole)
