from local.businesses.domain.business import BusinessCategory, LocalBusiness
from local.businesses.domain.opening_hours import Opening, OpeningHours
from local.intelligence.domain.market_candidates import market_candidates
from local.places.domain.amenities import Amenity
from local.places.domain.dayparts import Daypart
from local.places.domain.reference import NO_REFERENCE, Reference, Split
from tests.local.intelligence.domain.test_market import business
from tests.local.intelligence.domain.test_market_gaps import gaps, offer

SALON, GYM = BusinessCategory.SALON, BusinessCategory.GYM
LATE = Reference(hours={Daypart.LATE_EVENING: offer((40, 300), (1, 90))})


def until(close: str) -> OpeningHours:
    return OpeningHours(((Opening("10:00", close),),) * 7)


def keys(reference: Reference, shop: LocalBusiness | None = None) -> list[str]:
    shop = shop or business()
    return [found.key for found in market_candidates(shop, gaps(reference, shop))]


def test_the_own_trade_being_rare_is_a_reason_to_be_known() -> None:
    rare = Reference(trades={SALON: Split(3, 900), GYM: Split(297, 8_100)})
    (found,) = list(market_candidates(business(), gaps(rare)))
    assert (found.key, found.why) == (
        "gap:trade:salon",
        "3 places of the trade salon, where the rest of the town would have about 30.",
    )
    assert found.evidence[0].startswith("place_import:")
    assert found.confidence_ratio > 0.99


def test_another_trade_being_rare_is_not_for_this_shop() -> None:
    assert keys(Reference(trades={GYM: Split(3, 900), SALON: Split(297, 8_100)})) == []


def test_a_time_at_which_few_are_open_is_for_who_is_closed_then() -> None:
    assert keys(LATE, business(opening_hours=until("20:00"))) == ["gap:daypart:late_evening"]
    assert keys(LATE, business(opening_hours=until("23:00"))) == []
    assert keys(LATE) == []


def test_what_few_offer_is_worth_offering_or_stating() -> None:
    rare = Reference(amenities={Amenity.UPI: offer((30, 200), (2, 120))})
    assert keys(rare) == ["gap:amenity:upi"]


def test_without_a_comparison_there_is_nothing_to_do() -> None:
    assert keys(NO_REFERENCE) == []
