"""Can a row of a file be a review? Each field is checked; the first that fails is named."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from local.reviews.errors import UnknownColumnError

MAX_TEXT_LENGTH = 5_000
MAX_ID_LENGTH = 200
MAX_DATE_LENGTH, MAX_STARS_LENGTH = 40, 40
LEAST_STARS, MOST_STARS = Decimal("0.5"), Decimal(5)

# How files call what we read, squeezed; the first that a file has counts.
_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "review", "reviewtext", "comment", "comments", "content", "feedback", "body"),
    "stars": ("stars", "rating", "ratings", "starrating", "reviewrating", "score"),
    "written_at": (
        *("writtenat", "time", "date", "datetime", "createtime", "createdat", "publishedat"),
        *("publishtime", "reviewdate", "timestamp", "updatetime"),
    ),
    "id": ("id", "reviewid", "sourceid"),
}
# How Google's business profile writes stars.
_STAR_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "star_rating_unspecified": 0}
_NOT_SQUEEZED = re.compile(r"[\W_]+")
_WRITTEN_DATE = re.compile(
    r"(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?P<year>\d{4})"
    r"(?:[ ,T]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second_of>\d{2}))?\s*(?P<half>[ap]m)?)?"
)
_HALF_DAY_HOURS = 12


class DateOrder(StrEnum):
    """How 3/4/2026 is meant; the year may also come first, in ISO 8601, and needs no order."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What a file calls our fields; None: by the names that we know."""

    text: str | None = None
    stars: str | None = None
    written_at: str | None = None
    id: str | None = None
    date_order: DateOrder = DateOrder.DAY_FIRST

    def chosen(self, field: str) -> str | None:
        """Return the name that was chosen for one of our fields."""
        return {
            "text": self.text,
            "stars": self.stars,
            "written_at": self.written_at,
            "id": self.id,
        }[field]


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that was left out: its line (CSV, NDJSON) or position from 1 (JSON), and why."""

    row: int
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class ReviewFields:
    """The fields of a row that can be a review; `written` is the time as the file writes it."""

    id: str | None
    stars: Decimal | None
    text: str | None
    written: str | None
    written_at: datetime | None


class UnusableReviewError(Exception):
    """The row cannot be a review; `reason` is for machines, the message for people."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def named_columns(names: Iterable[str], columns: Columns) -> dict[str, str]:
    """Return which of a row's names holds each of our fields: the chosen one, or one we know."""
    squeezed = {_NOT_SQUEEZED.sub("", name.casefold()): name for name in names}
    found = {
        field: columns.chosen(field)
        or next((squeezed[name] for name in synonyms if name in squeezed), None)
        for field, synonyms in _SYNONYMS.items()
    }
    return {field: name for field, name in found.items() if name is not None}


def refuse_unknown(names: Collection[str], columns: Columns) -> None:
    """Refuse a choice of columns that the file does not have."""
    for field in _SYNONYMS:
        chosen = columns.chosen(field)
        if chosen is not None and chosen not in names:
            raise UnknownColumnError(f"{field}_column", chosen)


def fields_of(
    row: Mapping[str, object], named: Mapping[str, str], order: DateOrder
) -> ReviewFields:
    """Return the fields of a row; stars of 0 are no stars."""
    values = {field: row.get(name) for field, name in named.items()}
    written = _text(values.get("written_at"), "written_at", MAX_DATE_LENGTH)
    fields = ReviewFields(
        id=_text(values.get("id"), "id", MAX_ID_LENGTH),
        stars=_stars(values.get("stars")),
        text=_text(values.get("text"), "text", MAX_TEXT_LENGTH),
        written=written,
        written_at=_written_at(written, order),
    )
    if fields.text is None and fields.stars is None:
        raise UnusableReviewError("empty", "it has neither text nor stars")
    return fields


def _text(value: object, field: str, longest: int) -> str | None:
    if isinstance(value, dict | list | bool):
        raise UnusableReviewError(f"{field}_invalid", f"{field} is not a text")
    text = "" if value is None else str(value).strip()
    if len(text) > longest:
        raise UnusableReviewError(f"{field}_too_long", f"{field} has more than {longest} letters")
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise UnusableReviewError(f"{field}_invalid", f"{field} holds what cannot be stored")
    return text or None


def _stars(value: object) -> Decimal | None:
    written = _text(value, "stars", MAX_STARS_LENGTH)
    if written is None:
        return None
    message = f"stars {written!r} are not 0 (none), or {LEAST_STARS} to {MOST_STARS} in tenths"
    try:
        stars = Decimal(_STAR_WORDS.get(written.lower(), written.replace("_", "?")))
    except InvalidOperation as error:
        raise UnusableReviewError("stars_invalid", message) from error
    if stars == 0:
        return None
    if not stars.is_finite() or not LEAST_STARS <= stars <= MOST_STARS or stars * 10 % 1:
        raise UnusableReviewError("stars_invalid", message)
    return stars.quantize(Decimal("0.1"))


def _written_at(written: str | None, order: DateOrder) -> datetime | None:
    if written is None:
        return None
    try:
        match = _WRITTEN_DATE.fullmatch(written.lower())
        return _ordered(match, order) if match else datetime.fromisoformat(written)
    except ValueError as error:
        message = f"the date {written!r} is not read as {order.value}; set date_order, or use ISO"
        raise UnusableReviewError("written_at_invalid", message) from error


def _ordered(match: re.Match[str], order: DateOrder) -> datetime:
    first, second = int(match["first"]), int(match["second"])
    day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
    hour = int(match["hour"] or 0)
    if match["half"]:
        hour = hour % _HALF_DAY_HOURS + (_HALF_DAY_HOURS if match["half"] == "pm" else 0)
    minute, second_of = int(match["minute"] or 0), int(match["second_of"] or 0)
    return datetime(int(match["year"]), month, day, hour, minute, second_of)  # noqa: DTZ001 - the business's own time
