"""Areas to search in, around the tests' corner."""

from collections.abc import Mapping, Sequence
from typing import Any

from local.connectors.places.port import SearchArea
from local.places.domain.distance import box_around
from tests.local.places.corner import LATITUDE, LONGITUDE


def area(radius_km: float, kinds: Mapping[str, Sequence[str]], **changes: Any) -> SearchArea:
    """Return the area of a circle around the corner."""
    box = box_around(LATITUDE, LONGITUDE, radius_km)
    fields: dict[str, Any] = {
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "radius_km": radius_km,
        "south": box.south,
        "north": box.north,
        "west": box.west,
        "east": box.east,
        "kinds": kinds,
    }
    return SearchArea(**fields | changes)
