"""Do two spellings of opening hours mean the same week? What a map writes, read as a week."""

import re
from collections.abc import Iterator

from local.businesses.domain.opening_hours import (
    WEEKDAYS,
    MalformedHoursError,
    Opening,
    OpeningHours,
)

_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_WHOLE_DAY = "00:00-24:00"
_RULE = re.compile(r"(?P<days>[a-z ,-]*?) ?(?P<times>off|closed|[\d:][\d:, -]*)")
_TIMES = re.compile(r"(\d{1,2})(?::(\d\d))? ?- ?(\d{1,2})(?::(\d\d))?")

Week = list[tuple[Opening, ...]]


def is_same_week(hours: str, other: str) -> bool:
    """Say whether both mean the same ordinary week; what is no week is compared as text."""
    week, other_week = week_of(hours), week_of(other)
    if week is None or other_week is None:
        return _squeezed(hours) == _squeezed(other)
    return week == other_week


def week_of(hours: str) -> OpeningHours | None:
    """Return the ordinary week that `Mo-Fr 09:30-14:00; Sa off` means, None if it is no week.

    The common part of OpenStreetMap's opening_hours: days, times, off, 24/7. Public holidays are
    no part of an ordinary week. A later rule replaces the days it names.
    """
    week: Week = [()] * len(WEEKDAYS)
    try:
        for rule in _rules(hours):
            days, openings = _read(rule)
            for day in days:
                week[day] = openings
        return OpeningHours(tuple(week))
    except MalformedHoursError:
        return None


def _rules(hours: str) -> Iterator[str]:
    plain = hours.casefold().replace("24/7", _WHOLE_DAY).replace("\u2013", "-")
    for rule in plain.split(";"):
        trimmed = re.sub(r"\s+", " ", rule).strip()
        if trimmed and not re.fullmatch(r"(ph|sh)\b[^a-z]*(off|closed)?", trimmed):
            yield re.sub(r"\b[ps]h ?,|, ?[ps]h\b", "", trimmed)


def _read(rule: str) -> tuple[list[int], tuple[Opening, ...]]:
    match = _RULE.fullmatch(rule.strip())
    if match is None:
        raise MalformedHoursError(rule)
    times = match["times"]
    is_off = times in {"off", "closed"}
    openings = () if is_off else tuple(sorted(map(_opening, times.split(","))))
    return list(_days(match["days"].strip())), openings


def _days(words: str) -> Iterator[int]:
    if not words:
        yield from range(len(_DAYS))
        return
    for part in re.split(r" ?, ?", words):
        first, _, last = (word.strip() for word in part.partition("-"))
        if not {first, last or first} <= set(_DAYS):
            raise MalformedHoursError(words)
        begin, end = _DAYS.index(first), _DAYS.index(last or first)
        yield from (day % len(_DAYS) for day in range(begin, end + 1 + 7 * (end < begin)))


def _opening(times: str) -> Opening:
    match = _TIMES.fullmatch(times.strip())
    if match is None:
        raise MalformedHoursError(times)
    hour, minute, last_hour, last_minute = match.groups(default="00")
    close = f"{last_hour:0>2}:{last_minute}"
    return Opening(f"{hour:0>2}:{minute}", "24:00" if close == "00:00" else close)


def _squeezed(hours: str) -> str:
    return re.sub(r"\s+", "", hours.casefold())
