"""Can a row of a file be a place? Each field is checked; the first that fails is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from local.businesses.domain.coordinates import (
    is_null_island,
    latitude_problem,
    longitude_problem,
)
from local.places.domain.place import Place, stable_source_id
from local.places.domain.trades import trade_of_word
from shared.money import InvalidAmountError, paise_of_written

MAX_TEXT_LENGTH = 500
MAX_ID_LENGTH = 200
MAX_RATING = 5
PRICE_LEVELS = (1, 2, 3, 4)
MAX_RATING_COUNT = 2**31 - 1

# How a cell or a JSON value arrives.
Raw = str | int | float | None


class UnusableRowError(Exception):
    """The row cannot be a place; `reason` is for machines, the message for people."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that was left out: its line (CSV) or its position from 1 (JSON), and why.

    `source_id` is None where the row has none, or is none of a place.
    """

    row: int
    reason: str
    message: str
    source_id: str | None = None


def place_of(fields: Mapping[str, Raw], source: str) -> Place:
    """Return the place that named fields describe; an empty field is as good as none."""
    latitude, longitude = _coordinates(fields)
    word = _text(fields, "category")
    if word is None:
        raise UnusableRowError("category_missing", "the category is empty")
    name = _text(fields, "name")
    return Place(
        source=source,
        source_id=_source_id(fields) or stable_source_id(name, latitude, longitude),
        name=name,
        latitude=latitude,
        longitude=longitude,
        category=trade_of_word(word),
        source_category=word,
        rating=_rating(fields),
        rating_count=_rating_count(fields),
        price_level=_price_level(fields),
        cost_for_two_paise=_cost_for_two(fields),
        opening_hours=_text(fields, "opening_hours"),
    )


def checked_coordinates(latitude: float | None, longitude: float | None) -> tuple[float, float]:
    """Return the point, if it is one on land or near it: files hold 0, 0 where nobody measured."""
    if latitude is None or longitude is None:
        raise UnusableRowError("coordinates_missing", "latitude or longitude is missing")
    problem = latitude_problem(latitude)
    if problem:
        raise UnusableRowError("coordinates_off_earth", f"latitude {problem}")
    problem = longitude_problem(longitude)
    if problem:
        raise UnusableRowError("coordinates_off_earth", f"longitude {problem}")
    if is_null_island(latitude, longitude) or 0 in {latitude, longitude}:
        raise UnusableRowError("coordinates_zero", "a coordinate of exactly 0 was never measured")
    if _is_in_india(longitude, latitude):
        message = "latitude and longitude are swapped: the other way round it lies in India"
        raise UnusableRowError("coordinates_swapped", message)
    return latitude, longitude


def usable_text(value: object, longest: int = MAX_TEXT_LENGTH) -> str | None:
    """Return a text that can be stored and shown, None where it is empty."""
    if value is None:
        return None
    text = str(value).strip()
    if len(text) > longest:
        raise UnusableRowError("text_too_long", f"a text has more than {longest} characters")
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise UnusableRowError("text_unusable", "a text holds a character that cannot be stored")
    return text or None


def number_of(value: Raw, field: str) -> float | None:
    """Return the number that a cell holds, None where it is empty."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        number = float(_without_underscores(value))
    except (ValueError, OverflowError) as error:
        message = f"{field} {str(value)[:40]!r} is not a number"
        raise UnusableRowError(f"{field}_invalid", message) from error
    if isinstance(value, bool) or not isfinite(number):
        raise UnusableRowError(f"{field}_invalid", f"{field} is not a finite number")
    return number


def _is_in_india(latitude: float, longitude: float) -> bool:
    """Say whether the point is in a box around India, which its mirror image does not touch."""
    return 6 <= latitude <= 38 and 68 <= longitude <= 98  # noqa: PLR2004 - degrees of a map


def _without_underscores(value: str | float) -> str | float:
    """Refuse 1_000, which Python takes for a number and nobody else does."""
    if isinstance(value, str) and "_" in value:
        raise ValueError(value)
    return value


def _coordinates(fields: Mapping[str, Raw]) -> tuple[float, float]:
    return checked_coordinates(
        number_of(fields.get("latitude"), "latitude"),
        number_of(fields.get("longitude"), "longitude"),
    )


def _text(fields: Mapping[str, Raw], field: str) -> str | None:
    return usable_text(fields.get(field))


def _source_id(fields: Mapping[str, Raw]) -> str | None:
    return usable_text(fields.get("id"), MAX_ID_LENGTH)


def _rating(fields: Mapping[str, Raw]) -> float | None:
    rating = number_of(fields.get("rating"), "rating")
    if rating is not None and not 0 <= rating <= MAX_RATING:
        raise UnusableRowError("rating_invalid", "the rating is not between 0 (none yet) and 5")
    return rating or None


def _rating_count(fields: Mapping[str, Raw]) -> int | None:
    count = number_of(fields.get("rating_count"), "rating_count")
    if count is None:
        return None
    if not count.is_integer() or not 0 <= count <= MAX_RATING_COUNT:
        raise UnusableRowError("rating_count_invalid", "the number of ratings is no whole number")
    return int(count)


def _price_level(fields: Mapping[str, Raw]) -> int | None:
    level = number_of(fields.get("price_level"), "price_level")
    if not level:
        return None
    if level not in PRICE_LEVELS:
        raise UnusableRowError("price_level_invalid", "the price level is not 1, 2, 3 or 4")
    return int(level)


def _cost_for_two(fields: Mapping[str, Raw]) -> int | None:
    cost = fields.get("cost_for_two")
    if cost is None or not str(cost).strip():
        return None
    try:
        # A cost of 0 is how sources write that they do not know it.
        return paise_of_written(str(cost)) or None
    except InvalidAmountError as error:
        message = "the cost for two is no amount of rupees with at most two decimals"
        raise UnusableRowError("cost_for_two_invalid", message) from error
