"""Which lines does a file have? Reads one at a time, refuses what is not UTF-8 or has no end."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

LONGEST_LINE_BYTES = 65_536
_BOM = "\ufeff"


class UnreadableFileError(ValueError):
    """From this line on the file cannot be read at all."""

    def __init__(self, line: int, message: str, name: str = "file") -> None:
        super().__init__(message)
        self.line = line
        self.name = name
        self.message = message


@dataclass(slots=True)
class Lines:
    """The decoded lines of a file, with their ends, and the number of the last one read."""

    file: BinaryIO
    number: int = 0

    def __iter__(self) -> Iterator[str]:
        """Yield line after line; memory holds one."""
        while raw := self.file.readline(LONGEST_LINE_BYTES + 1):
            self.number += 1
            yield self._decoded(raw)

    def _decoded(self, raw: bytes) -> str:
        if len(raw) > LONGEST_LINE_BYTES:
            raise UnreadableFileError(
                self.number, f"The line is longer than {LONGEST_LINE_BYTES} bytes: is it one line?"
            )
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise UnreadableFileError(
                self.number,
                f"Byte {error.start + 1} of the line is not UTF-8: save the file as UTF-8.",
            ) from error
        return text.removeprefix(_BOM) if self.number == 1 else text
