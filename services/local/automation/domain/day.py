"""When does a shop's day of routine work begin, and when is a piece of it stale?

Shops begin spread over two hours, each always at the same moment, so that no vendor is asked for
all of them at once.
"""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from uuid import UUID
from zoneinfo import ZoneInfo

from local.automation.domain.routines import ROUTINES, Routine

SPREAD = timedelta(hours=2)
# A vendor that took something is asked for so long whether it can be seen.
GIVES_UP_AFTER = timedelta(days=1)
DAY = "day"
_ONE_DAY = timedelta(days=1)


def delay_of(tenant_id: UUID) -> timedelta:
    """Return how long after midnight a shop begins."""
    digest = sha256(tenant_id.bytes).digest()
    return SPREAD * (int.from_bytes(digest[:8]) / 2**64)


def begun_day(now: datetime, zone: ZoneInfo, tenant_id: UUID) -> date:
    """Return the day whose work has begun last, by the shop's own clock."""
    return (now - delay_of(tenant_id)).astimezone(zone).date()


def next_beginning(now: datetime, zone: ZoneInfo, tenant_id: UUID) -> datetime:
    """Return when the next day's work begins."""
    day = begun_day(now, zone, tenant_id)
    return moment_of(day + _ONE_DAY, time(), zone) + delay_of(tenant_id)


def starts_at(routine: Routine, day: date, zone: ZoneInfo, tenant_id: UUID) -> datetime:
    """Return when a routine of a day begins."""
    return moment_of(day, ROUTINES[routine].earliest, zone) + delay_of(tenant_id)


def stale_at(routine: Routine, day: date, zone: ZoneInfo) -> datetime:
    """Return from when on a routine of a day is not begun any more."""
    facts = ROUTINES[routine]
    last_day = day + _ONE_DAY if facts.can_be_caught_up else day
    return moment_of(last_day, facts.latest, zone)


def ends_at(day: date, zone: ZoneInfo) -> datetime:
    """Return when a day is over."""
    return moment_of(day + _ONE_DAY, time(), zone)


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return a moment by the shop's own clock, in UTC."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def task_key(routine: Routine, day: date) -> str:
    """Return the key of the manual task of a routine and a day."""
    return f"routine:{routine}:{day.isoformat()}"
