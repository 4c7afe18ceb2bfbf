"""Is everything that one side of an API sends within what the other side expects?

A request was written for the old document and is read by the new one; a response is the other way
round. So one question serves both: what of `sent` does not fit `expected`?
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

Schema = Mapping[str, Any]
_LOWER_IS_STRICTER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_HIGHER_IS_STRICTER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_EXACT = ("pattern", "format", "multipleOf", "uniqueItems")
_WHAT_A_TYPE_TAKES = {"number": {"number", "integer"}}


@dataclass(frozen=True, slots=True)
class Sides:
    """The two documents that references are looked up in, and which way the data goes."""

    sent: Schema
    expected: Schema
    is_response: bool
    seen: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the schemas that a value may follow, with its name if it has one."""

    name: str
    schema: Schema


def misfits(sent: Schema, expected: Schema, sides: Sides, where: str = "") -> Iterator[str]:
    """Yield what the expecting side cannot deal with, a line each."""
    takers = list(_alternatives(expected, sides.expected))
    # An answer that could only be null promised nothing yet.
    if sides.is_response and all(_type(taker.schema) == "null" for taker in takers):
        return
    for one in _alternatives(sent, sides.sent):
        tried = [list(_pair_misfits(one, taker, sides, where)) for taker in takers]
        yield from min(tried, key=len)


def _alternatives(schema: Schema, document: Schema, name: str = "") -> Iterator[Alternative]:
    """Yield each schema that a value may follow; a reference is looked up."""
    while "$ref" in schema:
        name = str(schema["$ref"])
        schema = _looked_up(name, document)
    choices = cast("list[Schema]", schema.get("anyOf") or schema.get("oneOf") or [])
    if not choices:
        yield Alternative(name, schema)
    for choice in choices:
        yield from _alternatives(choice, document)


def _looked_up(reference: str, document: Schema) -> Schema:
    found: Any = document
    for name in reference.removeprefix("#/").split("/"):
        found = found[name]
    return cast("Schema", found)


def _pair_misfits(
    sent: Alternative, expected: Alternative, sides: Sides, where: str
) -> Iterator[str]:
    """Compare two schemas, once: one that refers to itself would never end."""
    pair = (sent.name, expected.name)
    if all(pair):
        if pair in sides.seen:
            return
        sides = replace(sides, seen=sides.seen | {pair})
    yield from _one_misfits(sent.schema, expected.schema, sides, where)


def _one_misfits(sent: Schema, expected: Schema, sides: Sides, where: str) -> Iterator[str]:
    if not _takes_type(sent, expected):
        yield f"{_here(where)}: {_type(sent)} where {_type(expected)} was agreed"
        return
    yield from _value_misfits(sent, expected, sides, where)
    yield from _object_misfits(sent, expected, sides, where)
    if "items" in sent and "items" in expected:
        yield from misfits(sent["items"], expected["items"], sides, f"{where}[]")
    rest, taker = sent.get("additionalProperties"), expected.get("additionalProperties")
    if isinstance(rest, Mapping) and isinstance(taker, Mapping):
        yield from misfits(cast("Schema", rest), cast("Schema", taker), sides, f"{where}.*")


def _takes_type(sent: Schema, expected: Schema) -> bool:
    wanted = expected.get("type")
    return wanted is None or sent.get("type") in _WHAT_A_TYPE_TAKES.get(wanted, {wanted})


def _value_misfits(sent: Schema, expected: Schema, sides: Sides, where: str) -> Iterator[str]:
    """Yield values and limits; a client must live with new values and wider limits of answers."""
    if sides.is_response:
        return
    allowed = _values(expected)
    if allowed is not None:
        gone = sorted(map(str, (_values(sent) or {"any value"}) - allowed))
        yield from (f"{_here(where)}: '{value}' is not taken any more" for value in gone)
    for name in (*_LOWER_IS_STRICTER, *_HIGHER_IS_STRICTER, *_EXACT):
        if name in expected and _is_stricter(name, sent.get(name), expected[name]):
            yield f"{_here(where)}: {name} is {expected[name]} and was {sent.get(name, 'not set')}"


def _is_stricter(name: str, before: Any, now: Any) -> bool:
    if before is None:
        return True
    if name in _LOWER_IS_STRICTER:
        return now < before
    return now > before if name in _HIGHER_IS_STRICTER else now != before


def _object_misfits(sent: Schema, expected: Schema, sides: Sides, where: str) -> Iterator[str]:
    had, wanted = _properties(sent), _properties(expected)
    given, required = set(sent.get("required", [])), set(expected.get("required", []))
    for name in sorted(required - given):
        if name in had or not sides.is_response:
            state = "may be missing" if sides.is_response else "is required"
            yield f"{where}.{name} {state} and was not so before"
    gone = wanted.keys() - had.keys() if sides.is_response else had.keys() - wanted.keys()
    if sides.is_response or expected.get("additionalProperties") is False:
        yield from (f"{where}.{name} is gone" for name in sorted(gone))
    for name in sorted(had.keys() & wanted.keys()):
        yield from misfits(had[name], wanted[name], sides, f"{where}.{name}")


def _properties(schema: Schema) -> Mapping[str, Schema]:
    return cast("Mapping[str, Schema]", schema.get("properties", {}))


def _values(schema: Schema) -> set[Any] | None:
    if "const" in schema:
        return {schema["const"]}
    return set(schema["enum"]) if "enum" in schema else None


def _type(schema: Schema) -> str:
    return str(schema.get("type", "anything"))


def _here(where: str) -> str:
    return where or "the body"
