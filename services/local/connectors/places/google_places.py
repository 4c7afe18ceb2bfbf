"""Google Places (New), asked with a key: how many places it lists, and their ids.

Google's terms let place ids be kept, and nothing else: names, addresses, ratings and positions
are not asked for beyond what places an id inside the circle, and do not leave this module. A
nearby search answers with 20 places at most and has no second page, so a circle that is full is
covered by seven of half its radius, until none is full or the calls are used up.

Checked against Google's discovery document; never run against Google from here.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, degrees, pi, radians, sin, sqrt
from typing import Any

from pydantic import SecretStr, TypeAdapter, ValidationError

from local.connectors.places.port import (
    PersistencePolicy,
    PlaceIds,
    ProviderBusyError,
    ProviderRefusedError,
    SearchArea,
)
from shared.connectors.exchange import AnswerTooLargeError, UnreachableError
from shared.connectors.http import VendorClient

VENDOR = "google_places"
USER_AGENT = "vertical-light-os/0.1"
TIMEOUT_SECONDS = 10.0
MOST_BYTES = 1024 * 1024
MOST_RESULTS = 20
# What the mask names decides the price; nothing here that may not be kept, but the position.
FIELD_MASK = "places.id,places.location"
TYPES = "includedTypes"
# A full circle as small as a shop: splitting it further finds nothing.
SMALLEST_KM = 0.005
_AROUND = 6
# Seven circles of half the radius cover a circle; a little more, for the earth is round.
_HALF = 0.505
_OK, _TOO_MANY, _SERVER_ERROR = 200, 429, 500

DistanceKm = Callable[[float, float, float, float], float]


@dataclass(frozen=True, slots=True)
class _Circle:
    latitude: float
    longitude: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class _Point:
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class _Found:
    id: str
    location: _Point


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the mask asked for; Google leaves `places` out where there are none."""

    places: Sequence[_Found] = ()


@dataclass(frozen=True, slots=True)
class _Problem:
    status: str


@dataclass(frozen=True, slots=True)
class _Refusal:
    error: _Problem


_ANSWER = TypeAdapter(_Answer)
_REFUSAL = TypeAdapter(_Refusal)


class GooglePlaces:
    """Counts the places of some types in a circle; of each it keeps the id alone."""

    policy = PersistencePolicy.IDS_ONLY

    def __init__(
        self, url: str, key: SecretStr, distance_km: DistanceKm, earth_radius_km: float
    ) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._distance_km = distance_km
        self._earth_radius_km = earth_radius_km

    async def around(self, area: SearchArea) -> PlaceIds:
        """Return the ids in the circle; raise a ProviderError if not even one call succeeds."""
        client = VendorClient(VENDOR, TIMEOUT_SECONDS, USER_AGENT, MOST_BYTES)
        try:
            return await self._surveyed(client, area)
        finally:
            await client.close()

    async def _surveyed(self, client: VendorClient, area: SearchArea) -> PlaceIds:
        whole = _Circle(area.latitude, area.longitude, area.radius_km)
        waiting, ids, calls, is_complete = deque([whole]), set[str](), 0, True
        while waiting and calls < area.most_calls:
            circle = waiting.popleft()
            try:
                found = await self._inside(client, circle, area.kinds[TYPES])
            except ProviderBusyError:
                if not calls:
                    raise
                # What was paid for is kept: there are at least so many.
                return PlaceIds(frozenset(ids), is_complete=False, calls=calls)
            calls += 1
            ids |= {place.id for place in found if self._is_in(whole, place)}
            if len(found) < MOST_RESULTS:
                continue
            if circle.radius_km < SMALLEST_KM:
                is_complete = False
            else:
                waiting.extend(self._cover(circle, whole))
        return PlaceIds(frozenset(ids), is_complete and not waiting, calls)

    async def _inside(
        self, client: VendorClient, circle: _Circle, types: Sequence[str]
    ) -> Sequence[_Found]:
        url, body = f"{self._url}/v1/places:searchNearby", _body(circle, types)
        headers = {
            "X-Goog-Api-Key": self._key.get_secret_value(),
            "X-Goog-FieldMask": FIELD_MASK,
        }
        try:
            answer = await client.post_json("search_nearby", url, body, headers)
        except (UnreachableError, AnswerTooLargeError) as error:
            message = "Google did not answer as it should. Is this machine on a network?"
            raise ProviderBusyError(message) from error
        if answer.status == _OK:
            return _found(answer.content)
        if answer.status == _TOO_MANY or answer.status >= _SERVER_ERROR:
            raise ProviderBusyError(
                f"Google cannot serve us now (status {answer.status}).",
                after_seconds=answer.retry_after_seconds,
            )
        raise ProviderRefusedError(
            f"Google refused the question ({_reason(answer.content)}, status {answer.status}). "
            "Look whether the key is right and may use Places API (New)."
        )

    def _is_in(self, whole: _Circle, place: _Found) -> bool:
        at = place.location
        distance = self._distance_km(whole.latitude, whole.longitude, at.latitude, at.longitude)
        return distance <= whole.radius_km

    def _cover(self, circle: _Circle, whole: _Circle) -> Iterator[_Circle]:
        """Yield circles of half the radius that cover a circle, but those outside of the whole."""
        half = circle.radius_km * _HALF
        for latitude, longitude in self._centres(circle):
            distance = self._distance_km(latitude, longitude, whole.latitude, whole.longitude)
            if distance <= whole.radius_km + half:
                yield _Circle(latitude, longitude, half)

    def _centres(self, circle: _Circle) -> Iterator[tuple[float, float]]:
        yield circle.latitude, circle.longitude
        reach = degrees(circle.radius_km * sqrt(3) / 2 / self._earth_radius_km)
        for turn in range(_AROUND):
            angle = turn * 2 * pi / _AROUND
            latitude = circle.latitude + reach * sin(angle)
            yield latitude, circle.longitude + reach * cos(angle) / cos(radians(circle.latitude))


def _body(circle: _Circle, types: Sequence[str]) -> Mapping[str, Any]:
    centre = {"latitude": circle.latitude, "longitude": circle.longitude}
    return {
        TYPES: list(types),
        "maxResultCount": MOST_RESULTS,
        "rankPreference": "DISTANCE",
        "locationRestriction": {"circle": {"center": centre, "radius": circle.radius_km * 1000}},
    }


def _found(content: bytes) -> Sequence[_Found]:
    try:
        return _ANSWER.validate_json(content).places
    except ValidationError:
        # Without the error's own words: they quote what may not be kept.
        raise ProviderBusyError("Google answered with something else than places.") from None


def _reason(content: bytes) -> str:
    """Return Google's own word for what is wrong, such as PERMISSION_DENIED."""
    try:
        return _REFUSAL.validate_json(content).error.status[:60]
    except ValidationError:
        return "no reason given"
