"""Which occasions follow from a rule, in any year? Exact ones, and the usual time of a season."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from local.intelligence.domain.occasion import EVERYWHERE, Occasion, states

Span = tuple[date, date]
_A_DAY = timedelta(days=1)
_A_WEEK = timedelta(days=7)
_MONTHS = range(1, 13)
_FRIDAY, _SUNDAY = 4, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyRule:
    """How the days of an occasion follow from the year in which it ends."""

    name: str
    spans: Callable[[int], Sequence[Span]]
    source: str
    states: frozenset[str] = EVERYWHERE
    is_estimated: bool = False
    is_monthly: bool = False


def yearly_occasions(year: int) -> Iterator[Occasion]:
    """Yield the occasions that end in this year by a rule."""
    for rule in _RULES:
        for first_day, last_day in rule.spans(year):
            yield Occasion(
                name=rule.name,
                first_day=first_day,
                last_day=last_day,
                states=rule.states,
                is_estimated=rule.is_estimated,
                is_monthly=rule.is_monthly,
                source=rule.source,
            )


def _on(month: int, day: int) -> Callable[[int], Sequence[Span]]:
    return _from_to((month, day), (month, day))


def _from_to(first: tuple[int, int], last: tuple[int, int]) -> Callable[[int], Sequence[Span]]:
    """Return the rule of fixed days; `first` and `last` are month and day."""
    return lambda year: ((date(year, *first), date(year, *last)),)


def _on_sunday(number: int, month: int) -> Callable[[int], Sequence[Span]]:
    def spans(year: int) -> Sequence[Span]:
        first = date(year, month, 1)
        day = first + timedelta(days=_SUNDAY - first.weekday()) + (number - 1) * _A_WEEK
        return ((day, day),)

    return spans


def _salary_weeks(year: int) -> Sequence[Span]:
    # The month in front of year 1 has no date.
    months = _MONTHS if year > 1 else _MONTHS[1:]
    return [(_last_workday_before(date(year, month, 1)), date(year, month, 7)) for month in months]


def _last_workday_before(day: date) -> date:
    before = day - _A_DAY
    return before - max(0, before.weekday() - _FRIDAY) * _A_DAY


_DAY = "rule: the same day every year"
_OURS = "our own estimate"
_IMD = f"{_OURS}: a week around the normal onset by the India Meteorological Department (2020)"

_RULES = (
    YearlyRule(name="Valentine's Day", spans=_on(2, 14), source=_DAY),
    YearlyRule(name="International Women's Day", spans=_on(3, 8), source=_DAY),
    YearlyRule(name="Mother's Day", spans=_on_sunday(2, 5), source="rule: 2nd Sunday of May"),
    YearlyRule(name="Father's Day", spans=_on_sunday(3, 6), source="rule: 3rd Sunday of June"),
    YearlyRule(name="Friendship Day", spans=_on_sunday(1, 8), source="rule: 1st Sunday of August"),
    YearlyRule(name="Teachers' Day", spans=_on(9, 5), source=_DAY),
    YearlyRule(name="Children's Day", spans=_on(11, 14), source=_DAY),
    YearlyRule(name="New Year's Eve", spans=_on(12, 31), source=_DAY),
    YearlyRule(
        name="Salary week",
        spans=_salary_weeks,
        source="our own rule: the last day of the month from Monday to Friday, to the 7th",
        is_monthly=True,
    ),
    YearlyRule(
        name="Wedding season (Thai)",
        spans=_from_to((1, 15), (2, 12)),
        source=f"{_OURS}: the Tamil month after Pongal; an almanac names the days",
        states=states("TN PY"),
        is_estimated=True,
    ),
    YearlyRule(
        name="Wedding season (Aavani)",
        spans=_from_to((8, 17), (9, 16)),
        source=f"{_OURS}: the Tamil month after Aadi; an almanac names the days",
        states=states("TN PY"),
        is_estimated=True,
    ),
    YearlyRule(
        name="Wedding season (Chingam)",
        spans=_from_to((8, 17), (9, 16)),
        source=f"{_OURS}: the first month of the Malayalam year; an almanac names the days",
        states=states("KL"),
        is_estimated=True,
    ),
    YearlyRule(
        name="Monsoon onset",
        spans=_from_to((5, 25), (6, 8)),
        source=f"{_IMD} for Kerala, 1 June",
        states=states("KL LD"),
        is_estimated=True,
    ),
    YearlyRule(
        name="Monsoon onset",
        spans=_from_to((5, 29), (6, 14)),
        source=f"{_IMD} for Chennai, 4 June, and the north-east, 5 June; alike for the others here",
        states=states("AP AR AS GA KA ML MN MZ NL PY TN TR TS"),
        is_estimated=True,
    ),
    YearlyRule(
        name="Monsoon onset",
        spans=_from_to((6, 4), (6, 20)),
        source=f"{_IMD} for Mumbai and Kolkata, 11 June; alike for the others here",
        states=states("BR CG DH JH MH OD SK WB"),
        is_estimated=True,
    ),
    YearlyRule(
        name="Monsoon onset",
        spans=_from_to((6, 13), (7, 1)),
        source=f"{_OURS}: between the normal onset in Mumbai, 11 June, and in Delhi, 27 June",
        states=states("GJ MP UK UP"),
        is_estimated=True,
    ),
    YearlyRule(
        name="Monsoon onset",
        spans=_from_to((6, 20), (7, 8)),
        source=f"{_IMD} for Delhi, 27 June, until the whole country is reached, 8 July",
        states=states("CH DL HP HR JK PB RJ"),
        is_estimated=True,
    ),
)
