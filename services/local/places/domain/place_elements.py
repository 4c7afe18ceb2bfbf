"""Which place does an element of Overpass JSON, or a feature of GeoJSON, describe?"""

import re
from collections.abc import Mapping, Sequence
from typing import cast

from local.places.domain.amenities import amenities_of
from local.places.domain.place import Place, stable_source_id
from local.places.domain.place_fields import (
    MAX_ID_LENGTH,
    Raw,
    UnusableRowError,
    checked_coordinates,
    number_of,
    place_of,
    usable_text,
)
from local.places.domain.trades import TAG_KEYS, trade_of_tags

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_NAMED_FIELDS = (
    "name",
    "category",
    "rating",
    "rating_count",
    "price_level",
    "cost_for_two",
    "opening_hours",
)


def place_of_element(element: object, source: str) -> Place:
    """Return the place of an Overpass element: a node, or a way or relation with its `center`."""
    members = _object(element, "the element is no JSON object")
    source_id = element_id(element)
    if source_id is None:
        raise UnusableRowError("not_an_element", "it is no node, way or relation with an id")
    point = members if members["type"] == "node" else _object_or_empty(members.get("center"))
    tags = _texts(_object_or_empty(members.get("tags")))
    return _tagged_place(tags, source_id, _number(point, "lat"), _number(point, "lon"), source)


def element_id(element: object) -> str | None:
    """Return the id of an Overpass element, such as node/1; None if it is none."""
    members = _object_or_empty(element)
    kind, number = members.get("type"), members.get("id")
    is_element = kind in {"node", "way", "relation"} and isinstance(number, int)
    return f"{kind}/{number}" if is_element else None


def feature_id(feature: object) -> str | None:
    """Return the id of a feature of GeoJSON; None if it has none."""
    given = _feature_id(_object_or_empty(feature))
    return None if given is None else str(given).strip()


def _feature_id(members: Mapping[str, object]) -> Raw:
    properties = _object_or_empty(members.get("properties"))
    return _scalar(members.get("id")) or _scalar(properties.get("@id") or properties.get("id"))


def place_of_feature(feature: object, source: str) -> Place:
    """Return the place of a GeoJSON point, by its named fields or by its OpenStreetMap tags."""
    members = _object(feature, "the feature is no JSON object")
    properties = _object_or_empty(members.get("properties"))
    longitude, latitude = _point(_object_or_empty(members.get("geometry")))
    source_id = _feature_id(members)
    if properties.get("category") is not None:
        named = {field: _scalar(properties.get(field)) for field in _NAMED_FIELDS}
        return place_of(
            named | {"latitude": latitude, "longitude": longitude, "id": source_id}, source
        )
    given_id = usable_text(source_id, MAX_ID_LENGTH)
    return _tagged_place(_texts(properties), given_id, latitude, longitude, source)


def _tagged_place(
    tags: Mapping[str, str],
    source_id: str | None,
    latitude: float | None,
    longitude: float | None,
    source: str,
) -> Place:
    point = checked_coordinates(latitude, longitude)
    trade = trade_of_tags(tags)
    if trade is None:
        reason = f"it has none of the tags {', '.join(TAG_KEYS)}"
        raise UnusableRowError("category_missing", reason)
    name = usable_text(tags.get("name"))
    known, offered = amenities_of(tags)
    return Place(
        source=source,
        source_id=source_id or stable_source_id(name, *point),
        name=name,
        latitude=point[0],
        longitude=point[1],
        category=trade[0],
        source_category=usable_text(trade[1]),
        opening_hours=usable_text(tags.get("opening_hours")),
        amenities_known=known,
        amenities_offered=offered,
        opening_date=_opening_date(tags),
    )


def _opening_date(tags: Mapping[str, str]) -> str | None:
    """Return the year, month or day of opening; what is no plain date tells us nothing."""
    stated = (tags.get(key, "").strip() for key in ("opening_date", "start_date"))
    return next((text for text in stated if _DATE.fullmatch(text)), None)


def _point(geometry: Mapping[str, object]) -> tuple[float | None, float | None]:
    """Return longitude and latitude, in GeoJSON's order."""
    coordinates = geometry.get("coordinates")
    if geometry.get("type") != "Point" or not isinstance(coordinates, list):
        raise UnusableRowError("geometry_not_a_point", "only geometries of type Point are read")
    numbers = cast("Sequence[object]", coordinates)
    if len(numbers) < len(("longitude", "latitude")):
        raise UnusableRowError("coordinates_missing", "the point has no two coordinates")
    return _float(numbers[0], "longitude"), _float(numbers[1], "latitude")


def _number(members: Mapping[str, object], field: str) -> float | None:
    return _float(members.get(field), {"lat": "latitude", "lon": "longitude"}[field])


def _float(value: object, field: str) -> float | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise UnusableRowError(f"{field}_invalid", f"{field} is not a number")
    return number_of(value, field)


def _scalar(value: object) -> Raw:
    return value if isinstance(value, str | int | float) else None


def _texts(members: Mapping[str, object]) -> Mapping[str, str]:
    return {name: value for name, value in members.items() if isinstance(value, str)}


def _object(value: object, message: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise UnusableRowError("not_an_object", message)
    return cast("Mapping[str, object]", value)


def _object_or_empty(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}
