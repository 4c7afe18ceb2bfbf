"""Which observations does a file of any size hold? All of them, or none and the reasons."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import BinaryIO

from enterprise.market_intelligence.errors import ObservationsRefusedError

from .csv_file import NumberedRow, csv_rows
from .lines import Lines, UnreadableFileError
from .ndjson_file import RowError, ndjson_rows, values_of
from .observation import Observation
from .problems import Problems
from .rows import RowReader, SeenDays

BATCH_ROWS = 2_000


class FileFormat(StrEnum):
    """The formats we read, by media type."""

    CSV = "text/csv"
    NDJSON = "application/x-ndjson"


_ROWS_IN: Mapping[FileFormat, Callable[[Lines, Problems], Iterator[NumberedRow]]] = {
    FileFormat.CSV: csv_rows,
    FileFormat.NDJSON: ndjson_rows,
}


def batches(
    file: BinaryIO, file_format: FileFormat, latest_day: date, size: int = BATCH_ROWS
) -> Iterator[list[Observation]]:
    """Yield the file's observations batch by batch; memory holds one batch.

    Raises ObservationsRefusedError at the end of the file where anything is wrong in it: whoever
    stores the batches does so in one transaction. After the first problem no more are yielded.
    """
    problems = Problems()
    batch: list[Observation] = []
    for observation in _observations(file, file_format, RowReader(latest_day, problems)):
        if not problems.total:
            batch.append(observation)
        if len(batch) == size:
            yield batch
            batch = []
    _raise_if_any(problems)
    if batch:
        yield batch


def observations_in(records: Sequence[object], latest_day: date, prefix: str) -> list[Observation]:
    """Return the observations in a request's records; `prefix` is the name of their list."""
    problems = Problems()
    reader = RowReader(latest_day, problems)
    taken: list[Observation] = []
    for position, record in enumerate(records):
        place = f"{prefix}[{position}]"
        try:
            observation = reader.observation(values_of(record), prefix=f"{place}.")
        except RowError as error:
            problems.add(f"{place}.{error.name}", str(error))
            continue
        if observation is not None:
            taken.append(observation)
    _raise_if_any(problems)
    return taken


def _observations(
    file: BinaryIO, file_format: FileFormat, reader: RowReader
) -> Iterator[Observation]:
    """Yield what can be read; whatever cannot is noted with its line."""
    problems, seen, is_empty = reader.problems, SeenDays(), True
    try:
        for line, values in _ROWS_IN[file_format](Lines(file), problems):
            is_empty = False
            observation = reader.observation(values, line)
            if observation is None:
                continue
            fault = seen.fault_of(observation)
            if fault is None:
                yield observation
            else:
                problems.add(*fault, line)
    except UnreadableFileError as error:
        problems.add(error.name, error.message, error.line)
    if is_empty and not problems.total:
        problems.add("file", "The file has a header and no rows: send at least one.", 1)


def _raise_if_any(problems: Problems) -> None:
    if problems.total:
        raise ObservationsRefusedError(problems.total, tuple(problems.first))
