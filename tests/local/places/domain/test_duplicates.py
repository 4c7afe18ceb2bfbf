from random import Random

from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.category import BusinessCategory
from local.places.domain.duplicates import duplicates, possible_duplicates
from local.places.domain.place import Place
from tests.local.places.corner import north_of, place


def scattered_place(source: str, number: int, metres: int, name: str | None) -> Place:
    return place(str(number), source=source, latitude=north_of(metres), name=name)


scattered = st.lists(
    st.builds(
        scattered_place,
        st.sampled_from(["a", "b", "c"]),
        st.integers(0, 30),
        st.integers(0, 200),
        st.sampled_from(["One", "ONE!", "Two", None]),
    ),
    unique_by=lambda found: found.key,
    max_size=25,
)


def test_two_sources_that_name_one_place_alike_mean_the_same() -> None:
    osm = place("1", name="Cut & Curl")
    listed = place("9", source="directory", name="CUT AND CURL", latitude=north_of(49), rating=4.0)
    assert duplicates([osm, listed]) == {osm.key: listed.key}


def test_two_sources_that_spell_one_name_otherwise_mean_the_same_place() -> None:
    osm = place("1", source="osm", name="Hotel Annapoorna", category=BusinessCategory.RESTAURANT)
    listed = place(
        "9",
        source="directory",
        name="Annapurna",
        latitude=north_of(20),
        category=BusinessCategory.CAFE,
        rating=4.0,
    )
    assert duplicates([osm, listed]) == {osm.key: listed.key}


def test_names_that_are_alike_in_different_trades_are_two_places() -> None:
    shop = place("9", source="b", name="Cut & Curls", category=BusinessCategory.CLOTHING)
    assert duplicates([place(source="a"), shop]) == {}


def test_the_same_name_goes_before_one_that_is_closer_and_only_alike() -> None:
    kept = place("1", source="a", rating=4.0)
    close = place("1", source="b", name="Cut and Curls", latitude=north_of(5))
    exact = place("2", source="b", latitude=north_of(40))
    assert duplicates([kept, close, exact]) == {exact.key: kept.key}


def test_beyond_fifty_metres_a_namesake_is_another_place() -> None:
    far = place("9", source="directory", latitude=north_of(51))
    assert duplicates([place(), far]) == {}
    east = place("9", source="directory", longitude=place().longitude + 0.0006)
    assert duplicates([place(), east]) == {}


def test_places_without_a_name_are_never_the_same() -> None:
    assert duplicates([place(name=None), place("9", source="b", name=None)]) == {}
    assert duplicates([place(name="!!"), place("9", source="b", name="??")]) == {}


def test_one_source_that_lists_a_name_twice_is_believed_and_reported() -> None:
    twice = [place("1"), place("2", latitude=north_of(20))]
    assert duplicates(twice) == {}
    assert possible_duplicates(twice) == 1


def test_a_place_stands_for_one_of_each_other_source_the_closest() -> None:
    kept = place("1", source="a", rating=4.0)
    close = place("2", source="b", latitude=north_of(20))
    further = place("1", source="b", latitude=north_of(40))
    third = place("1", source="c", latitude=north_of(25))
    assert duplicates([further, third, close, kept]) == {
        close.key: kept.key,
        third.key: kept.key,
    }


def test_the_listing_that_knows_the_trade_is_kept() -> None:
    vague = place("1", source="a", category=BusinessCategory.OTHER, rating=4.0)
    known = place("1", source="b")
    assert duplicates([vague, known]) == {vague.key: known.key}


@given(places=scattered)
def test_what_is_merged_into_another_place_is_never_lost(places: list[Place]) -> None:
    merged = duplicates(places)
    assert not set(merged) & set(merged.values())
    for dropped, kept in merged.items():
        assert dropped[0] != kept[0]


@given(places=scattered, seed=st.randoms(use_true_random=False))
def test_the_order_of_the_places_does_not_matter(places: list[Place], seed: Random) -> None:
    shuffled = list(places)
    seed.shuffle(shuffled)
    assert duplicates(shuffled) == duplicates(places)
