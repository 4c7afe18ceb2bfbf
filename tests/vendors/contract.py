"""A vendor's contract as a checker: OpenAPI 3 or a Google discovery document.

A discovery document writes "Required." in descriptions and leaves objects open, so that almost
anything fits; here what it calls required is, and fields that it does not name are refused.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

from jsonschema import Draft202012Validator
from openapi_schema_validator import OAS31Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from shared.connectors.exchange import VendorAnswer, VendorRequest

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
_ROOT = "urn:contract"
# Google answers these parameters for every method.
_GOOGLE_QUERY = {"alt", "fields", "key", "prettyPrint", "quotaUser"}
_IS_REQUIRED = re.compile(r"\s*Required\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came over the wire; header names in small letters."""

    method: str
    path: str
    query: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What one operation takes and answers."""

    id: str
    method: str
    path: re.Pattern[str]
    query: frozenset[str]
    required_headers: frozenset[str]
    bodies: Mapping[str, Any]
    answers: Mapping[str, Any]
    required_query: frozenset[str] = frozenset()


class Contract:
    """The operations of a vendor."""

    def __init__(self, operations: Sequence[Operation], root: Mapping[str, Any]) -> None:
        self._operations = operations
        resource: Resource[Any] = Resource(contents=root, specification=DRAFT202012)
        self._registry: Registry[Any] = Registry[Any]().with_resource(_ROOT, resource)

    def violations(self, asked: Asked) -> list[str]:
        """Return what is wrong with a request; nothing, if it keeps the contract."""
        operation = self._operation(asked)
        if operation is None:
            return [f"no such operation: {asked.method} {asked.path}"]
        return [
            *(f"unknown query parameter {n}" for n, _ in asked.query if n not in operation.query),
            *(
                f"missing {n}"
                for n in sorted(operation.required_query - {n for n, _ in asked.query})
            ),
            *(f"missing header {n}" for n in operation.required_headers - asked.headers.keys()),
            *self._body_violations(operation, asked),
        ]

    def answer_violations(self, asked: Asked, status: int, body: Any) -> list[str]:
        """Return what is wrong with the stand-in's own answer."""
        operation = self._operation(asked)
        schema = operation.answers.get(str(status)) if operation else None
        return [] if schema is None else self._misfits(schema, body)

    def exchange_violations(self, request: VendorRequest, answer: VendorAnswer) -> list[str]:
        """Return what is wrong with a request and with the answer to it."""
        asked = as_asked(request)
        said = self.answer_violations(asked, answer.status, answer.json())
        return [*self.violations(asked), *said]

    def _operation(self, asked: Asked) -> Operation | None:
        """Return the operation; where two fit, as `x/{id}` and `x/{id}:verb`, the more exact."""
        fitting = [
            operation
            for operation in self._operations
            if operation.method == asked.method and operation.path.fullmatch(asked.path)
        ]
        return max(fitting, key=lambda operation: len(operation.path.pattern), default=None)

    def _body_violations(self, operation: Operation, asked: Asked) -> list[str]:
        if not operation.bodies:
            return ["unexpected body"] if asked.body else []
        kind = asked.headers.get("content-type", "").split(";")[0]
        if kind not in operation.bodies:
            return [f"content type {kind!r} is none of {sorted(operation.bodies)}"]
        try:
            body = _decoded(kind, asked.body)
        except ValueError:
            return ["the body is not JSON"]
        return self._misfits(operation.bodies[kind], body)

    def _misfits(self, schema: Any, value: Any) -> list[str]:
        validator = OAS31Validator(schema, registry=self._registry)
        return [
            f"{'/'.join(map(str, error.absolute_path)) or 'body'}: {error.message[:200]}"
            for error in validator.iter_errors(value)
        ]


def as_asked(request: VendorRequest) -> Asked:
    """Return a request as its server reads it."""
    address = urlsplit(request.url)
    return Asked(
        method=request.method,
        path=address.path,
        query=parse_qsl(address.query, keep_blank_values=True),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.body,
    )


def openapi_contract(document: Mapping[str, Any]) -> Contract:
    """Return the contract that an OpenAPI document states."""
    return Contract(list(_openapi_operations(document)), document)


def discovery_contract(document: Mapping[str, Any]) -> Contract:
    """Return the contract that a Google discovery document states."""
    schemas = {name: _closed(schema) for name, schema in document["schemas"].items()}
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    partial: dict[str, Any] = {name: {**schema, "required": []} for name, schema in schemas.items()}
    return Contract(list(_discovery_operations(document)), {"schemas": schemas, "partial": partial})


def _decoded(kind: str, body: bytes) -> Any:
    return dict(parse_qsl(body.decode())) if kind == FORM else json.loads(body or b"null")


def _openapi_operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    base = re.sub(r"^https?://[^/]+", "", document["servers"][0]["url"])
    for path, methods in document["paths"].items():
        for method, stated in methods.items():
            parameters = stated.get("parameters", [])
            yield Operation(
                id=stated["operationId"],
                method=method.upper(),
                path=re.compile(_openapi_pattern(base + path)),
                query=frozenset(p["name"] for p in parameters if p["in"] == "query"),
                required_headers=frozenset(
                    p["name"].lower()
                    for p in parameters
                    if p["in"] == "header" and p.get("required")
                ),
                bodies=_schemas(stated.get("requestBody", {})),
                answers={
                    status: schema
                    for status, answer in stated["responses"].items()
                    if (schema := _schemas(answer).get(JSON)) is not None
                },
            )


def _openapi_pattern(path: str) -> str:
    """Return a path whose parameters stand for one part each."""
    return "[^/]+".join(re.escape(literal) for literal in re.split(r"\{[^}]+\}", path))


def _schemas(holder: Mapping[str, Any]) -> dict[str, Any]:
    content = holder.get("content", {})
    return {kind: _absolute(stated.get("schema", {})) for kind, stated in content.items()}


def _absolute(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_absolute(item) for item in cast("list[Any]", schema)]
    if isinstance(schema, dict):
        return {
            name: _ROOT + value if name == "$ref" else _absolute(value)
            for name, value in cast("dict[str, Any]", schema).items()
        }
    return schema


def _discovery_operations(resource: Mapping[str, Any]) -> Iterator[Operation]:
    for method in resource.get("methods", {}).values():
        parameters: dict[str, Any] = method.get("parameters", {})
        yield Operation(
            id=method["id"],
            method=method["httpMethod"],
            path=re.compile(_path_pattern(method["path"], parameters)),
            query=frozenset(n for n, p in parameters.items() if p["location"] == "query")
            | _GOOGLE_QUERY,
            required_query=frozenset(
                name
                for name, stated in parameters.items()
                if stated["location"] == "query" and _IS_REQUIRED.match(_described(stated))
            ),
            required_headers=frozenset(),
            bodies=_reference_in(method.get("request"), JSON, _part(method, "PATCH")),
            answers=_reference_in(method.get("response"), "200", _part(method, "readMask")),
        )
    for child in resource.get("resources", {}).values():
        yield from _discovery_operations(child)


def _part(method: Mapping[str, Any], sign: str) -> str:
    """Return where the schema lies: what names its fields in a mask holds no others."""
    is_partial = method["httpMethod"] == sign or sign in method.get("parameters", {})
    return "partial" if is_partial else "schemas"


def _reference_in(named: Mapping[str, Any] | None, key: str, part: str) -> dict[str, Any]:
    return {} if named is None else {key: {"$ref": f"{_ROOT}#/{part}/{named['$ref']}"}}


def _path_pattern(path: str, parameters: Mapping[str, Any]) -> str:
    parts = re.split(r"\{\+?(\w+)\}", path)
    literal, names = parts[0::2], parts[1::2]
    patterns = [parameters[name].get("pattern", "^[^/]+$").strip("^$") for name in names]
    pieces = [re.escape(literal[0])]
    for pattern, text in zip(patterns, literal[1:], strict=True):
        pieces += [f"(?:{pattern})", re.escape(text)]
    return "/" + "".join(pieces)


def _closed(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a discovery schema as JSON Schema: closed, and with what it calls required."""
    kept = {n: schema[n] for n in ("type", "enum", "pattern") if n in schema}
    if kept.get("type") == "any":
        del kept["type"]
    if "$ref" in schema:
        kept["$ref"] = f"{_ROOT}#/schemas/{schema['$ref']}"
    if "items" in schema:
        kept["items"] = _closed(schema["items"])
    if "additionalProperties" in schema:
        kept["additionalProperties"] = _closed(schema["additionalProperties"])
    if "properties" in schema:
        fields: dict[str, Any] = schema["properties"]
        kept["properties"] = {name: _closed(field) for name, field in fields.items()}
        kept["required"] = [
            name for name, field in fields.items() if _IS_REQUIRED.match(_described(field))
        ]
        kept.setdefault("additionalProperties", False)
    return kept


def _described(field: Mapping[str, Any]) -> str:
    return str(field.get("description", ""))
