"""When does trade move for reasons that no table of holidays holds? Our own calendar."""

from collections.abc import Iterator
from datetime import date

from local.intelligence.domain.dated_occasions import DATED_OCCASIONS, FIRST_YEAR, LAST_YEAR
from local.intelligence.domain.occasion import Occasion
from local.intelligence.domain.yearly_occasions import yearly_occasions

VERSION = "commerce_calendar@1"


def occasions_between(first_day: date, last_day: date, state_code: str) -> tuple[Occasion, ...]:
    """Return a state's occasions that touch the window, in their order.

    Outside `knows_all`, those that only an almanac knows are left out, never guessed.
    """
    found = [
        occasion
        for occasion in (*DATED_OCCASIONS, *_by_rule(first_day, last_day))
        if occasion.is_kept_in(state_code) and occasion.overlaps(first_day, last_day)
    ]
    return tuple(sorted(found, key=lambda one: (one.first_day, one.last_day, one.name)))


def knows_all(first_day: date, last_day: date) -> bool:
    """Return whether the dated rows reach over the whole window."""
    return first_day.year >= FIRST_YEAR and last_day.year <= LAST_YEAR


def _by_rule(first_day: date, last_day: date) -> Iterator[Occasion]:
    # A rule gives what ends in a year; the window's last days may begin what ends in the next.
    for year in range(first_day.year, min(last_day.year + 1, date.max.year) + 1):
        yield from yearly_occasions(year)
