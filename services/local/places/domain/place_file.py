"""What does a file of places hold? Overpass JSON, GeoJSON or CSV, in UTF-8."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count

from local.places.domain.json_elements import REMARK, elements
from local.places.domain.place import Place
from local.places.domain.place_csv import csv_places
from local.places.domain.place_elements import (
    element_id,
    feature_id,
    place_of_element,
    place_of_feature,
)
from local.places.domain.place_fields import SkippedRow, UnusableRowError
from local.places.errors import (
    BrokenPlaceFileError,
    TooManyPlacesError,
    UnknownPlaceFormatError,
)

SKIPPED_ROWS_LISTED = 100
MAX_PLACES = 500_000
MAX_REMARK_LENGTH = 300
# A shop that a map keeps as a building only has lost the tag of its trade.
NO_PLACE_ANY_MORE = "category_missing"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_PLACE_READERS = {"elements": place_of_element, "features": place_of_feature}
_ID_READERS = {"elements": element_id, "features": feature_id}


class PlaceFormat(StrEnum):
    """How a file of places is written; the two kinds of JSON tell themselves apart."""

    JSON = "json"
    CSV = "csv"


MEDIA_TYPES = {
    "application/json": PlaceFormat.JSON,
    "application/geo+json": PlaceFormat.JSON,
    "text/csv": PlaceFormat.CSV,
}


@dataclass(frozen=True, slots=True)
class Remark:
    """What the server of the file said of it: that it is not all there."""

    text: str


@dataclass(slots=True)
class ReadPlaces:
    """The places of one file, and what was left out.

    A source that still lists a place, if unusably, has not lost it: hence `unusable_ids`. With a
    `remark` the file is incomplete.
    """

    places: list[Place] = field(default_factory=list[Place])
    remark: str | None = None
    skipped: Counter[str] = field(default_factory=Counter[str])
    unusable_ids: set[str] = field(default_factory=set[str])
    first_skipped: list[SkippedRow] = field(default_factory=list[SkippedRow])

    @property
    def rows_read(self) -> int:
        """Return how many rows the file has, usable or not."""
        return len(self.places) + self.rows_skipped

    @property
    def rows_skipped(self) -> int:
        """Return how many rows were left out."""
        return self.skipped.total()

    @property
    def unnamed(self) -> int:
        """Return how many places have no name."""
        return sum(place.name is None for place in self.places)

    def add(self, place: Place) -> None:
        """Take a place, as long as there are not too many to hold at once."""
        if len(self.places) >= MAX_PLACES:
            raise TooManyPlacesError(MAX_PLACES)
        self.places.append(place)

    def skip(self, row: SkippedRow) -> None:
        """Count a row that is left out; list the first of them."""
        self.skipped[row.reason] += 1
        if row.source_id is not None and row.reason != NO_PLACE_ANY_MORE:
            self.unusable_ids.add(row.source_id)
        if len(self.first_skipped) < SKIPPED_ROWS_LISTED:
            self.first_skipped.append(row)


def format_of(media_type: str) -> PlaceFormat:
    """Return how a file of this media type is written."""
    if media_type not in MEDIA_TYPES:
        raise UnknownPlaceFormatError(media_type)
    return MEDIA_TYPES[media_type]


def read_places(lines: Iterable[bytes], file_format: PlaceFormat, source: str) -> ReadPlaces:
    """Read a whole file; of places with one id the first counts."""
    texts = _decoded(lines)
    is_csv = file_format is PlaceFormat.CSV
    outcomes = csv_places(texts, source) if is_csv else _json_places("".join(texts), source)
    read = ReadPlaces()
    seen: set[str] = set()
    for outcome in outcomes:
        if isinstance(outcome, Remark):
            read.remark = outcome.text
        elif isinstance(outcome, SkippedRow):
            read.skip(outcome)
        elif outcome.source_id in seen:
            message = f"the id {outcome.source_id} came before in this file"
            read.skip(SkippedRow(read.rows_read + 1, "repeated_in_file", message))
        else:
            seen.add(outcome.source_id)
            read.add(outcome)
    return read


def _json_places(text: str, source: str) -> Iterator[Place | SkippedRow | Remark]:
    rows = count(1)
    for kind, element in elements(text):
        if kind == REMARK and element:
            yield Remark(str(element)[:MAX_REMARK_LENGTH])
        elif kind != REMARK:
            yield _place_or_reason(kind, element, next(rows), source)


def _place_or_reason(kind: str, element: object, row: int, source: str) -> Place | SkippedRow:
    try:
        return _PLACE_READERS[kind](element, source)
    except UnusableRowError as error:
        return SkippedRow(row, error.reason, str(error), _ID_READERS[kind](element))


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        content = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
        try:
            yield content.decode("utf-8")
        except UnicodeDecodeError as error:
            reason = "it is not UTF-8; save it as UTF-8"
            raise BrokenPlaceFileError(reason, line=number) from error
