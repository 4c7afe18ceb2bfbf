import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.customers.domain.loyalty import VisitCounts, loyalty, repeat_rate
from tests.local.customers.domain.visitors import SPAN, visitor

COUNTS = VisitCounts(
    customers=100, on_two_days=60, customers_in_window=40, on_two_days_in_window=10
)
NOBODY = VisitCounts(customers=0, on_two_days=0, customers_in_window=0, on_two_days_in_window=0)


def test_the_repeat_rate_is_of_the_last_ninety_days_with_its_interval() -> None:
    figure = repeat_rate(COUNTS, SPAN)
    assert (figure.value, figure.n, figure.low, figure.high) == (0.25, 40, 0.1419, 0.4019)
    assert figure.evidence == ("visits:2025-04-01..2026-03-31",)


def test_active_on_two_days_is_of_everybody_on_record() -> None:
    assert loyalty(COUNTS, [], SPAN).active_on_two_days.value == 0.6


def test_the_best_fifth_brings_its_share_of_the_money() -> None:
    visitors = [visitor(n, paise=700 if n < 4 else 75) for n in range(20)] + [
        visitor(99, paise=None)
    ]
    figure = loyalty(COUNTS, visitors, SPAN).top_fifth_share
    assert (figure.value, figure.n) == (0.7, 20)


@pytest.mark.parametrize("paise", [0, None])
def test_without_money_there_is_no_share_of_it(paise: int | None) -> None:
    figure = loyalty(COUNTS, [visitor(n, paise=paise) for n in range(30)], SPAN).top_fifth_share
    assert figure.reason == "insufficient_data"


def test_few_customers_say_nothing() -> None:
    found = loyalty(NOBODY, [], None)
    for figure in (found.repeat_rate, found.active_on_two_days, found.top_fifth_share):
        assert (figure.value, figure.reason) == (None, "insufficient_data")
        assert "there are 0" in str(figure.missing)


@given(st.lists(st.integers(0, 10**9), min_size=20, max_size=60))
def test_the_best_fifth_brings_at_least_a_fifth(totals: list[int]) -> None:
    visitors = [visitor(n, paise=paise) for n, paise in enumerate(totals)]
    share = loyalty(COUNTS, visitors, SPAN).top_fifth_share.value
    assert share is None or 0.1999 <= float(share) <= 1
