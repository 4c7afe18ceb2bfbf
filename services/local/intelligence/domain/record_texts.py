"""How is it told when inquiries go unanswered, and what could be done at these times?"""

from local.businesses.domain.opening_hours import WEEKDAYS, OpeningHours
from local.customers.domain.missed_demand import LATE_AFTER_MINUTES
from local.customers.domain.missed_times import HOURS_PER_DAY, MissedTime, PartOfDay, Stretch
from local.intelligence.domain.figures import number

MOST_TOLD = 3
_MINUTES_PER_HOUR = 60
_TIMES = {
    PartOfDay.NIGHT: "at night",
    PartOfDay.MORNING: "in the morning",
    PartOfDay.AFTERNOON: "in the afternoon",
    PartOfDay.EVENING: "in the evening",
    PartOfDay.LATE_EVENING: "late in the evening",
    PartOfDay.ANY_TIME: "at any time",
}
_HOW = {
    True: "You are open then: settle who answers, and keep the phone at hand.",
    False: "You are closed then: name somebody who answers, or let a greeting say when you open. "
    "If many ask, try being open longer for four weeks, and count who comes.",
    None: "Name somebody who answers then; if you are closed, let a greeting say when you open, or "
    "try being open longer for four weeks, and count who comes.",
}


def is_open_then(time: MissedTime, hours: OpeningHours | None) -> bool | None:
    """Say whether the shop is open through these hours, or through none; None for all else."""
    if hours is None or not time.stretches:
        return None
    open_hours = [hours.is_open(at) for stretch in time.stretches for at in _minutes(stretch)]
    return None if any(open_hours) and not all(open_hours) else all(open_hours)


def _minutes(stretch: Stretch) -> list[int]:
    """Return the middle of each hour, as minutes of the week."""
    first = stretch.weekday * HOURS_PER_DAY + stretch.first_hour
    half = _MINUTES_PER_HOUR // 2
    return [(first + ahead) * _MINUTES_PER_HOUR + half for ahead in range(stretch.hours)]


def how_to_answer(*, is_open: bool | None) -> str:
    """Return what to do about inquiries at a time at which the shop is open, closed or unknown."""
    return _HOW[is_open]


def times_of(time: MissedTime) -> str:
    """Return the part of the day, and the hours of the week that are meant."""
    told = [_hours_of(stretch) for stretch in time.stretches[:MOST_TOLD]]
    more = len(time.stretches) - len(told)
    if more:
        told.append(f"{more} more")
    return f"{_TIMES[time.part]}: {', '.join(told)}" if told else _TIMES[time.part]


def _hours_of(stretch: Stretch) -> str:
    end = (stretch.first_hour + stretch.hours - 1) % HOURS_PER_DAY + 1
    return f"{WEEKDAYS[stretch.weekday].title()} {stretch.first_hour:02}:00 to {end:02}:00"


def said_of(time: MissedTime) -> str:
    """Return how many were missed, and what they may have cost where that is known."""
    counted = (
        f"Of {time.asked.value} inquiries at these times {time.missed.value} were not answered "
        f"within {LATE_AFTER_MINUTES} minutes."
    )
    low, high = time.value.low, time.value.high
    if low is None or high is None:
        return counted
    return (
        f"{counted} Over the time on record that is estimated to have cost "
        f"{number(time.value):,.0f} rupees, between {low:,.0f} and {high:,.0f}."
    )
