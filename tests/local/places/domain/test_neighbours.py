from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.coordinates import haversine_km
from local.places.domain.neighbours import Neighbourhood
from local.places.domain.place import Place
from tests.local.places.corner import LATITUDE, LONGITUDE, north_of, place


def spot(number: int, latitude: float, longitude: float) -> Place:
    return place(str(number), latitude=latitude, longitude=longitude)


spots = st.lists(
    st.builds(
        spot,
        st.integers(0, 99),
        st.floats(LATITUDE, LATITUDE + 0.003),
        st.floats(LONGITUDE, LONGITUDE + 0.003),
    ),
    unique_by=lambda found: found.key,
    max_size=15,
)


@given(places=spots, reach_km=st.floats(0.005, 0.5))
def test_what_is_within_reach_is_found_and_nothing_else(
    places: list[Place], reach_km: float
) -> None:
    neighbourhood = Neighbourhood(places, reach_km)
    for middle in places:
        found = {near.place.key for near in neighbourhood.of(middle)}
        assert found == {
            other.key
            for other in places
            if haversine_km(middle.latitude, middle.longitude, other.latitude, other.longitude)
            <= reach_km
        }


def test_the_distance_comes_with_the_place() -> None:
    neighbourhood = Neighbourhood([place("2", latitude=north_of(30))], 0.05)
    (near,) = neighbourhood.of(place("1"))
    assert round(near.distance_km, 4) == 0.03
