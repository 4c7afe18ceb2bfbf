from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.category import BusinessCategory
from local.customers.domain.lapsing import DEFAULT_GAP_DAYS, lapsing, lapsing_counts
from shared.evidence import Basis
from tests.local.customers.domain.visitors import SPAN, TODAY, visitor

SALON = BusinessCategory.SALON


@pytest.mark.parametrize(
    ("days", "gap", "silent", "is_lapsing"),
    [
        (1, None, 60, False),
        (1, None, 61, True),
        (4, 7.0, 60, False),
        (5, 7.0, 7, False),
        (5, 7.0, 8, True),
        (5, 90.0, 80, False),
    ],
)
def test_a_customer_lapses_after_the_own_usual_gap_or_the_default_of_the_trade(
    days: int, gap: float | None, silent: int, is_lapsing: bool
) -> None:
    someone = visitor(1, days=days, gap=gap, last=TODAY - timedelta(days=silent))
    found = lapsing([someone], SALON, SPAN)
    assert (found.lapsing.value, found.lapsing.n) == (int(is_lapsing), 1)
    assert [listed.customer_id for listed in found.customers] == [UUID(int=1)] * is_lapsing


def test_the_limit_says_whether_it_is_the_customers_own() -> None:
    away = TODAY - timedelta(days=100)
    own, default = lapsing(
        [visitor(1, days=6, gap=12.34, last=away, paise=9), visitor(2, last=away, paise=5)],
        SALON,
        SPAN,
    ).customers
    assert (own.gap_limit.value, own.gap_limit.basis, own.gap_limit.n) == (12.3, Basis.MEASURED, 5)
    assert (default.gap_limit.value, default.gap_limit.basis) == (60, Basis.DECLARED)


def test_the_most_valuable_are_listed_first_and_all_are_counted() -> None:
    away = TODAY - timedelta(days=100)
    town = [visitor(n, last=away, paise=None if n == 0 else n) for n in range(150)]
    found = lapsing(town, SALON, SPAN)
    assert (found.lapsing.value, len(found.customers)) == (150, 100)
    assert found.customers[0].customer_id == UUID(int=149)


def test_without_visits_nobody_lapses() -> None:
    found = lapsing([], SALON, None)
    assert found.lapsing.reason == "insufficient_data"


def test_the_counts_alone_are_the_same_and_tell_the_regulars() -> None:
    away = TODAY - timedelta(days=100)
    town = [visitor(1, days=6, gap=12.3, last=away), visitor(2, last=away), visitor(3)]
    counts = lapsing_counts(town, SALON, SPAN)
    assert counts.lapsing == lapsing(town, SALON, SPAN).lapsing
    assert (counts.lapsing.value, counts.by_own_gap.value, counts.by_own_gap.n) == (2, 1, 3)
    assert lapsing_counts([], SALON, None).by_own_gap.reason == "insufficient_data"


def test_every_trade_has_a_default() -> None:
    assert set(DEFAULT_GAP_DAYS) == set(BusinessCategory)


@given(st.sampled_from(BusinessCategory), st.integers(0, 400))
def test_who_came_once_never_lapses_before_the_default(
    category: BusinessCategory, silent: int
) -> None:
    found = lapsing([visitor(1, last=TODAY - timedelta(days=silent))], category, SPAN)
    assert (found.lapsing.value == 1) == (silent > DEFAULT_GAP_DAYS[category])
