"""What does a CSV file of records hold? Its first line heads the columns."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from local.customers.domain.cells import UnusableCellError
from local.customers.domain.columns import Columns, columns_of
from local.customers.domain.record_rows import Reading, record_of
from local.customers.domain.records import Identity, Order, Record, RecordKind
from local.customers.errors import BrokenRecordFileError, TooManyRecordsError
from shared.money import MAX_PAISE

MAX_RECORDS = 200_000
SKIPPED_ROWS_LISTED = 100
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


# A reference is unique by itself; content is so only for its customer.
RecordKey = tuple[Identity | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What a file holds and how: `named` says which heading stands for which field.

    Where rows are `items`, those of one reference add up to one order; else the first counts.
    """

    kind: RecordKind
    reading: Reading
    named: Mapping[str, str]
    rows_are_items: bool = False


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that was left out: the line on which it ends, and why. It never quotes a customer."""

    row: int
    reason: str
    message: str


@dataclass(slots=True)
class ReadRecords:
    """The records of one file by their keys, and what was left out."""

    records: dict[RecordKey, Record] = field(default_factory=dict[RecordKey, Record])
    rows_read: int = 0
    skipped: Counter[str] = field(default_factory=Counter[str])
    first_skipped: list[SkippedRow] = field(default_factory=list[SkippedRow])

    def skip(self, line: int, reason: str, message: str) -> None:
        """Count a row that is left out; list the first of them."""
        self.skipped[reason] += 1
        if len(self.first_skipped) < SKIPPED_ROWS_LISTED:
            self.first_skipped.append(SkippedRow(line, reason, message))


def read_records(lines: Iterable[bytes], layout: Layout) -> ReadRecords:
    """Read a whole file; refuse one that is broken, leave out rows that are."""
    read = ReadRecords()
    repeats = Counter[RecordKey]()
    for line, cells in _rows(lines, layout):
        read.rows_read += 1
        if isinstance(cells, str):
            read.skip(line, "wrong_number_of_cells", cells)
            continue
        try:
            record = record_of(layout.kind, cells, layout.reading)
            _keep(read, record, _next_key(record, repeats), layout)
        except UnusableCellError as error:
            read.skip(line, error.reason, str(error))
    return read


def key_of(record: Record, nth: int = 1) -> RecordKey:
    """Return the record's reference, or what stands for it: its content, the nth of its like."""
    if record.reference is not None:
        return None, f"reference {record.reference}"
    return record.customer, f"{record.content} {nth}"


def _next_key(record: Record, repeats: Counter[RecordKey]) -> RecordKey:
    first = key_of(record)
    repeats[first] += 1
    return key_of(record, repeats[first])


def _keep(read: ReadRecords, record: Record, key: RecordKey, layout: Layout) -> None:
    before = read.records.get(key)
    if before is None:
        if len(read.records) >= MAX_RECORDS:
            raise TooManyRecordsError(MAX_RECORDS)
        read.records[key] = record
    elif layout.rows_are_items and isinstance(record, Order) and isinstance(before, Order):
        read.records[key] = _with_item(before, record)
    else:
        raise UnusableCellError("repeated_in_file", "reference", "came before in this file")


def _with_item(order: Order, item: Order) -> Order:
    if (order.customer, order.placed) != (item.customer, item.placed):
        problem = "came before with another customer or time"
        raise UnusableCellError("reference_contradicts", "reference", problem)
    if order.amount_paise is None or item.amount_paise is None:
        return replace(order, amount_paise=None)
    total = order.amount_paise + item.amount_paise
    if total > MAX_PAISE:
        raise UnusableCellError("amount_invalid", "amount", "makes the order larger than any sum")
    return replace(order, amount_paise=total)


def _rows(lines: Iterable[bytes], layout: Layout) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Yield each row that is not blank by its fields, or what is wrong with its shape."""
    rows = csv.reader(_decoded(lines), strict=True)
    columns: Columns | None = None
    width = 0
    try:
        for row in rows:
            if columns is None:
                columns, width = columns_of(layout.kind, row, layout.named), len(row)
            elif any(row):
                yield rows.line_num, _cells(row, columns, width)
    except csv.Error as error:
        raise BrokenRecordFileError(f"it is not CSV ({error})", line=rows.line_num) from error
    if columns is None:
        raise BrokenRecordFileError("it is empty; its first line must head the columns")


def _cells(row: Sequence[str], columns: Columns, width: int) -> dict[str, str] | str:
    if len(row) != width:
        return f"it has {len(row)} cells where the first line heads {width} columns"
    return {field: row[position] for field, position in columns.items()}


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        content = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
        try:
            yield content.decode("utf-8")
        except UnicodeDecodeError as error:
            reason = "it is not UTF-8; save it as UTF-8"
            raise BrokenRecordFileError(reason, line=number) from error
