from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.customers.domain.hour_map import hour_map, shrunk_rate, weekday_counts
from local.customers.domain.samples import Span

YEAR = Span(
    records="orders",
    first_day=date(2025, 1, 1),
    last_day=date(2025, 12, 31),
    as_of=datetime(2025, 12, 31, tzinfo=UTC),
)


@pytest.mark.parametrize(("events", "weeks", "rate"), [(0, 1, 0.8), (3, 4, 0.875), (12, 4, 2.0)])
def test_few_weeks_are_drawn_to_the_prior(events: int, weeks: int, rate: float) -> None:
    assert shrunk_rate(events, weeks, prior=1.0) == pytest.approx(rate)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_weekdays_are_counted_as_the_calendar_does(first: date, more_days: int) -> None:
    days = [first + timedelta(days=ahead) for ahead in range(more_days + 1)]
    expected = [sum(day.weekday() == weekday for day in days) for weekday in range(7)]
    assert list(weekday_counts(first, days[-1])) == expected


def test_the_planted_peak_is_found_and_shut_hours_stay_at_zero() -> None:
    counts = {(day, hour): 50 for day in range(6) for hour in range(10, 20)} | {(4, 18): 400}
    found = hour_map(counts, YEAR)
    assert found.busiest.value == "friday 18:00, monday 18:00, tuesday 18:00"
    assert found.busiest.n == 59 * 50 + 400
    assert (found.hours[0].weekday, found.hours[0].hour) == ("friday", 18)
    assert (found.hours[0].count.value, found.hours[0].per_week.n) == (400, 52)
    assert found.rates is not None
    assert found.rates[6][18] > 0
    assert all(day[3] == 0 for day in found.rates)


def test_an_hour_seen_once_in_two_weeks_does_not_beat_a_steady_one() -> None:
    span = Span(
        records="orders",
        first_day=date(2025, 1, 6),
        last_day=date(2025, 1, 19),
        as_of=datetime(2025, 1, 19, tzinfo=UTC),
    )
    steady = {(day, 12): 8 for day in range(7)}
    assert hour_map(steady | {(2, 22): 9}, span).hours[0].hour == 12


@pytest.mark.parametrize(
    ("events", "span"),
    [
        (29, YEAR),
        (0, None),
        (
            500,
            Span(
                records="orders",
                first_day=date(2025, 1, 1),
                last_day=date(2025, 1, 13),
                as_of=datetime(2025, 1, 13, tzinfo=UTC),
            ),
        ),
    ],
)
def test_too_little_says_nothing(events: int, span: Span | None) -> None:
    found = hour_map({(0, 10): events} if events else {}, span)
    assert (found.busiest.value, found.busiest.reason) == (None, "insufficient_data")
    assert f"there are {events}" in str(found.busiest.missing)
    assert (found.hours, found.rates) == ((), None)


@given(st.dictionaries(st.tuples(st.integers(0, 6), st.integers(0, 23)), st.integers(1, 99)))
def test_the_hours_shown_are_the_highest_rates(counts: dict[tuple[int, int], int]) -> None:
    found = hour_map(counts, YEAR)
    if found.rates is not None:
        shown = [float(str(hour.per_week.value)) for hour in found.hours]
        assert shown == sorted(shown, reverse=True)
        assert len(shown) == min(5, len(counts))
