"""What are the elements of a map file? Read one at a time, so that a large file blocks nobody.

`json.load` of 64 MiB holds the interpreter for a second, whatever the thread; one element at a time
lets other requests run in between, and never holds the whole tree.
"""

import json
import re
from collections.abc import Iterator
from typing import Never, cast

from local.places.errors import BrokenPlaceFileError

# The member of the outermost object that holds the places, by kind of file.
PLACE_LISTS = ("elements", "features")
# Where Overpass says, in an answer that looks like success, that it ran out of time or memory.
REMARK = "remark"

_SPACE = re.compile(r"[ \t\r\n]*")


class _NotJsonError(ValueError):
    """A word stands there that other readers of JSON do not know."""


def _refuse(word: str) -> Never:
    raise _NotJsonError(word)


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def elements(text: str) -> Iterator[tuple[str, object]]:
    """Yield each element with the name of its list, and a remark with its own name.

    Refuses whatever is not one JSON object.
    """
    reader = _Reader(text)
    lists = 0
    reader.expect("{", "a map file is one JSON object")
    for name in reader.members():
        if name in PLACE_LISTS and reader.looks_at("["):
            lists += 1
            for value in reader.items():
                yield name, value
        elif name == REMARK:
            yield name, reader.value()
        else:
            reader.value()
    reader.expect_end()
    if not lists:
        reader.fail('it holds neither "elements" (Overpass) nor "features" (GeoJSON)', at=0)


class _Reader:
    """Walks through a text, one value at a time."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._skip_space()

    def looks_at(self, sign: str) -> bool:
        return self._text.startswith(sign, self._at)

    def expect(self, sign: str, reason: str) -> None:
        if not self.looks_at(sign):
            self.fail(f"{sign} is missing: {reason}")
        self._at += 1
        self._skip_space()

    def expect_end(self) -> None:
        if self._at < len(self._text):
            self.fail("something follows the end of the JSON object")

    def value(self) -> object:
        try:
            value, self._at = _DECODER.raw_decode(self._text, self._at)
        except json.JSONDecodeError as error:
            self.fail(f"it is not JSON ({error.msg})", at=error.pos)
        except _NotJsonError as error:
            self.fail(f"{error} is not a JSON number")
        except RecursionError:
            self.fail("its values are nested too deeply")
        except ValueError:
            self.fail("a number has too many digits")
        self._skip_space()
        return cast("object", value)

    def members(self) -> Iterator[str]:
        """Yield each name of an object's members; the caller reads the value in between."""
        if not self._closes("}"):
            while True:
                name = self.value()
                self.expect(":", "it follows the name of a member")
                yield str(name)
                if self._closes("}"):
                    return
                self.expect(",", "it stands between members")

    def items(self) -> Iterator[object]:
        """Yield each value of an array."""
        self.expect("[", "it begins a list")
        if not self._closes("]"):
            while True:
                yield self.value()
                if self._closes("]"):
                    return
                self.expect(",", "it stands between elements")

    def fail(self, reason: str, at: int | None = None) -> Never:
        line = self._text.count("\n", 0, self._at if at is None else at) + 1
        raise BrokenPlaceFileError(reason, line=line) from None

    def _closes(self, sign: str) -> bool:
        if not self.looks_at(sign):
            return False
        self._at += 1
        self._skip_space()
        return True

    def _skip_space(self) -> None:
        match = _SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at
