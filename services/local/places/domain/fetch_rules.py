"""May a provider be asked now, and where? Its patience and the owner's money set the limits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from local.businesses.domain.category import BusinessCategory, rival_categories
from local.businesses.domain.location import Location, LocationSource
from local.places.domain.distance import Circle
from local.places.domain.google_types import google_types
from local.places.errors import (
    CallsUsedUpError,
    FetchedLatelyError,
    NoOwnCoordinatesError,
    NothingToLookForError,
)

# A map changes little in a day, and its server is run on donations.
PAUSE = timedelta(hours=24)
MOST_CALLS_AT_ONCE = 60
# So far that the town beyond the radius can be compared with: 20 squares as large as the circle.
_REACH_RATIO = 4.5
_NEAREST_REACH_KM = 3.0
_FARTHEST_REACH_KM = 10.0


class FetchState(StrEnum):
    """How far a fetch has come."""

    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PastFetch:
    """When a provider was asked before, how that ended, and how many calls it took."""

    state: FetchState
    requested_at: datetime
    calls: int


def own_circle(location: Location, radius_km: float) -> Circle:
    """Return the circle around the shop; the middle of its city will not do."""
    if location.source is not LocationSource.DECLARED:
        raise NoOwnCoordinatesError
    return Circle(location.latitude, location.longitude, radius_km)


def map_circle(circle: Circle) -> Circle:
    """Return the circle that a map is asked for: the town around the shop's own circle."""
    reach = min(max(circle.radius_km * _REACH_RATIO, _NEAREST_REACH_KM), _FARTHEST_REACH_KM)
    return Circle(circle.latitude, circle.longitude, max(reach, circle.radius_km))


def rival_types(category: BusinessCategory) -> list[str]:
    """Return the types of Google's that compete with a business."""
    types = list(google_types(rival_categories(category)))
    if not types:
        raise NothingToLookForError
    return types


def check_pause(past: Iterable[PastFetch], now: datetime) -> None:
    """Refuse if the provider answered lately; a failure may be followed by another try."""
    latest = max(
        (fetch.requested_at for fetch in past if fetch.state is FetchState.DONE), default=None
    )
    if latest is not None and now - latest < PAUSE:
        raise FetchedLatelyError(latest, latest + PAUSE)


def calls_left(past: Iterable[PastFetch], month_began: datetime, monthly_calls: int) -> int:
    """Return how many calls one fetch may still take in this month; refuse if there are none."""
    used = sum(fetch.calls for fetch in past if fetch.requested_at >= month_began)
    if used >= monthly_calls:
        raise CallsUsedUpError(used)
    return min(MOST_CALLS_AT_ONCE, monthly_calls - used)
