"""Which places lie close to this one? An index, so that nobody compares each with each."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import floor

from local.businesses.domain.coordinates import haversine_km
from local.places.domain.distance import BoundingBox, NearbyPlace, box_around
from local.places.domain.place import Place

_DEGREES_PER_KM = 1 / 111.0


class Neighbourhood:
    """Places in strips of latitude, each strip sorted by longitude."""

    def __init__(self, places: Iterable[Place], reach_km: float) -> None:
        self._reach_km = reach_km
        self._strip_degrees = reach_km * _DEGREES_PER_KM
        strips: dict[int, list[Place]] = defaultdict(list)
        for place in places:
            strips[self._strip(place.latitude)].append(place)
        self._strips = {
            strip: sorted(members, key=_longitude_then_key) for strip, members in strips.items()
        }

    def of(self, place: Place) -> Iterator[NearbyPlace]:
        """Yield what lies within reach of a place, itself included if it is in the index."""
        box = box_around(place.latitude, place.longitude, self._reach_km)
        for other in self._inside(box):
            distance_km = haversine_km(
                place.latitude, place.longitude, other.latitude, other.longitude
            )
            if distance_km <= self._reach_km:
                yield NearbyPlace(other, distance_km)

    def _inside(self, box: BoundingBox) -> Iterator[Place]:
        for strip in range(self._strip(box.south), self._strip(box.north) + 1):
            members = self._strips.get(strip, [])
            first = bisect_left(members, box.west, key=_longitude)
            yield from members[first : bisect_right(members, box.east, key=_longitude)]

    def _strip(self, latitude: float) -> int:
        return floor(latitude / self._strip_degrees)


def _longitude(place: Place) -> float:
    return place.longitude


def _longitude_then_key(place: Place) -> tuple[float, tuple[str, str]]:
    return place.longitude, place.key
