"""The tables of the `holidays` package, pinned to a version, because states still change theirs."""

import asyncio
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from itertools import chain

import holidays

from local.connectors.festivals.port import FestivalDay

CATEGORIES = ("public", "optional", "government")
# Without a language the names depend on the machine.
LANGUAGE = "en_IN"
NAME_SEPARATOR = "; "
_STATE_YEARS_KEPT = 256


class HolidaysCalendar:
    """Answers from the tables for 2001 to 2035; beyond them the package only guesses."""

    first_year = 2001
    last_year = 2035
    version = f"holidays@{version('holidays')}"

    async def days(
        self, state_code: str | None, first_day: date, last_day: date
    ) -> Sequence[FestivalDay]:
        """Return the days of a state (None: of the whole country) in their order, ends included."""
        years = range(max(first_day.year, self.first_year), min(last_day.year, self.last_year) + 1)
        tables = [await asyncio.to_thread(_days_of_year, state_code, year) for year in years]
        return [day for day in chain.from_iterable(tables) if first_day <= day.day <= last_day]


@lru_cache(maxsize=_STATE_YEARS_KEPT)
def _days_of_year(state_code: str | None, year: int) -> tuple[FestivalDay, ...]:
    table = holidays.country_holidays(
        "IN", subdiv=state_code, years=year, categories=CATEGORIES, language=LANGUAGE, expand=False
    )
    return tuple(
        FestivalDay(day, tuple(names.split(NAME_SEPARATOR))) for day, names in sorted(table.items())
    )
