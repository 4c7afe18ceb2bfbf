import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.category import BusinessCategory
from local.places.domain import place_file
from local.places.domain.place_file import PlaceFormat, ReadPlaces, format_of, read_places
from local.places.errors import (
    BrokenPlaceFileError,
    TooManyPlacesError,
    UnknownPlaceFormatError,
)
from tests.local.places.corner import LATITUDE, LONGITUDE, node, overpass

HEADER = "name,latitude,longitude,category"


def from_json(*elements: object, kind: str = "elements") -> ReadPlaces:
    content = json.dumps({kind: elements}).encode()
    return read_places(content.splitlines(keepends=True), PlaceFormat.JSON, "osm")


def from_csv(*rows: str, header: str = HEADER) -> ReadPlaces:
    content = "\n".join((header, *rows)).encode()
    return read_places(content.splitlines(keepends=True), PlaceFormat.CSV, "list")


def feature(properties: object, geometry: object = None, **members: Any) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [LONGITUDE, LATITUDE]}
    return {"type": "Feature", "properties": properties, "geometry": geometry or point} | members


def reason(read: ReadPlaces) -> str:
    assert read.places == []
    assert read.rows_read == read.rows_skipped == len(read.first_skipped) == 1
    return read.first_skipped[0].reason


def test_a_way_stands_at_its_centre() -> None:
    way = {
        "type": "way",
        "id": 7,
        "center": {"lat": 12.5, "lon": 77.5},
        "tags": {"amenity": "cafe", "name": "Filter", "opening_hours": "Mo-Fr 08:00-20:00"},
    }
    (found,) = from_json(way).places
    assert (found.source_id, found.latitude, found.longitude) == ("way/7", 12.5, 77.5)
    assert (found.category, found.source_category) == (BusinessCategory.CAFE, "amenity=cafe")
    assert found.opening_hours == "Mo-Fr 08:00-20:00"


def test_an_element_without_a_name_is_kept() -> None:
    read = from_json(node(1, 0), node(2, 5, "Named"))
    assert (len(read.places), read.unnamed) == (2, 1)


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        (5, "not_an_object"),
        ({"type": "area", "id": 1}, "not_an_element"),
        ({"type": "node", "id": "1"}, "not_an_element"),
        ({"type": "node", "id": 1, "lat": 1, "lon": 2}, "category_missing"),
        ({"type": "way", "id": 1, "tags": {"shop": "yes"}}, "coordinates_missing"),
        (node(1, 0) | {"lat": 0, "lon": 0}, "coordinates_zero"),
        (node(1, 0) | {"lon": 0}, "coordinates_zero"),
        (node(1, 0) | {"lat": LONGITUDE, "lon": LATITUDE}, "coordinates_swapped"),
        (node(1, 0) | {"lat": 90.5}, "coordinates_off_earth"),
        (node(1, 0) | {"lon": -181}, "coordinates_off_earth"),
        (node(1, 0) | {"lat": "12.9"}, "latitude_invalid"),
        (node(1, 0) | {"lat": True}, "latitude_invalid"),
        (node(1, 0) | {"lon": 10**400}, "longitude_invalid"),
        (node(1, 0, "half \ud83d"), "text_unusable"),
        (node(1, 0, "nul \x00"), "text_unusable"),
        (node(1, 0, "x" * 501), "text_too_long"),
    ],
)
def test_an_element_that_is_no_place_is_left_out_with_its_reason(
    element: object, expected: str
) -> None:
    assert reason(from_json(element)) == expected


def test_a_feature_speaks_by_its_fields_or_by_its_tags() -> None:
    fields = {"category": "salon", "name": "Glow", "rating": 4.5, "cost_for_two": 300}
    tags = {"shop": "bakery", "name": "Crust", "rooms": 3}
    by_fields, by_tags = from_json(
        feature(fields, id="a"), feature(tags | {"@id": "node/9"}), kind="features"
    ).places
    assert (by_fields.source_id, by_fields.rating) == ("a", 4.5)
    assert by_fields.cost_for_two_paise == 30_000
    assert (by_tags.source_id, by_tags.category) == ("node/9", BusinessCategory.BAKERY)


def test_a_feature_without_an_id_gets_the_same_one_every_time() -> None:
    twice = [from_json(feature({"shop": "bakery"}), kind="features").places[0] for _ in range(2)]
    assert twice[0].source_id == twice[1].source_id != ""


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        (None, "not_an_object"),
        (feature({"shop": "bakery"}, {"type": "Polygon"}), "geometry_not_a_point"),
        (feature({"shop": "bakery"}, {"type": "Point"}), "geometry_not_a_point"),
        (feature({"shop": "bakery"}, {"type": "Point", "coordinates": [1]}), "coordinates_missing"),
        (
            feature({"shop": "bakery"}, {"type": "Point", "coordinates": ["a", "b"]}),
            "longitude_invalid",
        ),
        (feature(None), "category_missing"),
        (feature({"category": "cafe"}, id="x" * 201), "text_too_long"),
    ],
)
def test_a_feature_that_is_no_place_is_left_out_with_its_reason(
    element: object, expected: str
) -> None:
    assert reason(from_json(element, kind="features")) == expected


def test_a_csv_row_may_hold_everything_we_know() -> None:
    header = f"{HEADER},id,rating,rating_count,price_level,cost_for_two,opening_hours"
    row = '"A ""B""\nC",12.5,77.5,amenity=restaurant,42,4.1,120,2,"550",10-22'
    (found,) = from_csv(row, header=header).places
    assert (found.name, found.source_id) == ('A "B"\nC', "42")
    assert (found.rating, found.rating_count, found.price_level) == (4.1, 120, 2)
    assert (found.cost_for_two_paise, found.opening_hours) == (55_000, "10-22")
    assert found.category is BusinessCategory.RESTAURANT


def test_zero_means_not_rated_and_not_priced() -> None:
    header = f"{HEADER},rating,rating_count,price_level,cost_for_two"
    (found,) = from_csv("A,12.5,77.5,cafe,0,0,0,0", header=header).places
    assert (found.rating, found.price_level, found.cost_for_two_paise) == (None, None, None)
    assert found.rating_count == 0


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("latitude", "", "coordinates_missing"),
        ("latitude", "north", "latitude_invalid"),
        ("latitude", "inf", "latitude_invalid"),
        ("longitude", "1e999", "longitude_invalid"),
        ("category", " ", "category_missing"),
        ("rating", "5.1", "rating_invalid"),
        ("rating", "-1", "rating_invalid"),
        ("rating", "nan", "rating_invalid"),
        ("rating_count", "1.5", "rating_count_invalid"),
        ("rating_count", "-1", "rating_count_invalid"),
        ("rating_count", "99999999999", "rating_count_invalid"),
        ("price_level", "5", "price_level_invalid"),
        ("price_level", "1.5", "price_level_invalid"),
        ("cost_for_two", "-5", "cost_for_two_invalid"),
        ("cost_for_two", "1.005", "cost_for_two_invalid"),
        ("cost_for_two", "1_0", "cost_for_two_invalid"),
        ("cost_for_two", "12,5", "cost_for_two_invalid"),
    ],
)
def test_a_row_with_one_unusable_field_is_left_out(field: str, value: str, expected: str) -> None:
    cells = {
        "name": "A",
        "latitude": "12.5",
        "longitude": "77.5",
        "category": "cafe",
        "rating": "",
        "rating_count": "",
        "price_level": "",
        "cost_for_two": "",
    } | {field: value}
    row = ",".join(f'"{cell}"' for cell in cells.values())
    assert reason(from_csv(row, header=",".join(cells))) == expected


@pytest.mark.parametrize(("written", "paise"), [("1,200", 120_000), ("₹ 550", 55_000)])
def test_a_cost_is_read_as_people_write_it(written: str, paise: int) -> None:
    row = f'A,12.5,77.5,cafe,"{written}"'
    header = "name,latitude,longitude,category,cost_for_two"
    (found,) = from_csv(row, header=header).places
    assert found.cost_for_two_paise == paise


def test_line_ends_byte_order_mark_and_blank_lines_do_not_matter() -> None:
    content = b"\xef\xbb\xbfName, LATITUDE ,longitude,category\r\n\r\nA,12.5,77.5,cafe\r\n"
    read = read_places(content.splitlines(keepends=True), PlaceFormat.CSV, "list")
    assert [found.name for found in read.places] == ["A"]


@pytest.mark.parametrize(
    ("content", "line", "word"),
    [
        (b"", None, "empty"),
        (b"name,latitude,longitude\n", 1, "category"),
        (b"name,latitude,longitude,category,phone\n", 1, "phone"),
        (b"name,latitude,longitude,category,name\n", 1, "twice"),
        (b'name,latitude,longitude,category\n"open\n', 2, "CSV"),
        (b"name,latitude,longitude,category\nA\xff,1,2,cafe\n", 2, "UTF-8"),
        ("name,latitude\n".encode("utf-16"), 1, "UTF-8"),
    ],
)
def test_a_broken_csv_file_is_refused_by_line(content: bytes, line: int | None, word: str) -> None:
    with pytest.raises(BrokenPlaceFileError, match=word) as refused:
        read_places(content.splitlines(keepends=True), PlaceFormat.CSV, "list")
    assert refused.value.problems[0].line == line


def test_of_places_with_one_id_the_first_counts() -> None:
    read = from_json(node(1, 0, "First"), node(1, 0, "Second"))
    assert [found.name for found in read.places] == ["First"]
    assert read.skipped == {"repeated_in_file": 1}


def test_a_hundred_rows_are_listed_and_all_are_counted() -> None:
    read = from_csv(*(["A,0,0,cafe"] * 130))
    assert (read.rows_skipped, len(read.first_skipped)) == (130, 100)
    assert read.first_skipped[0].row == 2


def test_a_file_with_too_many_places_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_file, "MAX_PLACES", 2)
    with pytest.raises(TooManyPlacesError):
        from_json(node(1, 0), node(2, 0), node(3, 0))


def test_the_media_type_says_how_the_file_is_written() -> None:
    assert format_of("application/geo+json") is PlaceFormat.JSON
    assert format_of("text/csv") is PlaceFormat.CSV
    with pytest.raises(UnknownPlaceFormatError, match="text/csv"):
        format_of("image/png")


@given(content=st.binary(max_size=200), file_format=st.sampled_from(PlaceFormat))
def test_no_bytes_at_all_break_the_reader(content: bytes, file_format: PlaceFormat) -> None:
    try:
        read = read_places(content.splitlines(keepends=True), file_format, "noise")
    except BrokenPlaceFileError:
        return
    assert read.places == []


def test_overpass_files_of_the_tests_are_what_they_seem() -> None:
    read = read_places([overpass(node(1, 0))], PlaceFormat.JSON, "osm")
    assert read.rows_read == 1


@pytest.mark.parametrize(
    ("tags", "opening_date"),
    [
        ({"start_date": "1995"}, "1995"),
        ({"opening_date": "2026-10-02", "start_date": "1995"}, "2026-10-02"),
        ({"opening_date": "soon", "start_date": "2026-10"}, "2026-10"),
        ({"start_date": "C19"}, None),
        ({"start_date": "2026-13"}, None),
        ({}, None),
    ],
)
def test_a_stated_opening_is_kept_if_it_is_a_date(
    tags: dict[str, str], opening_date: str | None
) -> None:
    (found,) = from_json(node(1, 0, **tags)).places
    assert found.opening_date == opening_date


def test_a_remark_shows_that_the_file_is_incomplete() -> None:
    def remark_of(value: object) -> str | None:
        content = json.dumps({"remark": value, "elements": [node(1, 0), {}]}).encode()
        read = read_places([content], PlaceFormat.JSON, "osm")
        assert (read.rows_read, read.first_skipped[0].row) == (2, 2)
        return read.remark

    assert remark_of("runtime error: Query timed out") == "runtime error: Query timed out"
    assert remark_of("x" * 1_000) == "x" * 300
    assert remark_of(None) is None


def test_a_place_whose_row_cannot_be_used_is_known_to_be_listed() -> None:
    lost_its_trade = {"type": "node", "id": 2, "lat": 12.9, "lon": 77.5, "tags": {"name": "x"}}
    read = from_json(node(1, 0) | {"lat": 0}, lost_its_trade, {"type": "node"})
    assert read.unusable_ids == {"node/1"}
    nowhere = {"type": "Point", "coordinates": [0, 0]}
    features = (feature({"shop": "bakery"}, nowhere, id=number) for number in (7, None))
    assert from_json(*features, kind="features").unusable_ids == {"7"}
    row = f"7,Amber,91,{LONGITUDE},salon"
    assert from_csv(row, header=f"id,{HEADER}").unusable_ids == {"7"}
