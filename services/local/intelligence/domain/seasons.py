"""Which festivals of the state come next, and what is known of their effect?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from local.businesses.domain.state import State
from local.intelligence.domain.figures import INSUFFICIENT_DATA
from shared.evidence import Basis, Figure, unknown

WINDOW_DAYS = 60
_ESTIMATED = " (estimated)"
_METHOD = "festival_window@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Festival:
    """A day that people keep. A lunar date may move by a day; an estimated one may move further."""

    day: date
    days_ahead: int
    names: tuple[str, ...]
    is_estimated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FestivalTables:
    """What the calendar said of the state, which years it knows, and its version."""

    days: Sequence[tuple[date, tuple[str, ...]]]
    first_year: int
    last_year: int
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonalTrends:
    """The festival calendar of the business's state for the next weeks, in its own time zone."""

    first_day: date
    last_day: date
    state: str | None
    state_name: str | None
    festivals: tuple[Festival, ...] | None
    festival_days: Figure
    uplift: Figure


def window(today: date) -> tuple[date, date]:
    """Return the first and the last day that we look at; no calendar goes beyond the year 9999."""
    return today, today + min(timedelta(days=WINDOW_DAYS), date.max - today)


def seasonal_trends(
    today: date, state: State | None, tables: FestivalTables, as_of: datetime
) -> SeasonalTrends:
    """Return the festivals ahead, or why they cannot be known."""
    first_day, last_day = window(today)
    gap = _gap(first_day, last_day, state, tables)
    festivals = None if gap else tuple(_festival(day, names, today) for day, names in tables.days)
    return SeasonalTrends(
        first_day=first_day,
        last_day=last_day,
        state=state.code if state else None,
        state_name=state.name if state else None,
        festivals=festivals,
        festival_days=gap or _festival_days(len(festivals or ()), tables, as_of),
        uplift=unknown(
            "ratio",
            reason=INSUFFICIENT_DATA,
            missing="The sales around a festival of at least a year are needed; a later release "
            "takes orders in and measures the uplift.",
            method="festival_uplift@1",
        ),
    )


def _gap(
    first_day: date, last_day: date, state: State | None, tables: FestivalTables
) -> Figure | None:
    if state is None:
        missing = "The state of the business is unknown; set state, such as Karnataka or KA."
        return unknown("days", reason=INSUFFICIENT_DATA, missing=missing, method=_METHOD)
    if first_day.year < tables.first_year or last_day.year > tables.last_year:
        missing = (
            f"The calendar knows the years {tables.first_year} to {tables.last_year}; "
            "a newer version of it is needed."
        )
        return unknown("days", reason="calendar_ends", missing=missing, method=_METHOD)
    return None


def _festival(day: date, names: tuple[str, ...], today: date) -> Festival:
    return Festival(
        day=day,
        days_ahead=(day - today).days,
        names=tuple(name.removesuffix(_ESTIMATED) for name in names),
        is_estimated=any(name.endswith(_ESTIMATED) for name in names),
    )


def _festival_days(count: int, tables: FestivalTables, as_of: datetime) -> Figure:
    return Figure(
        value=count,
        unit="days",
        basis=Basis.BENCHMARK,
        n=count,
        method=_METHOD,
        as_of=as_of,
        evidence=(tables.version,),
    )
