"""How long does an opportunity stay away once its owner has judged it?"""

from datetime import datetime, timedelta
from enum import StrEnum


class Verdict(StrEnum):
    """What the owner says of an opportunity."""

    DONE = "done"
    WRONG = "wrong"
    USEFUL = "useful"
    OPEN = "open"


# What was done and follows from the facts again a quarter of a year later has come undone.
_AWAY = {Verdict.DONE: timedelta(days=90), Verdict.WRONG: timedelta(days=30)}


def away_until(verdict: Verdict, given_at: datetime) -> datetime | None:
    """Return until when the opportunity is not shown; None where it is."""
    away = _AWAY.get(verdict)
    return None if away is None else given_at + away
