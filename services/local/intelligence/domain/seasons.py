"""Which festivals and occasions of the state come next, and what do they mean for this trade?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from local.businesses.domain.category import BusinessCategory
from local.businesses.domain.state import State
from local.intelligence.domain.commerce_calendar import VERSION, knows_all, occasions_between
from local.intelligence.domain.dated_occasions import FIRST_YEAR, LAST_YEAR
from local.intelligence.domain.figures import INSUFFICIENT_DATA
from local.intelligence.domain.lead_times import Preparation, preparation
from local.intelligence.domain.occasion import Occasion
from local.intelligence.domain.uplift import festival_uplift
from shared.evidence import Basis, Figure, unknown

WINDOW_DAYS = 60
# Trade moves in the days before a festival, and a lunar date by a day: its effect is that week's.
EFFECT_DAYS = 7
CALENDAR_ENDS = "calendar_ends"
_ESTIMATED = " (estimated)"
_FESTIVALS = "festival_window@1"
_OCCASIONS = "occasion_window@1"

DailyOrders = Sequence[tuple[date, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FestivalTables:
    """What the calendar said of the state, which years it knows, and its version.

    `days` may reach back as far as the orders do; what is past only serves to measure.
    """

    days: Sequence[tuple[date, tuple[str, ...]]]
    first_year: int
    last_year: int
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Festival:
    """A day that people keep. A lunar date may move by a day; an estimated one may move further."""

    day: date
    days_ahead: int
    names: tuple[str, ...]
    is_estimated: bool
    preparation: Preparation
    uplift: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class CommercialOccasion:
    """A time that moves trade though no table of holidays holds it; begun if `days_ahead` < 0."""

    name: str
    first_day: date
    last_day: date
    days_ahead: int
    is_estimated: bool
    source: str
    preparation: Preparation
    uplift: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonalTrends:
    """The calendar of the business's state for the next weeks, in its own time zone.

    Where `occasion_count` is null because our calendar ends, `occasions` holds those that follow
    from a rule.
    """

    first_day: date
    last_day: date
    state: str | None
    state_name: str | None
    festivals: tuple[Festival, ...] | None
    festival_days: Figure
    occasions: tuple[CommercialOccasion, ...] | None
    occasion_count: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """What the calendar is read for: a trade, on a day, with the orders that are known."""

    category: BusinessCategory
    today: date
    as_of: datetime
    daily_orders: DailyOrders = ()


def window(today: date) -> tuple[date, date]:
    """Return the first and the last day that we look at; no calendar goes beyond the year 9999."""
    return today, today + min(timedelta(days=WINDOW_DAYS), date.max - today)


def first_day_measured(today: date, daily_orders: DailyOrders) -> date:
    """Return from when on the days of festivals are needed: from the first order on."""
    return min((day for day, _ in daily_orders), default=today)


def seasonal_trends(shop: Shop, state: State | None, tables: FestivalTables) -> SeasonalTrends:
    """Return what comes in the next weeks, or why it cannot be known."""
    first_day, last_day = window(shop.today)
    festival_gap = _festival_gap(first_day, last_day, state, tables)
    festivals = None if festival_gap else tuple(_festivals(shop, tables))
    occasions = None if state is None else tuple(_occasions(shop, state))
    return SeasonalTrends(
        first_day=first_day,
        last_day=last_day,
        state=state.code if state else None,
        state_name=state.name if state else None,
        festivals=festivals,
        festival_days=festival_gap
        or _count(len(festivals or ()), "days", _FESTIVALS, tables.version, shop.as_of),
        occasions=occasions,
        occasion_count=_occasion_gap(first_day, last_day, state)
        or _count(len(occasions or ()), "occasions", _OCCASIONS, VERSION, shop.as_of),
    )


def _festivals(shop: Shop, tables: FestivalTables) -> Iterator[Festival]:
    past = [(day, _plain(names)) for day, names in tables.days if day < shop.today]
    for day, names in tables.days:
        if day >= shop.today:
            plain = _plain(names)
            before = [earlier for earlier, others in past if not set(plain).isdisjoint(others)]
            yield Festival(
                day=day,
                days_ahead=(day - shop.today).days,
                names=plain,
                is_estimated=any(name.endswith(_ESTIMATED) for name in names),
                preparation=preparation(shop.category, day, shop.as_of),
                uplift=festival_uplift(_weeks_up_to(before), shop.daily_orders, shop.as_of),
            )


def _occasions(shop: Shop, state: State) -> Iterator[CommercialOccasion]:
    since = first_day_measured(shop.today, shop.daily_orders)
    begun = occasions_between(since, shop.today, state.code)
    for occasion in occasions_between(*window(shop.today), state.code):
        same = [one for one in begun if one.name == occasion.name]
        yield CommercialOccasion(
            name=occasion.name,
            first_day=occasion.first_day,
            last_day=occasion.last_day,
            days_ahead=(occasion.first_day - shop.today).days,
            is_estimated=occasion.is_estimated,
            source=occasion.source,
            preparation=preparation(
                shop.category, occasion.first_day, shop.as_of, is_monthly=occasion.is_monthly
            ),
            uplift=festival_uplift(_days_of(same), shop.daily_orders, shop.as_of),
        )


def _plain(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.removesuffix(_ESTIMATED) for name in names)


def _weeks_up_to(days: Sequence[date]) -> Iterator[date]:
    for day in days:
        yield from (day - timedelta(days=count) for count in range(EFFECT_DAYS))


def _days_of(occasions: Sequence[Occasion]) -> Iterator[date]:
    for one in occasions:
        length = (one.last_day - one.first_day).days + 1
        yield from (one.first_day + timedelta(days=count) for count in range(length))


def _festival_gap(
    first_day: date, last_day: date, state: State | None, tables: FestivalTables
) -> Figure | None:
    if state is None:
        return _no_state("days", _FESTIVALS)
    if first_day.year < tables.first_year or last_day.year > tables.last_year:
        missing = (
            f"The calendar knows the years {tables.first_year} to {tables.last_year}; "
            "a newer version of it is needed."
        )
        return unknown("days", reason=CALENDAR_ENDS, missing=missing, method=_FESTIVALS)
    return None


def _occasion_gap(first_day: date, last_day: date, state: State | None) -> Figure | None:
    if state is None:
        return _no_state("occasions", _OCCASIONS)
    if not knows_all(first_day, last_day):
        missing = (
            f"What only an almanac knows, such as Dhanteras, is known for {FIRST_YEAR} to "
            f"{LAST_YEAR}; a newer version is needed. Those that follow from a rule are listed."
        )
        return unknown("occasions", reason=CALENDAR_ENDS, missing=missing, method=_OCCASIONS)
    return None


def _no_state(unit: str, method: str) -> Figure:
    missing = "The state of the business is unknown; set state, such as Karnataka or KA."
    return unknown(unit, reason=INSUFFICIENT_DATA, missing=missing, method=method)


def _count(count: int, unit: str, method: str, version: str, as_of: datetime) -> Figure:
    return Figure(
        value=count,
        unit=unit,
        basis=Basis.BENCHMARK,
        n=count,
        method=method,
        as_of=as_of,
        evidence=(version,),
    )
