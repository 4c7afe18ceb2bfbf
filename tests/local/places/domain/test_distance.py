from math import cos, pi, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.coordinates import EARTH_RADIUS_KM
from local.places.domain.distance import (
    Circle,
    box_around,
    cell_steps,
    circle_area_km2,
    haversine_km,
    nearby,
)
from tests.local.places.corner import LATITUDE, LONGITUDE, place

KM_PER_DEGREE = pi * EARTH_RADIUS_KM / 180


def test_the_distance_agrees_with_the_golden_figure() -> None:
    assert haversine_km(28.6315, 77.2167, 28.6519, 77.1909) == pytest.approx(3.3889, abs=5e-5)


@given(radius_km=st.floats(0.05, 50), latitude=st.floats(-80, 80))
def test_a_point_exactly_on_the_circle_is_inside(radius_km: float, latitude: float) -> None:
    on_it = place(latitude=latitude + radius_km / KM_PER_DEGREE)
    beyond = place("2", latitude=latitude + (radius_km + 1e-6) / KM_PER_DEGREE)
    inside = nearby([on_it, beyond], latitude, LONGITUDE, radius_km)
    assert [near.place for near in inside] == [on_it]


@given(
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
    other=st.floats(-1, 1),
    aside=st.floats(-1, 1),
    radius_km=st.floats(0.1, 50),
)
def test_the_box_holds_the_whole_circle(
    latitude: float, longitude: float, other: float, aside: float, radius_km: float
) -> None:
    point_latitude = max(-90.0, min(90.0, latitude + other))
    stretched = aside / max(0.01, cos(radians(latitude)))
    point_longitude = (longitude + stretched + 180) % 360 - 180
    box = box_around(latitude, longitude, radius_km)
    if haversine_km(latitude, longitude, point_latitude, point_longitude) <= radius_km:
        assert box.south <= point_latitude <= box.north
        assert box.west <= point_longitude <= box.east


def test_around_the_date_line_and_the_poles_every_longitude_counts() -> None:
    assert (box_around(0, 179.99, 10).west, box_around(0, 179.99, 10).east) == (-180, 180)
    assert (box_around(89.99, 0, 10).west, box_around(89.99, 0, 10).north) == (-180, 90)
    assert box_around(-89.99, 0, 10).south == -90


def test_the_nearest_comes_first_and_ties_keep_a_fixed_order() -> None:
    here = [place("b"), place("a"), place("c", latitude=LATITUDE + 0.001)]
    expected = ["a", "b", "c"]
    for order in (here, here[::-1]):
        found = nearby(order, LATITUDE, LONGITUDE, 1)
        assert [near.place.source_id for near in found] == expected


def test_the_area_of_a_circle_gives_the_golden_density() -> None:
    assert 23 / circle_area_km2(2) == pytest.approx(1.8303, abs=5e-5)


def test_a_circle_has_the_box_around_it() -> None:
    circle = Circle(LATITUDE, LONGITUDE, 2)
    assert circle.box == box_around(LATITUDE, LONGITUDE, 2)


@pytest.mark.parametrize("latitude", [0.0, LATITUDE, -60.0])
def test_a_square_is_as_large_as_the_circle(latitude: float) -> None:
    north, east = cell_steps(latitude, 2)
    height_km = haversine_km(latitude, 0, latitude + north, 0)
    width_km = haversine_km(latitude, 0, latitude, east)
    assert height_km * width_km == pytest.approx(circle_area_km2(2), rel=1e-4)


def test_even_at_a_pole_a_square_has_a_width() -> None:
    assert cell_steps(90, 2)[1] > 0
