import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.coordinates import (
    EARTH_RADIUS_KM,
    haversine_km,
    is_null_island,
    latitude_problem,
    longitude_problem,
)

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


def test_the_distance_agrees_with_the_golden_figure() -> None:
    assert haversine_km(28.6315, 77.2167, 28.6519, 77.1909) == pytest.approx(3.3889, abs=5e-5)


@given(latitude=latitudes, longitude=longitudes, other=latitudes, aside=longitudes)
def test_a_distance_is_symmetric_and_at_most_half_the_globe(
    latitude: float, longitude: float, other: float, aside: float
) -> None:
    there = haversine_km(latitude, longitude, other, aside)
    assert there == pytest.approx(haversine_km(other, aside, latitude, longitude), abs=1e-6)
    assert 0 <= there <= math.pi * EARTH_RADIUS_KM
    assert haversine_km(latitude, longitude, latitude, longitude) == 0


@pytest.mark.parametrize("degrees", [90.0001, -90.0001, math.nan, math.inf])
def test_a_latitude_off_the_earth_has_a_problem(degrees: float) -> None:
    assert latitude_problem(degrees)


@pytest.mark.parametrize("degrees", [180.0001, -180.0001, math.nan, -math.inf])
def test_a_longitude_off_the_earth_has_a_problem(degrees: float) -> None:
    assert longitude_problem(degrees)


@given(latitude=latitudes, longitude=longitudes)
def test_every_point_on_the_earth_is_one(latitude: float, longitude: float) -> None:
    assert latitude_problem(latitude) is None
    assert longitude_problem(longitude) is None


def test_only_the_point_of_no_measurement_is_null_island() -> None:
    assert is_null_island(0, 0)
    assert not is_null_island(0, 77)
    assert not is_null_island(28, 0)
