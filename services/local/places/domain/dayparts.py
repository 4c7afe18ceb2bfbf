"""At which times of the day is a place open? Its stated hours, reduced to a few bits.

Hours come as OpenStreetMap writes them (`Mo-Sa 10:00-21:00`), or as people say them (`11 AM to
2 AM`). One week stands for all: it lies in a month without public holidays in most states.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import IntFlag

from opening_hours import OpeningHours as Schedule
from opening_hours import validate

from local.businesses.domain.opening_hours import OpeningHours
from local.places.domain.spoken_hours import in_map_syntax

_MONDAY = datetime(2026, 6, 1)  # noqa: DTZ001  hours of a shop's own clock, wherever it stands
_DAYS = range(7)
_SUNDAY = 6
_MOST_DAYS = 4


class Daypart(IntFlag):
    """The times that we tell apart, by the hour in their middle."""

    EARLY_MORNING = 1
    MORNING = 2
    LUNCH = 4
    AFTERNOON = 8
    EVENING = 16
    LATE_EVENING = 32
    NIGHT = 64
    SUNDAY = 128


HOUR_OF_DAYPART = {
    Daypart.EARLY_MORNING: 7,
    Daypart.MORNING: 10,
    Daypart.LUNCH: 13,
    Daypart.AFTERNOON: 16,
    Daypart.EVENING: 19,
    Daypart.LATE_EVENING: 22,
    Daypart.NIGHT: 25,
}


def open_dayparts(opening_hours: str | None) -> Daypart | None:
    """Return when a place with these written hours is open.

    None where the hours are not stated, or not in words that can be read.
    """
    if not opening_hours:
        return None
    written = opening_hours if validate(opening_hours) else in_map_syntax(opening_hours)
    if written is None:
        return None
    schedule = Schedule(written)
    return _dayparts(lambda day, hour: schedule.is_open(_MONDAY + timedelta(days=day, hours=hour)))


def own_dayparts(hours: OpeningHours) -> Daypart:
    """Return when a business with this ordinary week is open."""
    return _dayparts(lambda day, hour: hours.is_open((day * 24 + hour) * 60))


def _dayparts(is_open: Callable[[int, int], bool]) -> Daypart:
    """Return when it is open on at least four days a week, and whether on Sundays."""
    found = Daypart(0)
    for daypart, hour in HOUR_OF_DAYPART.items():
        if sum(is_open(day, hour) for day in _DAYS) >= _MOST_DAYS:
            found |= daypart
    if any(is_open(_SUNDAY, hour) for hour in HOUR_OF_DAYPART.values()):
        found |= Daypart.SUNDAY
    return found
