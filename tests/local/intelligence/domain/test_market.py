from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from local.businesses.domain.business import BusinessCategory, LocalBusiness
from local.businesses.domain.location import Location, LocationSource
from local.intelligence.domain.market import LocalCompetitors, local_competitors
from local.places.domain.place import Place
from local.places.domain.surroundings import SourceNote, Surroundings
from tests.local.places.corner import LATITUDE, LONGITUDE, north_of, place

IMPORT = UUID(int=7)
NOTE = SourceNote(
    import_id=IMPORT,
    source="osm",
    licence="ODbL-1.0",
    attribution=None,
    imported_at=datetime(2026, 11, 1, tzinfo=UTC),
)


def business(**changes: Any) -> LocalBusiness:
    fields: dict[str, Any] = {
        "name": "Asha",
        "category": BusinessCategory.SALON,
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
    }
    return LocalBusiness(**fields | changes)


def located(source: LocationSource = LocationSource.DECLARED) -> Location:
    return Location(latitude=LATITUDE, longitude=LONGITUDE, source=source, state=None, note=None)


def competitors(*places: Place, **changes: Any) -> LocalCompetitors:
    around = Surroundings(places=places, imports=(NOTE,))
    return local_competitors(business(**changes), located(), around)


def test_twenty_three_rivals_within_two_kilometres_have_the_golden_density() -> None:
    rivals = [place(str(number), name=f"Shop {number}") for number in range(23)]
    found = competitors(*rivals)
    assert found.count.value == 23
    assert found.density.value == 1.8303
    assert found.density.evidence == (f"place_import:{IMPORT}",)
    assert found.density.as_of == NOTE.imported_at


def test_only_rated_places_count_for_the_mean_rating() -> None:
    found = competitors(place("1", rating=4.0), place("2", rating=None), place("3", rating=3.5))
    assert (found.mean_rating.value, found.mean_rating.n) == (3.75, 2)
    assert (found.rated_count.value, found.rated_count.n) == (2, 3)


def test_prices_are_a_median_and_bands_over_those_who_state_them() -> None:
    found = competitors(
        place("1", cost_for_two_paise=50_000, price_level=1),
        place("2", cost_for_two_paise=60_000, price_level=2),
        place("3", price_level=2),
        place("4"),
    )
    assert (found.median_cost_for_two.value, found.median_cost_for_two.n) == (550, 2)
    assert [band.count.value for band in found.price_bands] == [1, 2, 0, 0]
    assert {band.count.n for band in found.price_bands} == {3}


def test_where_nobody_is_rated_or_priced_the_figures_say_so() -> None:
    found = competitors(place("1"))
    for figure in (found.mean_rating, found.median_cost_for_two, found.price_bands[0].count):
        assert (figure.value, figure.reason) == (None, "insufficient_data")
        assert "None of the 1 competitors" in (figure.missing or "")


def test_only_the_own_trade_competes() -> None:
    found = competitors(
        place("1", category=BusinessCategory.SPA), place("2", category=BusinessCategory.GYM)
    )
    assert found.count.value == 1


def test_an_area_where_others_are_listed_and_no_rival_has_a_count_of_none() -> None:
    found = competitors(place("1", category=BusinessCategory.GYM))
    assert (found.count.value, found.density.value) == (0, 0)
    assert found.nearest_rivals == ()
    assert found.mean_rating.value is None


def test_the_five_nearest_rivals_come_with_their_own_evidence() -> None:
    rivals = [
        place(str(number), latitude=north_of(100 * number), rating=4.0, rating_count=number)
        for number in range(1, 8)
    ]
    found = competitors(*rivals[::-1]).nearest_rivals
    assert [rival.distance.value for rival in found] == [0.1, 0.2, 0.3, 0.4, 0.5]
    assert (found[1].rating.n, found[1].rating.evidence) == (2, ("place:osm:2",))
    assert found[0].cost_for_two.value is None
    interval = (found[4].rating.low, found[4].rating.high, found[4].rating.confidence)
    assert interval == (2.344, 4.7871, 0.95)


def test_a_rating_of_nobody_knows_how_many_has_no_interval() -> None:
    rating = competitors(place("1", rating=4.0)).nearest_rivals[0].rating
    assert (rating.value, rating.low, rating.confidence) == (4.0, None, None)


def test_a_rival_with_a_price_shows_it_in_rupees() -> None:
    found = competitors(place("1", cost_for_two_paise=55_050)).nearest_rivals
    assert found[0].cost_for_two.value == 550.5


def test_the_shops_own_listing_is_no_rival() -> None:
    own = place("1", name="ASHA!", latitude=north_of(60))
    namesake = place("2", name="Asha", latitude=north_of(500))
    found = competitors(own, namesake)
    assert (found.count.value, found.own_listings_left_out.value) == (1, 1)


def test_from_the_middle_of_a_city_no_listing_is_known_to_be_the_shops_own() -> None:
    around = Surroundings(places=[place(name="Asha")], imports=(NOTE,))
    at_centre = located(LocationSource.CITY_CENTRE)
    found = local_competitors(business(), at_centre, around)
    assert (found.count.value, found.own_listings_left_out.value) == (1, 0)


def test_a_place_that_another_stands_for_counts_once() -> None:
    twin = place("9", source="directory", duplicate_of="place:osm:1")
    found = competitors(place("1"), twin)
    assert (found.count.value, found.merged_duplicates.value) == (1, 1)


def test_namesakes_of_one_source_count_twice_and_are_reported() -> None:
    found = competitors(place("1"), place("2", latitude=north_of(20)))
    assert (found.count.value, found.possible_duplicates.value) == (2, 1)


@pytest.mark.parametrize(
    ("around", "changes", "reason", "word"),
    [
        (Surroundings(places=(), imports=()), {}, "insufficient_data", "places/imports"),
        (
            Surroundings(places=(), imports=(), has_imports_elsewhere=True),
            {},
            "insufficient_data",
            "within 2 km",
        ),
        (
            Surroundings(places=(), imports=(NOTE,)),
            {"category": BusinessCategory.OTHER},
            "category_too_broad",
            "category",
        ),
    ],
)
def test_what_cannot_be_known_is_null_with_its_reason(
    around: Surroundings, changes: dict[str, Any], reason: str, word: str
) -> None:
    found = local_competitors(business(**changes), located(), around)
    for figure in (found.count, found.density, found.mean_rating, found.possible_duplicates):
        assert (figure.value, figure.reason) == (None, reason)
        assert word in (figure.missing or "")


def test_the_sources_stand_beside_the_figures() -> None:
    assert competitors(place()).sources == (NOTE,)
