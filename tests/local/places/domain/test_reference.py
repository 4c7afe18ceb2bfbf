from local.businesses.domain.category import BusinessCategory
from local.places.domain.amenities import NOTHING, Amenity
from local.places.domain.dayparts import Daypart
from local.places.domain.reference import NO_REFERENCE, Offer, Split, Tally, reference_of

SALON, GYM = BusinessCategory.SALON, BusinessCategory.GYM
SALONS = frozenset({SALON})


def tally(
    places: int,
    *,
    category: BusinessCategory = SALON,
    is_here: bool = True,
    dayparts: Daypart | None = None,
    known: Amenity = NOTHING,
    offered: Amenity = NOTHING,
) -> Tally:
    return Tally(category, is_here, dayparts, known, offered, places)


def test_every_trade_is_counted_here_and_elsewhere() -> None:
    tallies = [tally(3), tally(4, is_here=False), tally(5, category=GYM), tally(2)]
    found = reference_of(tallies, SALONS, [1, 2])
    assert found.trades == {SALON: Split(5, 4), GYM: Split(5, 0)}
    assert (found.of(SALONS), found.all) == (Split(5, 4), Split(10, 4))
    assert found.rivals_per_cell == [1, 2]


def test_hours_are_counted_where_they_are_stated_and_of_the_rivals_alone() -> None:
    tallies = [
        tally(3, dayparts=Daypart.LUNCH | Daypart.SUNDAY),
        tally(4, dayparts=Daypart(0)),
        tally(9),
        tally(7, category=GYM, dayparts=Daypart.LUNCH),
        tally(6, is_here=False, dayparts=Daypart.NIGHT),
    ]
    found = reference_of(tallies, SALONS, []).hours
    assert found[Daypart.LUNCH] == Offer(known=Split(7, 6), present=Split(3, 0))
    assert found[Daypart.NIGHT] == Offer(known=Split(7, 6), present=Split(0, 6))


def test_an_amenity_is_counted_where_it_is_known() -> None:
    tallies = [
        tally(3, known=Amenity.UPI, offered=Amenity.UPI),
        tally(4, known=Amenity.UPI),
        tally(8, is_here=False, known=Amenity.UPI | Amenity.CARDS, offered=Amenity.CARDS),
    ]
    found = reference_of(tallies, SALONS, []).amenities
    assert found[Amenity.UPI] == Offer(known=Split(7, 8), present=Split(3, 0))
    assert found[Amenity.CARDS] == Offer(known=Split(0, 8), present=Split(0, 8))


def test_nothing_imported_compares_with_nothing() -> None:
    assert NO_REFERENCE.all == Split(0, 0)
    assert reference_of([], SALONS, []).all == Split(0, 0)
