"""Which rows does a CSV file hold?"""

import csv
from collections.abc import Iterator, Sequence

from .lines import Lines, UnreadableFileError
from .problems import Problems
from .rows import COLUMNS, REQUIRED

# A row's values in the order of COLUMNS, and the line on which it begins.
NumberedRow = tuple[int, Sequence[object]]


def csv_rows(lines: Lines, problems: Problems) -> Iterator[NumberedRow]:
    """Yield the rows below the header; a ragged row is noted and left out."""
    reader = csv.reader(iter(lines), strict=True)
    try:
        header = next(reader, None)
        if not header:
            raise UnreadableFileError(1, "The first line is empty: begin with a header.")
        positions = _positions(header)
        line = lines.number + 1
        for cells in reader:
            if len(cells) == len(header):
                yield line, _values(cells, positions)
            elif cells:
                problems.add("row", _raggedness(len(cells), len(header)), line)
            line = lines.number + 1
    except csv.Error as error:
        raise UnreadableFileError(
            max(1, lines.number), f"The line is not CSV ({error}): check quotes and line ends."
        ) from error


def _values(cells: list[str], positions: tuple[int | None, ...]) -> Sequence[object]:
    """Return the cells in the order of COLUMNS; an empty cell says nothing."""
    return [None if at is None else (cells[at].strip() or None) for at in positions]


def _raggedness(cells: int, columns: int) -> str:
    return f"The row has {cells} cells where the header has {columns}: check commas and quotes."


def _positions(header: list[str]) -> tuple[int | None, ...]:
    """Return where each column stands; the header must name each once, and no other."""
    names = [name.strip().lower() for name in header]
    if len(names) == 1 and ";" in names[0]:
        raise UnreadableFileError(1, "The columns are separated by ';': separate them by ','.")
    for name in names:
        fault = _fault_of(name, names)
        if fault:
            raise UnreadableFileError(1, fault, name[:40] or "header")
    for name in REQUIRED:
        if name not in names:
            raise UnreadableFileError(1, f"The column {name} is missing: add it.", name)
    return tuple(names.index(name) if name in names else None for name in COLUMNS)


def _fault_of(name: str, names: list[str]) -> str | None:
    if name not in COLUMNS:
        return f"There is no column {name[:40]!r}: the columns are {', '.join(COLUMNS)}."
    if names.count(name) > 1:
        return f"The column {name} stands there twice: keep one."
    return None
