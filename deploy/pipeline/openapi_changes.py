"""Which changes between two OpenAPI documents break a client that worked before?

Breaking: a path, method, parameter, media type, success status or field that is gone; what is newly
required of a request; an answer that may now lack a field or be null; a changed type; stricter
limits. Not breaking: anything new that is optional, and new values of an enumeration in answers.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from pipeline.schema_fit import Sides, misfits

Document = Mapping[str, Any]
_METHODS = ("get", "put", "post", "delete", "patch", "head", "options")


@dataclass(frozen=True, slots=True)
class _Pair:
    """One operation before and after, with the documents around it."""

    name: str
    before: Document
    after: Document
    whole_before: Document
    whole_after: Document

    @property
    def asking(self) -> Sides:
        return Sides(self.whole_before, self.whole_after, is_response=False)

    @property
    def answering(self) -> Sides:
        return Sides(self.whole_after, self.whole_before, is_response=True)


def breaking_changes(before: Document, after: Document) -> list[str]:
    """Return what a client of `before` would stumble over, a line each."""
    return [
        change
        for path in before["paths"]
        for method in _METHODS
        if method in before["paths"][path]
        for change in _operation_changes(path, method, before, after)
    ]


def is_announced(before: str, after: str) -> bool:
    """Tell whether the version says that something breaks: its first number that is not 0 grew."""
    old, new = _numbers(before), _numbers(after)
    place = next((index for index, number in enumerate(old) if number), len(old) - 1)
    return new[: place + 1] > old[: place + 1]


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)[:3]]


def _operation_changes(path: str, method: str, before: Document, after: Document) -> Iterator[str]:
    name = f"{method.upper()} {path}"
    remains = after["paths"].get(path, {}).get(method)
    if remains is None:
        yield f"{name} is gone"
        return
    pair = _Pair(name, before["paths"][path][method], remains, before, after)
    yield from _parameter_changes(pair)
    yield from _body_changes(pair)
    yield from _response_changes(pair)


def _parameter_changes(pair: _Pair) -> Iterator[str]:
    before, after = _parameters(pair.before), _parameters(pair.after)
    for key in before.keys() - after.keys():
        yield f"{pair.name}: the {key[0]} parameter '{key[1]}' is gone"
    for key, parameter in after.items():
        was = before.get(key)
        if parameter.get("required") and not (was and was.get("required")):
            yield f"{pair.name}: the {key[0]} parameter '{key[1]}' is required and was not"
        if was:
            found = misfits(was["schema"], parameter["schema"], pair.asking, key[1])
            yield from (f"{pair.name}: {misfit}" for misfit in found)


def _parameters(operation: Document) -> dict[tuple[str, str], Document]:
    listed = cast("list[Document]", operation.get("parameters", []))
    return {(str(one["in"]), str(one["name"])): one for one in listed}


def _body_changes(pair: _Pair) -> Iterator[str]:
    before = cast("Document", pair.before.get("requestBody") or {})
    after = cast("Document", pair.after.get("requestBody") or {})
    if before and not after:
        yield f"{pair.name}: it takes no body any more"
        return
    if after.get("required") and not before.get("required"):
        yield f"{pair.name}: a body is required and was not"
    yield from _content_changes(pair, before, after, "the request", pair.asking)


def _response_changes(pair: _Pair) -> Iterator[str]:
    for status, before in pair.before["responses"].items():
        if not str(status).startswith("2"):
            continue
        after = pair.after["responses"].get(status)
        if after is None:
            yield f"{pair.name}: the answer {status} is gone"
        else:
            where = f"the answer {status}"
            yield from _content_changes(pair, before, after, where, pair.answering)


def _content_changes(
    pair: _Pair, before: Document, after: Document, where: str, sides: Sides
) -> Iterator[str]:
    kept = after.get("content", {})
    for media_type, was in before.get("content", {}).items():
        if media_type not in kept:
            yield f"{pair.name}: {where} is not {media_type} any more"
            continue
        old, new = was.get("schema", {}), kept[media_type].get("schema", {})
        sent, expected = (new, old) if sides.is_response else (old, new)
        yield from (f"{pair.name}: {where}: {one}" for one in misfits(sent, expected, sides))
