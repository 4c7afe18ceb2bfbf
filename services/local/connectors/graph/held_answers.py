"""How does Meta write refusals, fields and pages, in memory?"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from local.connectors.answer_values import mapping, mappings
from local.connectors.graph.refusals import INVALID_PARAMETER, NO_OBJECT
from local.connectors.twin import answered
from shared.connectors.exchange import VendorAnswer

_MOST_ON_A_PAGE = 100
# `replies.limit(50){id,from{id}}`: a name, and what is asked for of the thing behind it.
_FIELD = re.compile(r"(\w+)(?:\.\w+\(\w+\))*(?:\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\})?")


def refused(code: int, message: str, subcode: int | None = None, status: int = 400) -> VendorAnswer:
    """Return a refusal as Meta writes it."""
    error: dict[str, Any] = {
        "message": f"(#{code}) {message}",
        "type": "OAuthException",
        "code": code,
        "fbtrace_id": "A1",
    }
    if subcode is not None:
        error["error_subcode"] = subcode
    return answered(status, {"error": error})


def no_object() -> VendorAnswer:
    """Return that there is no such thing, or none to be seen."""
    return refused(INVALID_PARAMETER, "Object does not exist, or cannot be loaded", NO_OBJECT)


def written(at: datetime) -> str:
    """Return a moment as Meta writes it, to the second."""
    return f"{at:%Y-%m-%dT%H:%M:%S}+0000"


def picked(stated: Mapping[str, Any], query: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the fields that are asked for; the id always comes along."""
    return _picked(stated, query.get("fields", ""))


def page(items: Sequence[Mapping[str, Any]], query: Mapping[str, str]) -> VendorAnswer:
    """Return a page of a list; the last one names a cursor and no next page."""
    limit, after = query.get("limit", "25"), query.get("after", "0")
    if not limit.isdecimal() or not 1 <= int(limit) <= _MOST_ON_A_PAGE or not after.isdecimal():
        return refused(INVALID_PARAMETER, "Invalid parameter: limit or after")
    start, end = int(after), int(after) + int(limit)
    shown = [picked(item, query) for item in items[start:end]]
    if not shown:
        return answered(200, {"data": []})
    paging: dict[str, Any] = {"cursors": {"before": str(start), "after": str(end)}}
    if end < len(items):
        paging["next"] = f"https://graph.example/next?after={end}"
    return answered(200, {"data": shown, "paging": paging})


def _picked(stated: Mapping[str, Any], fields: str) -> Mapping[str, Any]:
    """Return the fields of a list such as `id,from{id},replies.limit(5){text}`."""
    asked: dict[str, str] = dict(_FIELD.findall(fields)) | {"id": ""}
    return {
        name: _inner(value, asked[name])
        for name, value in stated.items()
        if name in asked and value is not None
    }


def _inner(value: Any, fields: str) -> Any:
    held = mapping(value)
    if not held or not fields:
        return value
    if "data" in held:
        return {"data": [_picked(item, fields) for item in mappings(held["data"])]}
    return _picked(held, fields)
