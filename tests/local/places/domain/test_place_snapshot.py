from random import Random

from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.category import BusinessCategory
from local.places.domain.amenities import Amenity
from local.places.domain.place import Place
from local.places.domain.place_snapshot import places_in, snapshot_of

PLACES = st.lists(
    st.builds(
        Place,
        source=st.just("osm"),
        source_id=st.text(min_size=1, max_size=20),
        latitude=st.floats(-90, 90),
        longitude=st.floats(-180, 180),
        category=st.sampled_from(BusinessCategory),
        name=st.none() | st.text(max_size=20),
        rating=st.none() | st.floats(1, 5),
        rating_count=st.none() | st.integers(0, 10**6),
        cost_for_two_paise=st.none() | st.integers(0, 10**9),
        opening_hours=st.none() | st.text(max_size=20),
        amenities_known=st.sampled_from(list(Amenity)),
        opening_date=st.none() | st.just("2026-11"),
    ),
    unique_by=lambda place: place.source_id,
    max_size=20,
)


@given(PLACES)
def test_what_is_kept_comes_back_whole(places: list[Place]) -> None:
    snapshot = snapshot_of(places)
    back = places_in(snapshot.content, "osm")
    assert back == sorted(places, key=lambda place: place.source_id)
    assert snapshot.places == len(places)


@given(PLACES, st.integers(0, 9))
def test_the_same_places_in_any_order_are_the_same_bytes(places: list[Place], seed: int) -> None:
    shuffled = Random(seed).sample(places, len(places))
    assert snapshot_of(shuffled) == snapshot_of(places)
