"""Places and files of places for tests: invented, around a corner in Bengaluru."""

import json
from typing import Any

from local.businesses.domain.category import BusinessCategory
from local.places.domain.place import Place

LATITUDE, LONGITUDE = 12.9716, 77.5946
METRES_PER_DEGREE = 111_195.08  # of latitude, on the mean sphere


def north_of(metres: float) -> float:
    """Return the latitude so many metres north of the corner."""
    return LATITUDE + metres / METRES_PER_DEGREE


def place(source_id: str = "1", **changes: Any) -> Place:
    """Return a salon at the corner."""
    fields: dict[str, Any] = {
        "source": "osm",
        "source_id": source_id,
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "category": BusinessCategory.SALON,
        "name": "Cut and Curl",
    }
    return Place(**fields | changes)


def node(number: int, metres: float, name: str | None = None, **tags: str) -> dict[str, Any]:
    """Return an Overpass node north of the corner."""
    named = {"name": name} if name else {}
    return {
        "type": "node",
        "id": number,
        "lat": north_of(metres),
        "lon": LONGITUDE,
        "tags": {"shop": "hairdresser"} | named | tags,
    }


def overpass(*elements: object) -> bytes:
    """Return an Overpass file."""
    return json.dumps({"version": 0.6, "elements": elements}).encode()
