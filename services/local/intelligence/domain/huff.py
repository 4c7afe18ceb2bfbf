"""Which share of the people around would choose each shop?

D. L. Huff, "Defining and estimating a trading area", Journal of Marketing 28 (1964): a shop draws
people by its attraction over the square of the distance. People are taken to live evenly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from local.businesses.domain.coordinates import EARTH_RADIUS_KM

# Nobody tells apart two doors within 50 m, and a distance of 0 would draw everybody.
NEAREST_KM = 0.05
# 52 points in the circle, none on a door in its middle: 2,800 move a share by 0.007 at the most.
_STEPS_PER_RADIUS = 4


@dataclass(frozen=True, slots=True)
class Shop:
    """Where a shop stands, and how strongly it draws compared to others."""

    latitude: float
    longitude: float
    attraction: float


def choices(attractions: Sequence[float], distances_km: Sequence[float]) -> list[float]:
    """Return the shares of the people at one point; they sum to 1."""
    pulls = [
        attraction / max(distance, NEAREST_KM) ** 2
        for attraction, distance in zip(attractions, distances_km, strict=True)
    ]
    whole = sum(pulls)
    return [pull / whole for pull in pulls]


def market_shares(
    shops: Sequence[Shop], latitude: float, longitude: float, radius_km: float
) -> list[float]:
    """Return each shop's mean share over the circle; they sum to 1, no shops give none.

    A flat map does within 50 km, and spares a sine a shop and point.
    """
    north_km = radians(1) * EARTH_RADIUS_KM
    east_km = north_km * cos(radians(latitude))
    placed = [
        (
            shop.attraction,
            (shop.longitude - longitude) * east_km,
            (shop.latitude - latitude) * north_km,
        )
        for shop in shops
    ]
    points = _points(radius_km)
    totals = [0.0] * len(shops)
    nearest = NEAREST_KM**2
    for x, y in points:
        pulls = [
            attraction / max((east - x) ** 2 + (north - y) ** 2, nearest)
            for attraction, east, north in placed
        ]
        whole = sum(pulls) * len(points)
        totals = [total + pull / whole for total, pull in zip(totals, pulls, strict=True)]
    return totals


def _points(radius_km: float) -> list[tuple[float, float]]:
    step = radius_km / _STEPS_PER_RADIUS
    ticks = [(tick + 0.5) * step for tick in range(-_STEPS_PER_RADIUS, _STEPS_PER_RADIUS)]
    return [(x, y) for x in ticks for y in ticks if x * x + y * y <= radius_km * radius_km]
