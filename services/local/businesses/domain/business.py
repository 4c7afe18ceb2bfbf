"""What do we need to know of a local business, and what do we assume until it says otherwise?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from local.businesses.domain.business_fields import READERS, WRITERS
from local.businesses.domain.category import BusinessCategory
from local.businesses.domain.coordinates import (
    is_null_island,
    latitude_problem,
    longitude_problem,
)
from local.businesses.domain.opening_hours import OpeningHours
from local.businesses.domain.state import state_named
from local.businesses.errors import InvalidBusinessError
from shared.errors import FieldProblem

__all__ = ["BusinessCategory", "LocalBusiness"]

DEFAULT_RADIUS_KM = 2.0
MAX_RADIUS_KM = 50.0
DEFAULT_TIMEZONE = "Asia/Kolkata"
# What an hour of the owner is worth until the owner says otherwise: declared, not measured.
DEFAULT_HOUR_VALUE_PAISE = 500_00
MAX_NAME_LENGTH = 200
MAX_ID_LENGTH = 100
PRESENCE_FIELDS = (
    "google_business_id",
    "facebook_page_id",
    "instagram_business_id",
    "whatsapp_phone_number_id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalBusiness:
    """A shop, restaurant or salon. Only its name, its trade and where it stands are required.

    Where it stands is a `city`, or `latitude` and `longitude`; a `state` tells cities of one name
    apart. Left out, the radius is 2 km, the zone Asia/Kolkata, an hour is worth 500 rupees; hours,
    budget and presences that are left out are unknown, and are treated as unknown.
    """

    name: str
    category: BusinessCategory
    city: str | None = None
    state: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float = DEFAULT_RADIUS_KM
    monthly_budget_paise: int | None = None
    opening_hours: OpeningHours | None = None
    timezone: str = DEFAULT_TIMEZONE
    google_business_id: str | None = None
    facebook_page_id: str | None = None
    instagram_business_id: str | None = None
    whatsapp_phone_number_id: str | None = None
    hour_value_paise: int = DEFAULT_HOUR_VALUE_PAISE

    def __post_init__(self) -> None:
        """Refuse what cannot be, naming every field at once; keep the state by its code."""
        problems = [FieldProblem(field, message) for field, message in _checks_of(self) if message]
        if problems:
            raise InvalidBusinessError(problems)
        state = state_named(self.state) if self.state else None
        object.__setattr__(self, "state", state.code if state else None)

    def to_dict(self) -> dict[str, object]:
        """Return the business as it travels: money in rupees, hours by weekday, no paise."""
        return {
            wire_name: write(getattr(self, field)) for field, (wire_name, write) in WRITERS.items()
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> "LocalBusiness":
        """Read what `to_dict` wrote, or a person did; unknown and missing fields are named.

        A field that is null is as good as left out.
        """
        values, problems = _read(data)
        if problems:
            raise InvalidBusinessError(sorted(problems, key=lambda problem: problem.field))
        return cls(**values)


def _read(data: Mapping[str, object]) -> tuple[dict[str, Any], list[FieldProblem]]:
    """Return the fields that could be read, and what was wrong with the others."""
    values: dict[str, Any] = {}
    problems = [
        FieldProblem(required, "is required")
        for required in ("name", "category")
        if data.get(required) is None
    ]
    for wire_name, value in data.items():
        if wire_name not in READERS:
            problems.append(FieldProblem(wire_name[:60], "is not a field of a business"))
        elif value is not None:
            field, read = READERS[wire_name]
            try:
                values[field] = read(value)
            except ValueError as error:
                problems.append(FieldProblem(wire_name, str(error)))
    return values, problems


def _checks_of(business: LocalBusiness) -> Iterator[tuple[str, str | None]]:
    """Yield each field with what is wrong with it, if anything."""
    yield "name", _text_problem(business.name, MAX_NAME_LENGTH)
    for field in ("city", "state"):
        yield field, _optional_text_problem(getattr(business, field), MAX_NAME_LENGTH)
    for field in PRESENCE_FIELDS:
        yield field, _optional_text_problem(getattr(business, field), MAX_ID_LENGTH)
    yield "state", _state_problem(business.state)
    yield from _place_checks_of(business)
    yield "radius_km", _radius_problem(business.radius_km)
    yield "timezone", _timezone_problem(business.timezone)
    yield "monthly_budget", _paise_problem(business.monthly_budget_paise)
    yield "hour_value", _paise_problem(business.hour_value_paise)


def _place_checks_of(business: LocalBusiness) -> Iterator[tuple[str, str | None]]:
    latitude, longitude = business.latitude, business.longitude
    if latitude is None and longitude is None:
        is_placed = business.city is not None
        yield "city", None if is_placed else "is required where there are no coordinates"
    elif latitude is None:
        yield "latitude", "is required where there is a longitude"
    elif longitude is None:
        yield "longitude", "is required where there is a latitude"
    elif is_null_island(latitude, longitude):
        yield "latitude", "and longitude are both 0, which is open sea: send where the shop stands"
    else:
        yield "latitude", latitude_problem(latitude)
        yield "longitude", longitude_problem(longitude)


def _text_problem(text: str, longest: int) -> str | None:
    if not text.strip():
        return "must not be empty"
    if len(text) > longest:
        return f"must have at most {longest} characters"
    # The joiners U+200C and U+200D are invisible, and letters of Indian names need them.
    visible = text.replace("\u200c", "").replace("\u200d", "")
    return None if visible.isprintable() else "must not hold line breaks or invisible characters"


def _optional_text_problem(text: str | None, longest: int) -> str | None:
    return None if text is None else _text_problem(text, longest)


def _state_problem(state: str | None) -> str | None:
    if not state or state_named(state):
        return None
    return "is no state of India that we know; write its name or its code, such as MH"


def _radius_problem(radius_km: float) -> str | None:
    if 0 < radius_km <= MAX_RADIUS_KM:
        return None
    return f"must be more than 0 and at most {MAX_RADIUS_KM:g} km"


def _timezone_problem(timezone: str) -> str | None:
    try:
        ZoneInfo(timezone)
    except (ValueError, OSError, KeyError):
        return "is no time zone; write one such as Asia/Kolkata"
    return None


def _paise_problem(paise: int | None) -> str | None:
    return "must not be negative" if paise is not None and paise < 0 else None
