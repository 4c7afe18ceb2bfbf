"""Is the trade crowded here? Density and share are compared with the rest of the town."""

from collections.abc import Sequence

SATURATED, BALANCED, OPEN = "saturated", "balanced", "open"
# Our own reading of the two figures; both must agree before we call a place crowded or open.
_CROWDED_PERCENTILE, _CROWDED_QUOTIENT = 0.75, 1.25
_OPEN_PERCENTILE, _OPEN_QUOTIENT = 0.25, 0.80
_WHOLE_MARKET = 100.0


def location_quotient(here: int, all_here: int, elsewhere: int, all_elsewhere: int) -> float:
    """Return the trade's share of the places here over its share elsewhere; 1 is as elsewhere."""
    return (here / all_here) / (elsewhere / all_elsewhere)


def density_percentile(rivals: int, rivals_per_cell: Sequence[int]) -> float:
    """Return the share of the town's inhabited squares of this size that hold fewer rivals."""
    return sum(count < rivals for count in rivals_per_cell) / len(rivals_per_cell)


def concentration(shares: Sequence[float]) -> float:
    """Return the Herfindahl-Hirschman index of shares that sum to 1, up to 10,000 for one shop."""
    return sum((share * _WHOLE_MARKET) ** 2 for share in shares)


def saturation_label(percentile: float, quotient: float) -> str:
    """Return saturated, balanced or open; another rival never makes a place look emptier."""
    if percentile >= _CROWDED_PERCENTILE and quotient >= _CROWDED_QUOTIENT:
        return SATURATED
    if percentile <= _OPEN_PERCENTILE and quotient <= _OPEN_QUOTIENT:
        return OPEN
    return BALANCED
