import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.intelligence.domain.price_position import PricePosition, price_position
from local.intelligence.domain.rival_figures import RivalFigures
from local.places.domain.surroundings import Surroundings
from tests.local.intelligence.domain.test_market import NOTE, business

PRICES = st.lists(st.integers(1, 10**7), min_size=5, max_size=40)


def position(own: int | None, *rivals: int) -> PricePosition:
    figures = RivalFigures(business(), Surroundings(places=(), imports=(NOTE,)))
    return price_position(own, rivals, figures)


def test_a_price_stands_beside_the_median_and_the_usual_spread() -> None:
    found = position(66_000, 40_000, 50_000, 60_000, 70_000, 80_000)
    assert (found.ratio.value, found.ratio.n) == (1.1, 5)
    assert found.deviation.value == 0.4047


@pytest.mark.parametrize(
    ("own", "rivals", "missing"),
    [
        (60_000, (1, 2, 3, 4), "4 rivals state a price, 5 are needed."),
        (None, (1, 2, 3, 4, 5), "The own price is unknown"),
    ],
)
def test_too_few_prices_say_nothing(own: int | None, rivals: tuple[int, ...], missing: str) -> None:
    found = position(own, *rivals)
    for figure in (found.ratio, found.deviation):
        assert (figure.value, figure.reason) == (None, "insufficient_data")
        assert missing in (figure.missing or "")


def test_where_all_ask_the_same_no_price_is_unusual() -> None:
    found = position(30_000, *[60_000] * 6)
    assert (found.ratio.value, found.deviation.value) == (0.5, None)


@given(prices=PRICES, own=st.integers(1, 10**7))
def test_a_dearer_shop_never_stands_lower(prices: list[int], own: int) -> None:
    cheaper, dearer = position(own, *prices), position(own * 2, *prices)
    assert float(cheaper.ratio.value or 0) <= float(dearer.ratio.value or 0)
