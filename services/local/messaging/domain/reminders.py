"""When is somebody reminded of an appointment?

A reminder that was held up is sent late only while it is of use: the day's until four hours before
the visit, the last one until half an hour before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class AppointmentState(StrEnum):
    """How far an appointment is; the last three are ends."""

    BOOKED = "booked"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    VISITED = "visited"
    MISSED = "missed"


AHEAD = frozenset({AppointmentState.BOOKED, AppointmentState.CONFIRMED})

DAY, HOURS = "day", "hours"
_BEFORE = ((DAY, timedelta(hours=24)), (HOURS, timedelta(hours=2)))
_LATEST = {DAY: timedelta(hours=4), HOURS: timedelta(minutes=30)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One message: from when it may be sent, and until when it is of use."""

    name: str
    due_at: datetime
    expires_at: datetime


def reminders(starts_at: datetime, now: datetime) -> Sequence[Reminder]:
    """Return the reminders that are still to come; of a visit made too late for one, none."""
    planned = [
        Reminder(name=name, due_at=starts_at - before, expires_at=starts_at - _LATEST[name])
        for name, before in _BEFORE
    ]
    return [reminder for reminder in planned if reminder.due_at > now]
