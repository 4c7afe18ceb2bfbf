"""What we ask of a festival calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class FestivalDay:
    """One day and what is kept on it; `names` may end in (estimated), as lunar dates move."""

    day: date
    names: tuple[str, ...]


class FestivalCalendar(Protocol):
    """Knows the days of a state of India, for the years that its tables reach."""

    first_year: int
    last_year: int
    version: str

    async def days(
        self, state_code: str | None, first_day: date, last_day: date
    ) -> Sequence[FestivalDay]:
        """Return the days of a state (None: of the whole country) in their order, ends included."""
        ...
