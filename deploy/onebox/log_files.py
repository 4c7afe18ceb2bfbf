"""What the processes say: one file each, cut off at a size, read back by people.

A child writes its file itself, in append mode, so that a busy one costs the supervisor nothing.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

LARGEST_BYTES = 20 * 1024 * 1024
_TAIL_BYTES = 16 * 1024
_POLL_SECONDS = 0.2


def open_to_append(path: Path) -> BinaryIO:
    """Open a log for a child to write."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("ab")


def rotate(path: Path, largest_bytes: int = LARGEST_BYTES) -> bool:
    """Move a log that grew too large to `.1` and empty it; tell whether that was done."""
    if not path.exists() or path.stat().st_size <= largest_bytes:
        return False
    # Copied, not renamed: the writer holds the file open and appends wherever it now ends.
    shutil.copyfile(path, path.with_name(path.name + ".1"))
    with path.open("r+b") as file:
        file.truncate(0)
    return True


def last_lines(path: Path, count: int = 15, since: int = 0) -> list[str]:
    """Return the last lines that were written at or after a position."""
    try:
        with path.open("rb") as file:
            end = file.seek(0, 2)
            file.seek(max(min(since, end), end - _TAIL_BYTES))
            return file.read().decode(errors="replace").splitlines()[-count:]
    except OSError:
        return []


class Follower:
    """Gives the lines that are added to some logs, each with the name of its process."""

    def __init__(self, find: Callable[[], list[Path]], lines_before: int = 10) -> None:
        self._find = find
        self._lines_before = lines_before
        self._positions: dict[Path, int] = {}
        self._rests: dict[Path, bytes] = {}

    def follow(self) -> Iterator[tuple[str, str]]:
        """Yield (process, line) for ever; files may appear, grow and be cut."""
        yield from self.look()
        while True:
            fresh = [(p.stem, line) for p in self._find() for line in self._added_to(p)]
            yield from fresh
            if not fresh:
                time.sleep(_POLL_SECONDS)

    def look(self) -> Iterator[tuple[str, str]]:
        """Yield the last lines there are."""
        for path in self._find():
            self._positions[path] = path.stat().st_size
            yield from ((path.stem, line) for line in last_lines(path, self._lines_before))

    def _added_to(self, path: Path) -> list[str]:
        position = self._positions.get(path, 0)
        size = path.stat().st_size
        with path.open("rb") as file:
            file.seek(position if position <= size else 0)
            content = self._rests.get(path, b"") + file.read()
            self._positions[path] = file.tell()
        whole, newline, rest = content.rpartition(b"\n")
        self._rests[path] = rest
        return whole.decode(errors="replace").splitlines() if newline else []
