"""A calendar of a few days, for tests."""

from collections.abc import Mapping, Sequence
from datetime import date

from local.connectors.festivals.port import FestivalDay


class MemoryCalendar:
    """Knows the days that it was given, by the state's code."""

    version = "festivals.memory@1"

    def __init__(
        self,
        days: Mapping[str | None, Sequence[FestivalDay]],
        first_year: int = 2001,
        last_year: int = 2035,
    ) -> None:
        self._days = days
        self.first_year = first_year
        self.last_year = last_year

    async def days(
        self, state_code: str | None, first_day: date, last_day: date
    ) -> Sequence[FestivalDay]:
        """Return the given days of a state in their order, ends included."""
        kept = self._days.get(state_code, ())
        return sorted(
            (day for day in kept if first_day <= day.day <= last_day), key=lambda day: day.day
        )
