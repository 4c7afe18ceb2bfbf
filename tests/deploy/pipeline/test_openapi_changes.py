"""A table of changes to one small API, and which of them a client would stumble over."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from pipeline.openapi_changes import breaking_changes, is_announced
from tests.databases import ROOT

Api = dict[str, Any]
Change = Callable[[Api], object]

SHOP: Api = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "maxLength": 200},
        "kind": {"enum": ["salon", "cafe"], "type": "string"},
        "rating": {"anyOf": [{"type": "number"}, {"type": "null"}]},
        "parent": {"anyOf": [{"$ref": "#/components/schemas/Shop"}, {"type": "null"}]},
    },
}
ANSWER: Api = {
    "type": "object",
    "required": ["id", "note", "tags"],
    "properties": {
        "id": {"type": "string"},
        "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "tags": {"type": "array", "items": {"$ref": "#/components/schemas/Tag"}},
        "state": {"enum": ["new", "done"], "type": "string"},
        "later": {"type": "null"},
        "extra": {"type": "object", "additionalProperties": {"type": "integer"}},
    },
}
API: Api = {
    "info": {"version": "0.1.0"},
    "paths": {
        "/shops": {
            "get": {
                "parameters": [
                    {"in": "query", "name": "limit", "schema": {"type": "integer", "maximum": 100}},
                ],
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"type": "array"}}}}
                },
            },
            "post": {
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Shop"}},
                        "text/csv": {"schema": {"type": "string"}},
                    },
                },
                "responses": {
                    "201": {
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}
                        }
                    },
                    "422": {"content": {"application/problem+json": {"schema": {}}}},
                },
            },
        }
    },
    "components": {
        "schemas": {
            "Shop": SHOP,
            "Answer": ANSWER,
            "Tag": {
                "type": "object",
                "required": ["word"],
                "properties": {
                    "word": {"type": "string"},
                    "inner": {"type": "array", "items": {"$ref": "#/components/schemas/Tag"}},
                },
            },
        }
    },
}


def post(api: Api) -> Api:
    return api["paths"]["/shops"]["post"]


def get(api: Api) -> Api:
    return api["paths"]["/shops"]["get"]


def schema(api: Api, name: str) -> Api:
    return api["components"]["schemas"][name]


def fields(api: Api, name: str) -> Api:
    return schema(api, name)["properties"]


BREAKING: list[tuple[str, Change]] = [
    ("GET /shops is gone", lambda a: a["paths"].pop("/shops")),
    ("POST /shops is gone", lambda a: a["paths"]["/shops"].pop("post")),
    ("the query parameter 'limit' is gone", lambda a: get(a)["parameters"].clear()),
    (
        "the query parameter 'limit' is required and was not",
        lambda a: get(a)["parameters"][0].update(required=True),
    ),
    (
        "the header parameter 'X-Shop' is required and was not",
        lambda a: get(a)["parameters"].append(
            {"in": "header", "name": "X-Shop", "required": True, "schema": {}}
        ),
    ),
    (
        "limit: maximum is 50 and was 100",
        lambda a: get(a)["parameters"][0]["schema"].update(maximum=50),
    ),
    (
        "limit: integer where string was agreed",
        lambda a: get(a)["parameters"][0].update(schema={"type": "string"}),
    ),
    ("it takes no body any more", lambda a: post(a).pop("requestBody")),
    (
        "the request is not text/csv any more",
        lambda a: post(a)["requestBody"]["content"].pop("text/csv"),
    ),
    (".city is required and was not", lambda a: new_field(a, "Shop", "city", required=True)),
    (".kind is required and was not", lambda a: schema(a, "Shop")["required"].append("kind")),
    (".kind is gone", lambda a: fields(a, "Shop").pop("kind")),
    (
        ".name: maxLength is 100 and was 200",
        lambda a: fields(a, "Shop")["name"].update(maxLength=100),
    ),
    (
        ".name: pattern is ^x and was not set",
        lambda a: fields(a, "Shop")["name"].update(pattern="^x"),
    ),
    (
        ".kind: 'cafe' is not taken any more",
        lambda a: fields(a, "Shop")["kind"].update(enum=["salon"]),
    ),
    (
        ".name: 'any value' is not taken any more",
        lambda a: fields(a, "Shop")["name"].update(enum=["one"]),
    ),
    (
        ".rating: null where number was agreed",
        lambda a: fields(a, "Shop").update(rating={"type": "number"}),
    ),
    ("the answer 201 is gone", lambda a: post(a)["responses"].pop("201")),
    (
        "the answer 201 is not application/json any more",
        lambda a: post(a)["responses"]["201"].update(content={}),
    ),
    (".note is gone", lambda a: gone(a, "Answer", "note")),
    (".state is gone", lambda a: fields(a, "Answer").pop("state")),
    (".id may be missing", lambda a: schema(a, "Answer")["required"].remove("id")),
    (
        ".id: null where string was agreed",
        lambda a: fields(a, "Answer").update(id={"anyOf": [{"type": "string"}, {"type": "null"}]}),
    ),
    (
        ".id: integer where string was agreed",
        lambda a: fields(a, "Answer")["id"].update(type="integer"),
    ),
    (".tags[].word is gone", lambda a: gone(a, "Tag", "word")),
    (
        ".extra.*: string where integer was agreed",
        lambda a: fields(a, "Answer")["extra"].update(additionalProperties={"type": "string"}),
    ),
]
HARMLESS: list[tuple[str, Change]] = [
    ("nothing changed", lambda _: None),
    ("a new path", lambda a: a["paths"].update({"/new": {"get": {"responses": {}}}})),
    ("a new method", lambda a: a["paths"]["/shops"].update(put={"responses": {}})),
    (
        "a new optional parameter",
        lambda a: get(a)["parameters"].append({"in": "query", "name": "page", "schema": {}}),
    ),
    (
        "a wider limit of a parameter",
        lambda a: get(a)["parameters"][0]["schema"].update(maximum=500),
    ),
    (
        "a parameter that takes more types",
        lambda a: get(a)["parameters"][0].update(schema={"type": "number"}),
    ),
    ("a new optional field of a request", lambda a: new_field(a, "Shop", "city", required=False)),
    ("a field that need not be sent", lambda a: schema(a, "Shop")["required"].clear()),
    ("a new value in a request", lambda a: fields(a, "Shop")["kind"]["enum"].append("bar")),
    ("a body that may be left out", lambda a: post(a)["requestBody"].update(required=False)),
    ("a new field of an answer", lambda a: new_field(a, "Answer", "more", required=True)),
    ("a new value in an answer", lambda a: fields(a, "Answer")["state"]["enum"].append("lost")),
    ("an answer that is never null", lambda a: fields(a, "Answer").update(note={"type": "string"})),
    (
        "a field that could only be null and is filled",
        lambda a: fields(a, "Answer").update(later={"type": "array", "items": {}}),
    ),
    ("another refusal", lambda a: post(a)["responses"].pop("422")),
    ("another answer", lambda a: post(a)["responses"].update({"202": {}})),
    ("a description", lambda a: post(a).update(summary="Open a shop")),
]


def new_field(api: Api, name: str, field: str, *, required: bool) -> None:
    fields(api, name)[field] = {"type": "string"}
    if required:
        schema(api, name)["required"].append(field)


def gone(api: Api, name: str, field: str) -> None:
    fields(api, name).pop(field)
    schema(api, name)["required"].remove(field)


def changes_after(change: Change) -> list[str]:
    after = deepcopy(API)
    change(after)
    return breaking_changes(API, after)


@pytest.mark.parametrize(("said", "change"), BREAKING, ids=[said for said, _ in BREAKING])
def test_what_breaks_a_client_is_named(said: str, change: Change) -> None:
    found = changes_after(change)
    assert any(said in line for line in found), found


@pytest.mark.parametrize(("what", "change"), HARMLESS, ids=[what for what, _ in HARMLESS])
def test_what_breaks_nobody_passes(what: str, change: Change) -> None:
    assert changes_after(change) == []


def test_a_change_names_its_operation_and_side() -> None:
    assert changes_after(lambda api: fields(api, "Answer").pop("state")) == [
        "POST /shops: the answer 201: .state is gone"
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("0.1.0", "0.1.0", False),
        ("0.1.0", "0.1.9", False),
        ("0.1.0", "0.2.0", True),
        ("0.1.0", "1.0.0", True),
        ("1.4.2", "1.5.0", False),
        ("1.4.2", "2.0.0", True),
        ("2.0.0", "1.9.0", False),
        ("0.0.1", "0.0.2", True),
    ],
)
def test_a_version_announces_a_break_by_its_first_number(
    before: str, after: str, expected: bool
) -> None:
    assert is_announced(before, after) is expected


@pytest.mark.parametrize("tier", ["enterprise", "local"])
def test_the_tiers_own_documents_can_be_compared(tier: str) -> None:
    document = json.loads((ROOT / "docs" / "api" / f"{tier}.json").read_text(encoding="utf-8"))
    assert breaking_changes(document, document) == []
    without = deepcopy(document)
    path, operations = next((path, one) for path, one in without["paths"].items() if "get" in one)
    del operations["get"]
    assert breaking_changes(document, without) == [f"GET {path} is gone"]
