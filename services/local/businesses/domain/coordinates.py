"""How far apart are two points on the earth, and is a point on it at all?"""

from math import asin, cos, isfinite, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # the mean radius of the IUGG


def haversine_km(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> float:
    """Return the great-circle distance between two points in degrees."""
    phi, other_phi = radians(latitude), radians(other_latitude)
    half_chord_squared = (
        sin((other_phi - phi) / 2) ** 2
        + cos(phi) * cos(other_phi) * sin(radians(other_longitude - longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half_chord_squared)))


def latitude_problem(latitude: float) -> str | None:
    """Return why this cannot be a latitude, if it cannot."""
    return _out_of_range(latitude, 90)


def longitude_problem(longitude: float) -> str | None:
    """Return why this cannot be a longitude, if it cannot."""
    return _out_of_range(longitude, 180)


def is_null_island(latitude: float, longitude: float) -> bool:
    """Say whether this is 0, 0: open sea, and what files hold when nobody measured."""
    return latitude == 0 and longitude == 0


def _out_of_range(degrees: float, limit: int) -> str | None:
    if not isfinite(degrees):
        return "must be a finite number of degrees"
    if abs(degrees) > limit:
        return f"must lie between -{limit} and {limit} degrees"
    return None
