from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.intelligence.domain.uplift import METHOD, PRIOR_METHOD, festival_uplift
from shared.evidence import Basis, Figure

NOW = datetime(2026, 10, 1, tzinfo=UTC)
FIRST = date(2024, 9, 1)
DIWALI = (date(2024, 11, 1), date(2025, 10, 20))
WEEKS = [day - timedelta(days=count) for day in DIWALI for count in range(7)]
# Monday to Sunday; weekends are half as busy again.
USUAL = (16, 16, 18, 20, 22, 30, 28)


def orders(
    days: int, planted: float = 1.6, draw: Random | None = None
) -> Sequence[tuple[date, int]]:
    """Return daily orders with the planted effect, noisy if there is a draw."""
    found: list[tuple[date, int]] = []
    for day in (FIRST + timedelta(days=count) for count in range(days)):
        mean = USUAL[day.weekday()] * (planted if day in WEEKS else 1)
        # The square root of a mean is how much a count of orders scatters.
        found.append((day, max(0, round(draw.gauss(mean, mean**0.5) if draw else mean))))
    return found


def number(figure: Figure) -> float:
    assert isinstance(figure.value, float)
    return figure.value


@pytest.mark.parametrize("seed", range(10))
def test_a_planted_diwali_is_recovered_from_two_years_of_orders(seed: int) -> None:
    found = festival_uplift(WEEKS, orders(730, draw=Random(seed)), NOW)
    assert number(found) == pytest.approx(1.6, abs=0.15)
    assert (found.basis, found.method, found.n) == (Basis.MEASURED, METHOD, 14)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= number(found) <= found.high


@pytest.mark.parametrize("seed", range(5))
def test_where_nothing_was_planted_no_change_lies_in_the_interval(seed: int) -> None:
    found = festival_uplift(WEEKS, orders(730, planted=1, draw=Random(seed)), NOW)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 1 < found.high


@pytest.mark.parametrize("days", [0, 30, 365])
def test_with_less_than_two_years_it_is_a_prior_and_says_so(days: int) -> None:
    found = festival_uplift(WEEKS, orders(days), NOW)
    assert (found.value, found.basis, found.method) == (1.0, Basis.DECLARED, PRIOR_METHOD)
    assert found.evidence == ("prior:no_change", "needs:daily_orders_of_two_years")
    assert found.low is None


def test_an_occasion_that_never_was_is_a_prior() -> None:
    assert festival_uplift([], orders(730), NOW).method == PRIOR_METHOD


def test_one_occurrence_over_the_new_year_is_not_two_years() -> None:
    week = [date(2024, 12, 29) + timedelta(days=count) for count in range(7)]
    assert festival_uplift(week, orders(730), NOW).method == PRIOR_METHOD


def test_exact_orders_are_shrunk_by_one_day_of_no_change() -> None:
    exact = [(day, 20 if day not in WEEKS else 32) for day, _ in orders(730)]
    found = festival_uplift(WEEKS, exact, NOW)
    assert number(found) == pytest.approx((14 * 1.6 + 1) / 15, abs=0.001)


def test_a_weekday_that_is_usually_closed_is_not_compared() -> None:
    closed = [(day, 0 if day.weekday() == 0 else count) for day, count in orders(730)]
    assert festival_uplift(WEEKS, closed, NOW).n == 12


def test_days_without_a_record_are_unknown_and_not_empty() -> None:
    without_mondays = [(day, count) for day, count in orders(730) if day.weekday()]
    found = festival_uplift(WEEKS, without_mondays, NOW)
    assert found.n == 12
    assert number(found) == pytest.approx(1.56, abs=0.02)


def test_a_growing_shop_does_not_look_like_a_festival() -> None:
    growing = [(day, 100 + (day - FIRST).days) for day, _ in orders(730)]
    assert number(festival_uplift(WEEKS, growing, NOW)) == pytest.approx(1, abs=0.01)


@given(
    counts=st.lists(st.integers(0, 200), min_size=500, max_size=500),
    order=st.randoms(use_true_random=False),
)
def test_the_uplift_is_a_sound_figure_whatever_the_orders(counts: list[int], order: Random) -> None:
    given_orders = [
        (FIRST + timedelta(days=number_of_day), count) for number_of_day, count in enumerate(counts)
    ]
    shuffled = order.sample(given_orders, len(given_orders))
    found = festival_uplift(WEEKS, given_orders, NOW)
    assert found == festival_uplift(reversed(WEEKS), shuffled, NOW)
    assert number(found) > 0
