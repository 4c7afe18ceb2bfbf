"""How long has a customer waited for an answer? By the clock, or in opening hours alone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from local.businesses.domain.opening_hours import MINUTES_PER_DAY, MINUTES_PER_WEEK, OpeningHours

METHOD = "waiting@1"
_MINUTE = timedelta(minutes=1)


def minutes_waited(
    asked_at: datetime, now: datetime, hours: OpeningHours | None, zone: ZoneInfo
) -> int:
    """Return whole minutes, of the shop's ordinary week where `hours` is given."""
    if hours is None:
        return max(0, (now - asked_at) // _MINUTE)
    weeks, rest = divmod(max(0, (now - asked_at) // _MINUTE), MINUTES_PER_WEEK)
    local = asked_at.astimezone(zone)
    begins = local.weekday() * MINUTES_PER_DAY + local.hour * 60 + local.minute
    open_now = sum(hours.is_open((begins + minute) % MINUTES_PER_WEEK) for minute in range(rest))
    return weeks * hours.minutes_per_week + open_now
