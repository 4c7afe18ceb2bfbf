"""Which rows does an NDJSON file hold?"""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import cast

from .csv_file import NumberedRow
from .lines import Lines, UnreadableFileError
from .problems import Problems
from .rows import COLUMNS


class RowError(ValueError):
    """One line is not an object with our names."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


def ndjson_rows(lines: Lines, problems: Problems) -> Iterator[NumberedRow]:
    """Yield a row for each line; a line that is no object of ours is noted and left out."""
    is_empty = True
    for text in lines:
        if not text.strip():
            continue
        is_empty = False
        try:
            yield lines.number, values_of(_object_in(text))
        except RowError as error:
            problems.add(error.name, str(error), lines.number)
    if is_empty:
        raise UnreadableFileError(1, "The file is empty: send one JSON object a line.")


def values_of(record: object) -> Sequence[object]:
    """Return an object's values in the order of COLUMNS; an empty text says nothing."""
    if not isinstance(record, dict):
        raise RowError("row", "This is not a JSON object: write {…}.")
    named = cast("Mapping[str, object]", record)
    unknown = next((name for name in named if name not in COLUMNS), None)
    if unknown is not None:
        raise RowError(
            unknown[:40], f"There is no field {unknown[:40]!r}: they are {', '.join(COLUMNS)}."
        )
    return [None if (value := named.get(name)) == "" else value for name in COLUMNS]


def _object_in(text: str) -> object:
    try:
        return json.loads(
            text, parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_object
        )
    except RowError:
        raise
    except (ValueError, RecursionError) as error:
        raise RowError("row", f"The line is not JSON ({error}): one object a line.") from error


def _refuse(constant: str) -> object:
    raise RowError("row", f"{constant} is not a number: write digits, or null for unknown.")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the object with its names trimmed and in small letters, each at most once."""
    record: dict[str, object] = {}
    for raw, value in pairs:
        name = raw.strip().lower()
        if name in record:
            raise RowError(name[:40], f"The field {name[:40]} stands there twice: keep one.")
        record[name] = value
    return record
