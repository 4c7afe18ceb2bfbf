"""Which month is meant? A month is the first of its days, written 2026-05."""

import re
from datetime import date, timedelta

FIRST_MONTH = date(2000, 1, 1)
_WRITTEN = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_A_DAY_OF_THE_NEXT = timedelta(days=31)


def month_named(text: str) -> date | None:
    """Return the month that is written like 2026-05; None where there is no such month."""
    found = _WRITTEN.fullmatch(text)
    if found is None or found[1] == "0000":
        return None
    return date(int(found[1]), int(found[2]), 1)


def month_name(month: date) -> str:
    """Return how a month is written."""
    return f"{month.year:04}-{month.month:02}"


def month_of(day: date) -> date:
    """Return the month of a day."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """Return the month that follows."""
    return month_of(month + _A_DAY_OF_THE_NEXT)
