"""Does what a template sends arrive in time, or not at all?

WhatsApp goes on trying for as long as the template says; where it says nothing, for 30 days.
"""

from datetime import datetime, timedelta

TRIES_UNLESS_TOLD = timedelta(days=30)


def ends_in_time(ttl_seconds: int | None, now: datetime, arrive_by: datetime | None) -> bool:
    """Tell whether WhatsApp stops trying before a message is of no use any more."""
    if arrive_by is None:
        return True
    tries = TRIES_UNLESS_TOLD if ttl_seconds is None else timedelta(seconds=ttl_seconds)
    return now + tries <= arrive_by
