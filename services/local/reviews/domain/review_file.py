"""What does a file of reviews hold? CSV, a JSON list or one JSON object a line, in UTF-8."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from io import StringIO
from typing import cast

from local.reviews.domain.review import Review, stable_source_id
from local.reviews.domain.review_fields import (
    Columns,
    ReviewFields,
    SkippedRow,
    UnusableReviewError,
    fields_of,
    named_columns,
    refuse_unknown,
)
from local.reviews.errors import BrokenReviewFileError, TooManyReviewsError

MAX_REVIEWS = 100_000
ROWS_LISTED = 100
_NO_COLUMN = "it has neither a column of texts nor one of stars; name one in text_column"


class ReviewFormat(StrEnum):
    """How a file of reviews is written."""

    CSV = "csv"
    JSON = "json"
    NDJSON = "ndjson"


MEDIA_TYPES = {
    "text/csv": ReviewFormat.CSV,
    "application/json": ReviewFormat.JSON,
    "application/x-ndjson": ReviewFormat.NDJSON,
}


@dataclass(slots=True)
class ReadReviews:
    """The reviews of one file, and what was left out."""

    source: str
    reviews: dict[str, Review] = field(default_factory=dict[str, Review])
    left_out: Counter[str] = field(default_factory=Counter[str])
    first_skipped: list[SkippedRow] = field(default_factory=list[SkippedRow])
    _equal_rows: Counter[object] = field(default_factory=Counter[object])

    @property
    def rows_read(self) -> int:
        """Return how many rows the file has, usable or not."""
        return len(self.reviews) + self.left_out.total()

    def add(self, row: int, fields: ReviewFields) -> None:
        """Take a review; of those with one id the first counts."""
        source_id = fields.id or self._stable_id(fields)
        if source_id in self.reviews:
            message = f"the id {source_id} came before in this file"
            self.leave_out(SkippedRow(row, "repeated_in_file", message))
            return
        if len(self.reviews) >= MAX_REVIEWS:
            raise TooManyReviewsError(MAX_REVIEWS)
        self.reviews[source_id] = Review(
            source=self.source,
            source_id=source_id,
            stars=fields.stars,
            text=fields.text,
            written_at=fields.written_at,
        )

    def leave_out(self, row: SkippedRow) -> None:
        """Count a row that is left out; list the first of them."""
        self.left_out[row.reason] += 1
        if len(self.first_skipped) < ROWS_LISTED:
            self.first_skipped.append(row)

    def _stable_id(self, fields: ReviewFields) -> str:
        described = (fields.stars, fields.text, fields.written)
        self._equal_rows[described] += 1
        return stable_source_id(*described, self._equal_rows[described])


def read_reviews(
    content: bytes, file_format: ReviewFormat, source: str, columns: Columns
) -> ReadReviews:
    """Read a whole file; refuses one that is broken."""
    read = ReadReviews(source)
    for row, named, values in _READERS[file_format](_decoded(content), columns):
        try:
            read.add(row, fields_of(_object(values), named, columns.date_order))
        except UnusableReviewError as error:
            read.leave_out(SkippedRow(row, error.reason, str(error)))
    return read


# A row's number, which of its names hold our fields, and the row.
_Rows = Iterator[tuple[int, Mapping[str, str], object]]


def _csv_rows(text: str, columns: Columns) -> _Rows:
    lines = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip() for name in next(lines, ())]
        refuse_unknown(names, columns)
        named = _usable(named_columns(names, columns))
        for cells in lines:
            if cells:
                yield lines.line_num, named, _row(names, cells)
    except csv.Error as error:
        raise BrokenReviewFileError(f"it is not CSV ({error})", line=lines.line_num) from error


def _row(names: Sequence[str], cells: Sequence[str]) -> object:
    """Return the row by name, or the cells themselves where they do not fit the names."""
    return dict(zip(names, cells, strict=True)) if len(cells) == len(names) else cells


def _json_rows(text: str, columns: Columns) -> _Rows:
    document = _json(text, 1)
    if isinstance(document, dict):
        document = cast("Mapping[str, object]", document).get("reviews")
    if not isinstance(document, list):
        reason = 'it is neither a JSON list nor an object whose member "reviews" is one'
        raise BrokenReviewFileError(reason)
    yield from _objects(enumerate(cast("Sequence[object]", document), start=1), columns)


def _ndjson_rows(text: str, columns: Columns) -> _Rows:
    lines = enumerate(text.split("\n"), start=1)
    yield from _objects(
        ((number, _json(line, number)) for number, line in lines if line.strip()), columns
    )


def _objects(rows: Iterator[tuple[int, object]], columns: Columns) -> _Rows:
    for number, values in rows:
        names = cast("Mapping[str, object]", values) if isinstance(values, dict) else ()
        yield number, named_columns(names, columns), values


_READERS = {
    ReviewFormat.CSV: _csv_rows,
    ReviewFormat.JSON: _json_rows,
    ReviewFormat.NDJSON: _ndjson_rows,
}


def _usable(named: Mapping[str, str]) -> Mapping[str, str]:
    if "text" not in named and "stars" not in named:
        raise BrokenReviewFileError(_NO_COLUMN, line=1)
    return named


def _object(values: object) -> Mapping[str, object]:
    if not isinstance(values, dict):
        raise UnusableReviewError("not_a_row", "it does not hold the fields that the file names")
    return cast("Mapping[str, object]", values)


def _json(text: str, line: int) -> object:
    try:
        return cast("object", json.loads(text))
    except json.JSONDecodeError as error:
        reason = f"it is not JSON ({error.msg})"
        raise BrokenReviewFileError(reason, line=line + error.lineno - 1) from error
    except (RecursionError, ValueError) as error:
        reason = "it holds values nested too deeply or numbers that are too long"
        raise BrokenReviewFileError(reason, line=line) from error


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BrokenReviewFileError("it is not UTF-8; save it as UTF-8", line=line) from error
