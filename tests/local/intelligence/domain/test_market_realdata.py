"""The reference figures of real files; they are read, never copied into the repository."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from local.businesses.domain.business import BusinessCategory, LocalBusiness
from local.businesses.domain.location import Location, LocationSource
from local.intelligence.domain.market import LocalCompetitors, local_competitors
from local.places.domain.dayparts import open_dayparts
from local.places.domain.distance import nearby
from local.places.domain.place import Place
from local.places.domain.place_file import PlaceFormat, ReadPlaces, read_places
from local.places.domain.surroundings import Surroundings, notes_of
from shared.clock import SystemClock

FOLDER = Path(__file__).parents[5] / "shared/data/local/places"
OSM_FILES = ("food", "salon", "shops", "health", "other")
MALLESHWARAM = (13.0035, 77.5710)
JAYANAGAR = (12.9299, 77.5826)
CYBER_HUB = (28.4950, 77.0890)

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(
        not FOLDER.exists(), reason="the shared data folder is not beside the checkout"
    ),
]


def osm(name: str) -> ReadPlaces:
    with (FOLDER / f"osm_bengaluru_west_{name}.json").open("rb") as file:
        return read_places(file, PlaceFormat.JSON, "osm")


def zomato_lines() -> Iterator[bytes]:
    """Yield the file under our column names; this mapping belongs to the test alone."""
    columns = {
        "id": "Restaurant ID",
        "name": "Restaurant Name",
        "latitude": "Latitude",
        "longitude": "Longitude",
        "rating": "Aggregate rating",
        "rating_count": "Votes",
        "price_level": "Price range",
        "cost_for_two": "Average Cost for two",
    }
    with (FOLDER / "zomato_india_dev.csv").open(encoding="utf-8", newline="") as file:
        yield (",".join([*columns, "category"]) + "\n").encode()
        for row in csv.DictReader(file):
            line = StringIO()
            csv.writer(line).writerow([*(row[name] for name in columns.values()), "restaurant"])
            yield line.getvalue().encode()


def competitors(
    places: list[Place], centre: tuple[float, float], category: BusinessCategory, radius_km: float
) -> LocalCompetitors:
    business = LocalBusiness(
        name="Reference",
        category=category,
        latitude=centre[0],
        longitude=centre[1],
        radius_km=radius_km,
    )
    location = Location(
        latitude=centre[0],
        longitude=centre[1],
        source=LocationSource.DECLARED,
        state=None,
        note=None,
    )
    notes = notes_of(places, SystemClock().now())
    return local_competitors(business, location, Surroundings(places=places, imports=notes))


@pytest.fixture(scope="module")
def zomato() -> ReadPlaces:
    return read_places(zomato_lines(), PlaceFormat.CSV, "zomato")


def test_the_whole_restaurant_file_is_read_but_for_unusable_coordinates(
    zomato: ReadPlaces,
) -> None:
    assert zomato.rows_read == 2_565
    assert zomato.skipped == {"coordinates_zero": 198}


@pytest.mark.parametrize(
    ("centre", "radius_km", "count", "rated", "mean", "median_cost", "bands"),
    [
        (CYBER_HUB, 1, 116, 108, 3.4213, 550, [47, 33, 23, 13]),
        (CYBER_HUB, 2, 211, 192, 3.3656, 600, [69, 82, 38, 22]),
        (CYBER_HUB, 5, 621, 546, 3.4099, 600, [206, 254, 105, 56]),
        ((28.5700, 77.3260), 1, 219, 196, 3.3643, 600, [84, 67, 56, 12]),
        ((28.5700, 77.3260), 2, 330, 278, 3.3349, 500, [147, 108, 62, 13]),
        ((28.4795, 77.0800), 2, 271, 239, 3.4402, 600, [77, 111, 60, 23]),
    ],
)
def test_ratings_and_prices_agree_with_the_reference(  # noqa: PLR0917 - one row a case
    zomato: ReadPlaces,
    centre: tuple[float, float],
    radius_km: float,
    count: int,
    rated: int,
    mean: float,
    median_cost: int,
    bands: list[int],
) -> None:
    found = competitors(zomato.places, centre, BusinessCategory.RESTAURANT, radius_km)
    assert found.count.value == count
    assert (found.rated_count.value, found.mean_rating.n) == (rated, rated)
    assert found.mean_rating.value == mean
    assert found.median_cost_for_two.value == median_cost
    assert [band.count.value for band in found.price_bands] == bands


@pytest.mark.parametrize(
    ("name", "centre", "radius_km", "category", "count"),
    [
        ("food", MALLESHWARAM, 1, BusinessCategory.RESTAURANT, 112),
        ("food", MALLESHWARAM, 0.5, BusinessCategory.RESTAURANT, 45),
        ("food", JAYANAGAR, 0.5, BusinessCategory.RESTAURANT, 48),
        ("food", JAYANAGAR, 1, BusinessCategory.RESTAURANT, 120),
        ("salon", MALLESHWARAM, 1, BusinessCategory.SALON, 19),
        ("salon", MALLESHWARAM, 0.5, BusinessCategory.SALON, 7),
        ("salon", JAYANAGAR, 1, BusinessCategory.SALON, 7),
    ],
)
def test_competitor_counts_agree_with_the_reference(
    name: str,
    centre: tuple[float, float],
    radius_km: float,
    category: BusinessCategory,
    count: int,
) -> None:
    found = competitors(osm(name).places, centre, category, radius_km)
    assert found.count.value == count


@pytest.mark.parametrize(
    ("centre", "radius_km", "counts"),
    [
        (JAYANAGAR, 0.5, (48, 3, 84, 20, 25)),
        (JAYANAGAR, 1, (120, 7, 172, 66, 69)),
        (MALLESHWARAM, 0.5, (45, 7, 101, 38, 43)),
        (MALLESHWARAM, 1, (112, 19, 209, 96, 102)),
        (MALLESHWARAM, 2, (279, 54, 551, 160, 225)),
    ],
)
def test_each_file_has_as_many_places_in_the_circle_as_the_reference_says(
    centre: tuple[float, float], radius_km: float, counts: tuple[int, ...]
) -> None:
    found = (len(nearby(osm(name).places, *centre, radius_km)) for name in OSM_FILES)
    assert tuple(found) == counts


def test_the_hours_of_the_map_files_can_nearly_all_be_read() -> None:
    stated = {p.opening_hours for name in OSM_FILES for p in osm(name).places if p.opening_hours}
    assert len(stated) == 461
    assert sum(open_dayparts(words) is not None for words in stated) == 443


def test_all_files_together_give_the_same_counts() -> None:
    every = {found.key: found for name in OSM_FILES for found in osm(name).places}
    places = list(every.values())
    food = competitors(places, MALLESHWARAM, BusinessCategory.RESTAURANT, 1)
    salons = competitors(places, MALLESHWARAM, BusinessCategory.SALON, 1)
    assert (food.count.value, salons.count.value) == (112, 19)
    assert food.possible_duplicates.value == 1


def test_every_map_file_is_read_whole() -> None:
    rows = {name: osm(name).rows_read for name in OSM_FILES}
    assert rows == {"food": 2_588, "salon": 340, "shops": 4_350, "health": 1_743, "other": 2_146}
    assert sum(osm(name).unnamed for name in OSM_FILES) == 853
