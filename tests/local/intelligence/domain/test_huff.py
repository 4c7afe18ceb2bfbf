from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.intelligence.domain.huff import Shop, choices, market_shares
from tests.local.places.corner import LATITUDE, LONGITUDE, north_of

SHOPS = st.lists(
    st.builds(
        Shop,
        st.floats(LATITUDE - 0.02, LATITUDE + 0.02),
        st.floats(LONGITUDE - 0.02, LONGITUDE + 0.02),
        st.floats(0.1, 40),
    ),
    min_size=1,
    max_size=12,
)


def shares(shops: list[Shop], radius_km: float = 2.0) -> list[float]:
    return market_shares(shops, LATITUDE, LONGITUDE, radius_km)


@pytest.mark.parametrize(
    ("attractions", "distances", "expected"),
    [
        ([1, 1], [1, 1], [0.5, 0.5]),
        ([1, 1], [0.5, 1], [0.8, 0.2]),
        ([2, 1], [1, 1], [0.667, 0.333]),
        ([1, 1], [0, 0.05], [0.5, 0.5]),
    ],
    ids=["alike", "half as far", "twice as attractive", "at the door"],
)
def test_a_point_is_shared_by_attraction_and_distance(
    attractions: list[float], distances: list[float], expected: list[float]
) -> None:
    assert [round(share, 3) for share in choices(attractions, distances)] == expected


def test_nobody_shares_nothing() -> None:
    assert shares([]) == []


def test_a_shop_alone_draws_everybody() -> None:
    assert shares([Shop(LATITUDE, LONGITUDE, 3.0)]) == [pytest.approx(1)]


def test_two_alike_at_mirrored_spots_share_alike() -> None:
    north, south = Shop(north_of(700), LONGITUDE, 2.0), Shop(north_of(-700), LONGITUDE, 2.0)
    assert shares([north, south]) == [pytest.approx(0.5)] * 2


@given(shops=SHOPS)
def test_shares_sum_to_one(shops: list[Shop]) -> None:
    assert sum(shares(shops)) == pytest.approx(1)


@given(shops=SHOPS, rival=st.builds(Shop, st.just(LATITUDE), st.just(LONGITUDE), st.floats(1, 9)))
def test_another_rival_never_raises_anybodys_share(shops: list[Shop], rival: Shop) -> None:
    before, after = shares(shops), shares([*shops, rival])
    assert all(now <= then + 1e-12 for then, now in zip(before, after[:-1], strict=True))


@given(shops=SHOPS)
def test_drawing_more_strongly_never_lowers_the_own_share(shops: list[Shop]) -> None:
    stronger = [replace(shops[0], attraction=shops[0].attraction * 2), *shops[1:]]
    assert shares(stronger)[0] >= shares(shops)[0] - 1e-12
