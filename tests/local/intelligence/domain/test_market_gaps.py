"""Towns are drawn with a seed, so that the false alarms of a noisy one are the same every time."""

from dataclasses import replace
from random import Random

import pytest

from local.businesses.domain.business import BusinessCategory, LocalBusiness
from local.intelligence.domain.market_gaps import GapKind, MarketGaps, market_gaps
from local.intelligence.domain.rival_figures import RivalFigures
from local.places.domain.amenities import Amenity
from local.places.domain.dayparts import Daypart
from local.places.domain.reference import NO_REFERENCE, Offer, Reference, Split
from local.places.domain.surroundings import Surroundings
from tests.local.intelligence.domain.test_market import NOTE, business

SALON, GYM, CAFE = BusinessCategory.SALON, BusinessCategory.GYM, BusinessCategory.CAFE
TRADES = [trade for trade in BusinessCategory if trade is not BusinessCategory.OTHER]


def gaps(reference: Reference, shop: LocalBusiness | None = None) -> MarketGaps:
    around = Surroundings(places=(), imports=(NOTE,), reference=reference)
    return market_gaps(reference, RivalFigures(shop or business(), around))


def offer(known: tuple[int, int], present: tuple[int, int]) -> Offer:
    return Offer(Split(*known), Split(*present))


def noise(random: Random) -> Reference:
    """Return a town in which the circle is a fair sample of the rest."""

    def split(share: float) -> Split:
        return Split(sum(random.random() < share for _ in range(300)), round(share * 9_000))

    trades = {trade: split(random.uniform(0.01, 0.1)) for trade in TRADES}
    hours = {
        daypart: Offer(Split(300, 9_000), split(random.uniform(0.05, 0.9))) for daypart in Daypart
    }
    return Reference(trades=trades, hours=hours)


def test_a_planted_gap_is_found_and_told_with_its_numbers() -> None:
    reference = Reference(
        trades={CAFE: Split(3, 450), GYM: Split(297, 8_550)},
    )
    (gap,) = list(gaps(reference).gaps or ())
    assert (gap.kind, gap.name) == (GapKind.TRADE, "cafe")
    assert (gap.seen.value, gap.expected.value, gap.expected.basis) == (3, 15.0, "modelled")
    assert gap.q_value.value == 0.0004
    assert gap.meaning == (
        "3 places of the trade cafe, where the rest of the town would have about 15."
    )


@pytest.mark.parametrize("seed", range(20))
def test_a_planted_gap_is_found_in_every_town(seed: int) -> None:
    town = noise(Random(seed))
    planted = replace(town, trades={**town.trades, CAFE: Split(3, 540)})
    assert "cafe" in {gap.name for gap in gaps(planted).gaps or ()}


def test_of_twenty_towns_of_noise_one_in_ten_gives_a_false_alarm_at_the_most() -> None:
    towns = [gaps(noise(Random(1_000 + seed))).gaps for seed in range(20)]
    assert sum(bool(found) for found in towns) <= 2


def test_hours_and_amenities_are_compared_among_those_who_state_them() -> None:
    reference = Reference(
        trades={SALON: Split(60, 900)},
        hours={Daypart.LATE_EVENING: offer((40, 300), (1, 90))},
        amenities={Amenity.UPI: offer((30, 200), (2, 120))},
    )
    found = gaps(reference)
    assert [(gap.kind, gap.name, gap.seen.n) for gap in found.gaps or ()] == [
        (GapKind.AMENITY, "upi", 30),
        (GapKind.DAYPART, "late_evening", 40),
    ]
    assert (found.underserved.value, found.underserved.n) == (2, 3)


@pytest.mark.parametrize(
    "reference",
    [
        NO_REFERENCE,
        Reference(trades={CAFE: Split(5, 20)}),
        Reference(trades={CAFE: Split(1, 900), GYM: Split(1, 8_100)}),
        Reference(hours={Daypart.NIGHT: offer((10, 29), (0, 20))}),
        Reference(trades={BusinessCategory.OTHER: Split(0, 9_000)}),
    ],
    ids=["nothing", "too little elsewhere", "too little here", "hours hardly known", "other"],
)
def test_where_nothing_can_be_compared_the_answer_is_null(reference: Reference) -> None:
    found = gaps(reference)
    assert (found.gaps, found.underserved.reason) == (None, "insufficient_data")
    assert "Import the whole town" in (found.underserved.missing or "")


def test_a_town_like_everywhere_has_no_gap_and_says_so() -> None:
    found = gaps(Reference(trades={CAFE: Split(15, 450), GYM: Split(285, 8_550)}))
    assert (found.gaps, found.underserved.value, found.underserved.n) == ((), 0, 2)
