"""When may a person be written to who did not write first?"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """From the evening to the morning, by the shop's own clock; the same time twice is never."""

    begins: time = time(21)
    ends: time = time(9)
    timezone: str = "Asia/Kolkata"

    @property
    def zone(self) -> ZoneInfo:
        """Return the shop's zone."""
        return ZoneInfo(self.timezone)

    def next_allowed(self, now: datetime) -> datetime:
        """Return now, or the moment at which the quiet ends."""
        local = now.astimezone(self.zone)
        if not self._is_quiet(local.time()):
            return now
        morning = local.replace(
            hour=self.ends.hour, minute=self.ends.minute, second=0, microsecond=0
        )
        if morning <= local:
            morning += timedelta(days=1)
        return morning.astimezone(now.tzinfo)

    def _is_quiet(self, at: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends
