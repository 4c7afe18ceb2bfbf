"""Which places lie within the radius, and how far off is each?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, degrees, pi, radians, sin, sqrt

from local.businesses.domain.coordinates import EARTH_RADIUS_KM, haversine_km
from local.places.domain.place import Place

__all__ = ["BoundingBox", "NearbyPlace", "box_around", "circle_area_km2", "haversine_km", "nearby"]

# A micrometre: keeps a point that lies exactly on the circle inside, despite rounding.
_ON_THE_CIRCLE_KM = 1e-9
_POLE_DEGREES = 90.0
# At the poles themselves a degree of longitude has no length.
_NARROWEST = 1e-6
_DATE_LINE_DEGREES = 180.0


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """Degrees between which everything within the radius lies, and more: a first coarse sieve."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        """Say whether a point lies in the box or on its edge."""
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


# Between its south and its north there is nothing.
NOWHERE = BoundingBox(south=1, north=0, west=1, east=0)


@dataclass(frozen=True, slots=True)
class Circle:
    """The surroundings of a shop."""

    latitude: float
    longitude: float
    radius_km: float

    @property
    def box(self) -> BoundingBox:
        """Return a box that holds it."""
        return box_around(self.latitude, self.longitude, self.radius_km)


@dataclass(frozen=True, slots=True)
class NearbyPlace:
    """A place with its distance from the middle of the circle."""

    place: Place
    distance_km: float


def box_around(latitude: float, longitude: float, radius_km: float) -> BoundingBox:
    """Return a box that holds the circle; at a pole or the date line it spans every longitude."""
    reach = radius_km / EARTH_RADIUS_KM + 1e-9
    south, north = latitude - degrees(reach), latitude + degrees(reach)
    if south <= -_POLE_DEGREES or north >= _POLE_DEGREES:
        return BoundingBox(
            max(south, -_POLE_DEGREES),
            min(north, _POLE_DEGREES),
            -_DATE_LINE_DEGREES,
            _DATE_LINE_DEGREES,
        )
    aside = degrees(asin(min(1.0, sin(reach) / cos(radians(latitude)))))
    west, east = longitude - aside, longitude + aside
    if west < -_DATE_LINE_DEGREES or east > _DATE_LINE_DEGREES:
        return BoundingBox(south, north, -_DATE_LINE_DEGREES, _DATE_LINE_DEGREES)
    return BoundingBox(south, north, west, east)


def nearby(
    places: Iterable[Place], latitude: float, longitude: float, radius_km: float
) -> Sequence[NearbyPlace]:
    """Return the places on or inside the circle, the nearest first, ties in a fixed order."""
    measured = (
        NearbyPlace(place, haversine_km(latitude, longitude, place.latitude, place.longitude))
        for place in places
    )
    inside = (near for near in measured if near.distance_km <= radius_km + _ON_THE_CIRCLE_KM)
    return sorted(inside, key=lambda near: (near.distance_km, near.place.key))


def cell_steps(latitude: float, radius_km: float) -> tuple[float, float]:
    """Return the degrees of latitude and longitude of a square as large as the circle."""
    side_km = sqrt(circle_area_km2(radius_km))
    north = degrees(side_km / EARTH_RADIUS_KM)
    return north, north / max(cos(radians(latitude)), _NARROWEST)


def circle_area_km2(radius_km: float) -> float:
    """Return the area of the circle."""
    return pi * radius_km**2
