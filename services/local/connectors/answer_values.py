"""What does a vendor's JSON hold at a place, whatever it holds elsewhere?

A vendor may leave out a field, or send a value of another kind: both read as nothing here, so that
one odd answer never breaks the reading of the others.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast


def mapping(value: object) -> Mapping[str, Any]:
    """Return a JSON object, an empty one where it is none."""
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def mappings(value: object) -> Sequence[Mapping[str, Any]]:
    """Return the objects of a JSON list."""
    items = cast("list[object]", value) if isinstance(value, list) else []
    return [mapping(item) for item in items if mapping(item) or item == {}]


def text(value: object) -> str | None:
    """Return a text that is not empty."""
    return value if isinstance(value, str) and value else None


def flag(value: object) -> bool | None:
    """Return a truth value, None for anything else."""
    return value if isinstance(value, bool) else None


def moment(value: object) -> datetime | None:
    """Return a time as vendors write it, `2026-11-26T09:00:00Z` or `…+0000`, None for no time."""
    if not isinstance(value, str):
        return None
    try:
        parsed = datetime.fromisoformat(value)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def is_same_text(one: object, other: object) -> bool:
    """Tell whether two texts are one, whatever a vendor does to the spaces between words."""
    return " ".join(str(one or "").split()) == " ".join(str(other or "").split())
