"""Can what the owner says of a rival be a place, and what does its end mean?"""

from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from local.places.domain.label import OWN_KNOWLEDGE, OWNER, ImportLabel
from local.places.domain.level import Level
from local.places.domain.place import Place
from local.places.domain.place_changes import ChangeKind, PlaceChange
from local.places.domain.place_fields import Raw, UnusableRowError, place_of
from local.places.errors import UnusableRivalError

LABEL = ImportLabel(OWNER, OWN_KNOWLEDGE, None)
MOST_RIVALS = 50
# By which a reason begins; of two that begin alike the longer stands first.
_FIELDS = (
    "category",
    "coordinates",
    "cost_for_two",
    "latitude",
    "longitude",
    "price_level",
    "rating_count",
    "rating",
)
_TAKEN_OVER = ("name", "category", "latitude", "longitude")


class Removal(StrEnum):
    """Why a rival is removed: it closed, which is news, or it should never have been entered."""

    CLOSED = "closed"
    MISTAKE = "mistake"


def rival_of(rival_id: str, given: Mapping[str, Any], listed: Place | None) -> Place:
    """Return the rival that the owner describes; what is left out is that of a listed place."""
    fields = {name: value for name, value in given.items() if value is not None}
    if listed is not None:
        known = asdict(listed)
        fields = {name: known[name] for name in _TAKEN_OVER if known[name] is not None} | fields
    try:
        return place_of({**_raw(fields), "id": rival_id}, LABEL.source)
    except UnusableRowError as error:
        named = (field for field in _FIELDS if error.reason.startswith(field))
        raise UnusableRivalError(next(named, "rival"), str(error)) from error


def closing_of(rival: Place) -> PlaceChange:
    """Return the change that an owner reports who has seen the shutters down."""
    return PlaceChange(
        kind=ChangeKind.CLOSED,
        place=rival,
        before=rival.name,
        after=None,
        confidence=Level.HIGH,
    )


def _raw(fields: Mapping[str, Any]) -> dict[str, Raw]:
    plain = (str, int, float)
    return {
        name: value if isinstance(value, plain) else str(value) for name, value in fields.items()
    }
