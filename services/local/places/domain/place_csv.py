"""Which places does a CSV file list? The first line names the columns."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from local.places.domain.place import Place
from local.places.domain.place_fields import SkippedRow, UnusableRowError, place_of
from local.places.errors import BrokenPlaceFileError

REQUIRED_COLUMNS = ("name", "latitude", "longitude", "category")
OPTIONAL_COLUMNS = (
    "id",
    "rating",
    "rating_count",
    "price_level",
    "cost_for_two",
    "opening_hours",
)


def csv_places(lines: Iterable[str], source: str) -> Iterator[Place | SkippedRow]:
    """Yield a place, or why there is none, for each row that is not blank."""
    rows = csv.reader(lines, strict=True)
    columns: Sequence[str] | None = None
    try:
        for row in rows:
            if columns is None:
                columns = _checked_columns(row)
            elif row:
                yield _place_or_reason(columns, row, rows.line_num, source)
    except csv.Error as error:
        raise BrokenPlaceFileError(f"it is not CSV ({error})", line=rows.line_num) from error
    if columns is None:
        raise BrokenPlaceFileError("it is empty; its first line must name the columns")


def _place_or_reason(
    columns: Sequence[str], row: Sequence[str], line: int, source: str
) -> Place | SkippedRow:
    if len(row) != len(columns):
        message = f"it has {len(row)} cells where the first line names {len(columns)} columns"
        return SkippedRow(line, "wrong_number_of_cells", message)
    fields = dict(zip(columns, row, strict=True))
    try:
        return place_of(fields, source)
    except UnusableRowError as error:
        return SkippedRow(line, error.reason, str(error), fields.get("id"))


def _checked_columns(names: Sequence[str]) -> Sequence[str]:
    columns = [name.strip().casefold() for name in names]
    known = (*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS)
    missing = [column for column in REQUIRED_COLUMNS if column not in columns]
    unknown = [column[:40] for column in columns if column not in known]
    if missing:
        raise BrokenPlaceFileError(f"the column {', '.join(missing)} is missing", line=1)
    if unknown:
        reason = f"the column {', '.join(unknown)} is unknown; known are {', '.join(known)}"
        raise BrokenPlaceFileError(reason, line=1)
    if len(set(columns)) < len(columns):
        raise BrokenPlaceFileError("a column is named twice", line=1)
    return columns
