"""Google Places (New) as a stand-in: at most 20 a search, no second page, only what the mask names.

It knows names, addresses and ratings, so that a test can look whether any of them were kept.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from random import Random
from typing import Any

from local.businesses.domain.coordinates import haversine_km
from tests.local.places.corner import LATITUDE, LONGITUDE
from tests.vendors.contract import Asked, discovery_contract
from tests.vendors.stand_in import Reply

_DOCUMENT = files("googleapiclient") / "discovery_cache/documents/places.v1.json"
CONTRACT = discovery_contract(json.loads(_DOCUMENT.read_text(encoding="utf-8")))
KEY = "a-key-of-google-that-only-the-tests-know"
MOST_RESULTS = 20
MOST_TYPES = 50
LONGEST_RADIUS_M = 50_000.0


@dataclass(frozen=True, slots=True)
class Listing:
    """A place as Google lists it."""

    id: str
    name: str
    address: str
    rating: float
    type: str
    latitude: float
    longitude: float

    @property
    def content(self) -> tuple[str, ...]:
        """Return what may not be kept of it."""
        return (self.name, self.address)

    def to_dict(self) -> dict[str, Any]:
        """Return the place as Google writes it."""
        return {
            "id": self.id,
            "displayName": {"text": self.name, "languageCode": "en"},
            "formattedAddress": self.address,
            "rating": self.rating,
            "types": [self.type],
            "location": {"latitude": self.latitude, "longitude": self.longitude},
        }


def listings(count: int, kind: str, reach_degrees: float, seed: int = 1) -> list[Listing]:
    """Return so many places around the corner, in a square of twice the reach."""
    random = Random(seed)
    return [
        Listing(
            id=f"ChIJ-{kind}-{seed}-{number}",
            name=f"Parlour of Madame {seed}x{number}",
            address=f"{number} Lavelle Lane, House {seed}",
            rating=4.0 + number % 10 / 10,
            type=kind,
            latitude=LATITUDE + random.uniform(-reach_degrees, reach_degrees),
            longitude=LONGITUDE + random.uniform(-reach_degrees, reach_degrees),
        )
        for number in range(count)
    ]


class GooglePlaces:
    """Knows places; `heeds_mask` is false for one that sends more than it was asked for."""

    contract = CONTRACT

    def __init__(self, places: Sequence[Listing], *, heeds_mask: bool = True) -> None:
        self.places = list(places)
        self.heeds_mask = heeds_mask

    def answer(self, asked: Asked) -> Reply:
        """Return the places of the circle, the nearest first, or Google's refusal."""
        if asked.headers.get("x-goog-api-key") != KEY:
            return _refusal(403, "PERMISSION_DENIED")
        mask = asked.headers.get("x-goog-fieldmask")
        body = json.loads(asked.body)
        if not mask or not _is_acceptable(body):
            return _refusal(400, "INVALID_ARGUMENT")
        inside = list(self._inside(body))[: body.get("maxResultCount", MOST_RESULTS)]
        if not inside:
            return Reply(200, {})
        named = {field.removeprefix("places.") for field in mask.split(",")}
        return Reply(200, {"places": [self._masked(place, named) for place in inside]})

    def _inside(self, body: dict[str, Any]) -> Iterable[Listing]:
        circle = body["locationRestriction"]["circle"]
        at = circle["center"]["latitude"], circle["center"]["longitude"]

        def distance_km(place: Listing) -> float:
            return haversine_km(*at, place.latitude, place.longitude)

        near = [place for place in self.places if place.type in body["includedTypes"]]
        near.sort(key=distance_km)
        return (place for place in near if distance_km(place) * 1000 <= circle["radius"])

    def _masked(self, place: Listing, named: set[str]) -> dict[str, Any]:
        known = place.to_dict()
        return {n: v for n, v in known.items() if n in named} if self.heeds_mask else known


def _is_acceptable(body: dict[str, Any]) -> bool:
    radius = body["locationRestriction"]["circle"]["radius"]
    return (
        0 < radius <= LONGEST_RADIUS_M
        and 0 < len(body["includedTypes"]) <= MOST_TYPES
        and 1 <= body.get("maxResultCount", MOST_RESULTS) <= MOST_RESULTS
    )


def _refusal(status: int, word: str) -> Reply:
    return Reply(status, {"error": {"code": status, "message": "refused", "status": word}})
