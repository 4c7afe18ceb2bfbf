"""Files of records, cut between records into pieces that one upload can carry."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from onebox.errors import OneboxError

PIECE_BYTES = 8 * 1024 * 1024
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".ndjson": "application/x-ndjson",
    ".jsonl": "application/x-ndjson",
    ".json": "application/json",
    ".geojson": "application/geo+json",
}
_CSV = "text/csv"
_NDJSON = "application/x-ndjson"


class UnknownFileKindError(OneboxError):
    """The file's name does not say what is in it."""


@dataclass(frozen=True)
class Piece:
    """A part of a file that stands for itself, and how far its line numbers are shifted."""

    content: bytes
    lines_before: int
    source_bytes: int


def media_type_of(path: Path, allowed: Iterable[str]) -> str:
    """Return the media type that a file's name stands for."""
    media_type = _MEDIA_TYPES.get(path.suffix.lower())
    allowed_types = set(allowed)
    if media_type not in allowed_types:
        endings = [end for end, kind in _MEDIA_TYPES.items() if kind in allowed_types]
        raise UnknownFileKindError(
            f"{path.name} is of no kind that can be imported here. "
            f"The name must end in one of: {', '.join(endings)}"
        )
    return media_type or ""


def pieces_of(file: BinaryIO, media_type: str, piece_bytes: int = PIECE_BYTES) -> Iterator[Piece]:
    """Cut a CSV or NDJSON file; any other kind is one piece."""
    if media_type == _CSV:
        records = _csv_records(file)
        yield from _pieces(records, piece_bytes, header=next(records, b""))
    elif media_type == _NDJSON:
        yield from _pieces(iter(file), piece_bytes, header=b"")
    else:
        content = file.read()
        yield Piece(content, 0, len(content))


def _csv_records(file: BinaryIO) -> Iterator[bytes]:
    """Yield whole records: a line break between quotes does not end one."""
    record: list[bytes] = []
    is_open = False
    for line in file:
        record.append(line)
        # A quote inside a quoted field is written twice, so it does not change the parity.
        is_open ^= line.count(b'"') % 2 == 1
        if not is_open:
            yield b"".join(record)
            record.clear()
    if record:
        yield b"".join(record)


def _pieces(records: Iterator[bytes], piece_bytes: int, header: bytes) -> Iterator[Piece]:
    lines_before = 0
    batch: list[bytes] = []
    size = len(header)
    for record in records:
        if batch and size + len(record) > piece_bytes:
            yield _piece(header, batch, lines_before)
            lines_before += sum(part.count(b"\n") for part in batch)
            batch, size = [], len(header)
        batch.append(record)
        size += len(record)
    # A file without records is sent too: the platform says what it misses.
    if batch or lines_before == 0:
        yield _piece(header, batch, lines_before)


def _piece(header: bytes, batch: list[bytes], lines_before: int) -> Piece:
    content = b"".join(batch)
    own_header = len(header) if lines_before == 0 else 0
    return Piece(header + content, lines_before, len(content) + own_header)
