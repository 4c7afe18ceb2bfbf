"""What does a file of labelled messages hold? CSV with a header, or one JSON object a line."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import cast

from local.messaging.domain.intent import Intent
from local.messaging.domain.message_words import words_of
from local.messaging.domain.reading_model import OUT_OF_SCOPE, Labelled
from local.messaging.errors import BrokenLabelFileError

CSV, NDJSON = "text/csv", "application/x-ndjson"
MEDIA_TYPES = frozenset({CSV, NDJSON})
MOST_LABELS = 3_000
_MOST_CHARACTERS = 1_024
_ROWS_LISTED = 100
_FIELDS = ["intent", "words"]
LABELS = (*(intent.value for intent in Intent), OUT_OF_SCOPE)


@dataclass(frozen=True, slots=True)
class SkippedLabel:
    """A row that was left out, and why; it never quotes a customer."""

    row: int
    reason: str
    message: str


@dataclass(slots=True)
class ReadLabels:
    """The labelled messages of one file, and what was left out."""

    labelled: list[Labelled] = field(default_factory=list[Labelled])
    left_out: Counter[str] = field(default_factory=Counter[str])
    first_skipped: list[SkippedLabel] = field(default_factory=list[SkippedLabel])

    def take(self, row: int, words: object, intent: object) -> None:
        """Take a row, or count it as left out."""
        if not isinstance(words, str) or not words_of(words) or not _is_storable(words):
            self._skip(row, "no_words", "it has no words that can be read")
        elif len(words) > _MOST_CHARACTERS:
            self._skip(row, "too_long", f"it has more than {_MOST_CHARACTERS} characters")
        elif intent not in LABELS:
            self._skip(row, "unknown_intent", "its intent is none of ours")
        else:
            self.labelled.append(Labelled(words=words, label=str(intent)))

    def _skip(self, row: int, reason: str, message: str) -> None:
        self.left_out[reason] += 1
        if len(self.first_skipped) < _ROWS_LISTED:
            self.first_skipped.append(SkippedLabel(row, reason, message))


def read_labels(content: bytes, media_type: str) -> ReadLabels:
    """Read a whole file; refuses one that is broken or too long."""
    read = ReadLabels()
    text = _decoded(content)
    rows = _csv_rows(text) if media_type == CSV else _ndjson_rows(text)
    for count, (row, values) in enumerate(rows, start=1):
        if count > MOST_LABELS:
            raise BrokenLabelFileError(f"it has more than {MOST_LABELS} rows; send the newest")
        if sorted(values) != _FIELDS:
            raise BrokenLabelFileError("each row must have exactly `words` and `intent`", row)
        read.take(row, values["words"], values["intent"])
    return read


def _is_storable(words: str) -> bool:
    """Tell whether a database keeps the text: no NUL, no half of a character."""
    return "\x00" not in words and words == words.encode(errors="ignore").decode()


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenLabelFileError("it is not UTF-8") from error


def _csv_rows(text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    lines = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        names: Sequence[str] = [name.strip() for name in next(lines, ())]
        for cells in lines:
            if cells:
                fits = len(cells) == len(names)
                yield lines.line_num, dict(zip(names, cells, strict=True)) if fits else {}
    except csv.Error as error:
        raise BrokenLabelFileError(f"it is not CSV ({error})", lines.line_num) from error


def _ndjson_rows(text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                value: object = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise BrokenLabelFileError("it is not JSON", number) from error
            yield number, cast("Mapping[str, object]", value) if isinstance(value, dict) else {}
