from typing import Any

import pytest

from local.businesses.domain.opening_hours import Opening, OpeningHours
from local.intelligence.domain.advantages import Advantage, advantages
from local.intelligence.domain.rival_figures import RivalFigures
from local.places.domain.place import Place
from local.places.domain.surroundings import Surroundings
from tests.local.intelligence.domain.test_market import NOTE, business
from tests.local.places.corner import place

LATE = OpeningHours(((Opening("10:00", "23:00"),),) * 7)
PRICES = (40_000, 50_000, 60_000, 70_000, 80_000)


def found(own: Place | None, rivals: list[Place], **changes: Any) -> tuple[Advantage, ...]:
    figures = RivalFigures(business(), Surroundings(places=(), imports=(NOTE,)))
    return advantages(business(**changes), own, rivals, figures)


def open_until(*closings: str) -> list[Place]:
    return [
        place(str(n), opening_hours=f"Mo-Su 10:00-{closing}") for n, closing in enumerate(closings)
    ]


def rated(*ratings: float) -> list[Place]:
    return [place(str(n), rating=r, rating_count=100) for n, r in enumerate(ratings)]


def priced(*prices: int) -> list[Place]:
    return [place(str(n), cost_for_two_paise=price) for n, price in enumerate(prices)]


def test_being_open_when_few_others_are_is_an_advantage() -> None:
    (late,) = found(None, open_until(*["20:00"] * 7, "23:30"), opening_hours=LATE)
    assert late.title == "Open when few others are: late in the evening"
    assert (late.figure.value, late.figure.n, late.is_weak) == (1, 8, False)


@pytest.mark.parametrize(
    "rivals",
    [open_until(*["20:00"] * 4), open_until(*["20:00"] * 4, *["23:30"] * 4), [place("1")]],
    ids=["too few state hours", "half are open too", "nobody states hours"],
)
def test_otherwise_hours_are_no_advantage(rivals: list[Place]) -> None:
    assert found(None, rivals, opening_hours=LATE) == ()


def test_hours_that_are_not_stated_are_no_advantage() -> None:
    assert found(None, open_until(*["20:00"] * 8)) == ()


def test_hours_that_lean_on_one_rival_are_a_weak_advantage() -> None:
    (late,) = found(None, open_until("20:00", *["20:00"] * 5, *["23:30"] * 2), opening_hours=LATE)
    assert late.is_weak


def test_a_better_rating_counts_only_with_enough_ratings_behind_it() -> None:
    rivals = rated(4.0, 4.1, 3.9, 4.2, 4.0, 4.1, 3.8, 4.6)
    (better,) = found(place(rating=4.5, rating_count=300), rivals)
    assert (better.figure.value, better.figure.evidence) == (4.4742, ("place:osm:1",))
    assert not better.is_weak
    assert found(place(rating=4.9, rating_count=19), rivals) == ()
    assert found(place(rating=4.0, rating_count=300), rivals) == ()
    assert found(place(rating=None), rivals) == ()
    assert found(place(rating=4.5, rating_count=300), rivals[:4]) == ()


def test_a_lower_price_is_an_advantage_from_a_tenth_on() -> None:
    (cheaper,) = found(place(cost_for_two_paise=54_000), priced(*PRICES))
    assert (cheaper.title, cheaper.figure.value) == ("Cheaper than most around", 0.9)
    assert cheaper.is_weak
    assert found(place(cost_for_two_paise=55_000), priced(*PRICES)) == ()
    assert found(place(cost_for_two_paise=1), priced(*PRICES[:4])) == ()
    assert not found(place(cost_for_two_paise=20_000), priced(*PRICES))[0].is_weak
