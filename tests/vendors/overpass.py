"""Overpass as a stand-in: it reads the question, and answers from a town of its own."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from tests.vendors.contract import Asked, openapi_contract
from tests.vendors.stand_in import Reply

_DOCUMENT = Path(__file__).with_name("contracts") / "overpass.openapi.json"
CONTRACT = openapi_contract(json.loads(_DOCUMENT.read_text(encoding="utf-8")))
_QUESTION = re.compile(
    r"\[out:json\]\[timeout:\d+\]\[bbox:([-\d.,]+)\];\((.+)\);out center tags;", re.DOTALL
)
_FILTER = re.compile(r'nwr\["(\w+)"~"\^\(([\w|]+)\)\$"\];')
NO_SLOT = Reply(429, "<html>too many requests</html>", {"Content-Type": "text/html"})
OVERLOADED = Reply(504, "<html>The server is probably too busy</html>")
STATUS = """Connected as: 1
Current time: 2026-11-26T10:00:00Z
Rate limit: 2
Slot available after: 2026-11-26T10:00:07Z, in 7 seconds.
Slot available after: 2026-11-26T10:01:30Z, in 90 seconds.
Currently running queries (pid, space limit, time limit, start time):
"""


class Overpass:
    """Knows a town of elements; `remark` is what it says when it ran out of time or memory."""

    contract = CONTRACT

    def __init__(self, elements: Sequence[dict[str, Any]], remark: str | None = None) -> None:
        self.elements = list(elements)
        self.remark = remark

    def answer(self, asked: Asked) -> Reply:
        """Return the elements of the box that have one of the tags, or say what is wrong."""
        if asked.path.endswith("/status"):
            return Reply(200, STATUS)
        question = _QUESTION.fullmatch(parse_qs(asked.body.decode())["data"][0])
        filters = _FILTER.findall(question[2]) if question else []
        if question is None or not filters or _FILTER.sub("", question[2]):
            return Reply(400, "<html>parse error</html>")
        south, west, north, east = map(float, question[1].split(","))
        wanted = {key: set(values.split("|")) for key, values in filters}
        found = [
            element
            for element in self.elements
            if south <= _point(element)["lat"] <= north
            and west <= _point(element)["lon"] <= east
            and any(element["tags"].get(key) in values for key, values in wanted.items())
        ]
        return Reply(200, self._body(found))

    def _body(self, found: list[dict[str, Any]]) -> dict[str, Any]:
        body: dict[str, Any] = {
            "version": 0.6,
            "generator": "Overpass API",
            "osm3s": {
                "timestamp_osm_base": "2026-11-26T10:00:00Z",
                "copyright": "The data included in this document is from www.openstreetmap.org.",
            },
            "elements": found,
        }
        return body if self.remark is None else body | {"elements": [], "remark": self.remark}


def _point(element: dict[str, Any]) -> dict[str, float]:
    return element.get("center", element)
