from collections.abc import Sequence

import pytest

from local.businesses.domain.business import BusinessCategory
from local.intelligence.domain.crowding import Saturation, attraction
from local.intelligence.domain.market import local_competitors
from local.places.domain.place import Place
from local.places.domain.reference import NO_REFERENCE, Reference, Split
from local.places.domain.surroundings import Surroundings
from tests.local.intelligence.domain.test_market import NOTE, business, located
from tests.local.places.corner import north_of, place

SALON, GYM = BusinessCategory.SALON, BusinessCategory.GYM


def town(
    salons: tuple[int, int] = (12, 900),
    gyms: tuple[int, int] = (168, 8_100),
    cells: Sequence[int] = (0,) * 30,
) -> Reference:
    return Reference(trades={SALON: Split(*salons), GYM: Split(*gyms)}, rivals_per_cell=cells)


def saturation(*rivals: Place, reference: Reference = NO_REFERENCE) -> Saturation:
    around = Surroundings(places=rivals, imports=(NOTE,), reference=reference)
    return local_competitors(business(), located(), around).saturation


def rivals(count: int) -> list[Place]:
    return [place(str(n), name=f"Shop {n}", latitude=north_of(10 * n)) for n in range(count)]


def test_a_trade_that_is_rarer_than_elsewhere_in_every_way_is_open() -> None:
    found = saturation(*rivals(2), reference=town(cells=[2] * 20 + [9] * 10))
    assert (found.location_quotient.value, found.location_quotient.n) == (0.6667, 180)
    assert (found.density_percentile.value, found.density_percentile.n) == (0.0, 30)
    assert (found.label.value, found.label.basis) == ("open", "modelled")
    assert found.reasons == (
        "0% of the town's areas of this size hold fewer of these shops.",
        "Their share of all places is 0.67 times what it is elsewhere.",
    )


def test_a_trade_that_is_commoner_than_elsewhere_in_every_way_is_saturated() -> None:
    found = saturation(*rivals(3), reference=town(salons=(30, 900)))
    assert found.label.value == "saturated"


@pytest.mark.parametrize(
    ("reference", "missing"),
    [
        (NO_REFERENCE, "0 squares"),
        (town(cells=(1,) * 19), "19 squares"),
        (town(salons=(3, 9)), "9 of this trade"),
        (town(salons=(3, 10), gyms=(50, 89)), "99 places"),
        (town(salons=(0, 900), gyms=(0, 9_000)), "Import the whole town"),
    ],
)
def test_a_town_too_little_known_gives_no_label(reference: Reference, missing: str) -> None:
    found = saturation(*rivals(3), reference=reference)
    assert (found.label.value, found.reasons) == (None, ())
    assert missing in (found.label.missing or "")


def test_alone_the_shop_draws_everybody() -> None:
    found = saturation(place("1", category=GYM))
    assert (found.own_share.value, found.concentration.value) == (1.0, 10_000)


def test_a_rival_that_is_better_rated_by_many_leaves_the_shop_less() -> None:
    plain = [place(str(n), name=f"S{n}", latitude=north_of(900), rating=4.0) for n in range(3)]
    loved = place("9", name="Loved", latitude=north_of(-900), rating=4.8, rating_count=900)
    quiet = place("9", name="Quiet", latitude=north_of(-900), rating=4.8, rating_count=2)
    with_loved, with_quiet = saturation(*plain, loved), saturation(*plain, quiet)
    assert float(with_loved.own_share.value or 0) < float(with_quiet.own_share.value or 0)
    assert float(with_loved.concentration.value or 0) > float(with_quiet.concentration.value or 0)
    assert with_loved.own_share.n == 4


@pytest.mark.parametrize(
    ("found", "local_mean", "expected"),
    [
        (None, None, 1.0),
        (place(rating=4.0), None, 1.0),
        (None, 4.1, 4.1),
        (place(), 4.1, 4.1),
        (place(rating=4.6), 4.1, 4.1),
        (place(rating=4.6, rating_count=220), 4.1, 29.165),
    ],
)
def test_attraction_needs_ratings_and_their_number(
    found: Place | None, local_mean: float | None, expected: float
) -> None:
    assert round(attraction(found, local_mean), 3) == expected
