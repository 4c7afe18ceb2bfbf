"""The contracts of Meta's products: good requests pass, wrong ones are seen, Meta's own agrees."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from local.connectors.graph.held_answers import refused
from tests.vendors.contract import JSON, Asked, Contract, openapi_contract
from tests.vendors.meta import FACEBOOK, INSTAGRAM

META = Path(__file__).parents[3] / "shared/vendor-specs/meta/graph-v25.derived.openapi.json"
HEADERS = {"authorization": "Bearer t"}
PRIVATE = {"recipient": {"comment_id": "7_1"}, "message": {"text": "Hello"}}


def writing(path: str, body: Any, method: str = "POST") -> Asked:
    return Asked(
        method=method,
        path=f"/v25.0/{path}",
        query=[],
        headers={**HEADERS, "content-type": JSON},
        body=json.dumps(body).encode(),
    )


def reading(path: str, *query: str, method: str = "GET") -> Asked:
    pairs = [(name, "1") for name in query]
    return Asked(method=method, path=f"/v25.0/{path}", query=pairs, headers=HEADERS, body=b"")


GOOD_ON_FACEBOOK = [
    writing("10/feed", {"message": "Hello"}),
    writing("10/feed", {"message": "Hello", "link": "https://a.example"}),
    writing("10/photos", {"url": "https://a.example/a.jpg", "caption": "Hello"}),
    writing("7_1/comments", {"message": "Thank you"}),
    writing("7_1", {"is_hidden": True}),
    reading("10/published_posts", "fields", "include_hidden", "limit", "after"),
    reading("10_7", "fields"),
    reading("10_7", method="DELETE"),
    reading("10_7/comments", "fields", "filter", "order", "since", "limit", "after"),
    reading("10", "fields", "appsecret_proof"),
]
GOOD_ON_INSTAGRAM = [
    writing("17/media", {"image_url": "https://a.example/a.jpg", "caption": "Hello"}),
    writing("17/media_publish", {"creation_id": 179}),
    writing("178/replies", {"message": "Thank you"}),
    writing("178", {"hide": True}),
    reading("17/media", "fields", "limit", "after"),
    reading("17/content_publishing_limit", "fields"),
    reading("180/comments", "fields", "limit", "after"),
    reading("178/replies", "fields", "limit", "after"),
    reading("180", "fields"),
]
GOOD = [
    *((FACEBOOK, asked) for asked in GOOD_ON_FACEBOOK),
    *((INSTAGRAM, asked) for asked in GOOD_ON_INSTAGRAM),
    (FACEBOOK, writing("10/feed", {"message": "Hello", "appsecret_proof": "f" * 64})),
    (FACEBOOK, writing("10/messages", PRIVATE)),
    (INSTAGRAM, writing("17/messages", PRIVATE)),
]


@pytest.mark.parametrize(("contract", "asked"), GOOD)
def test_good_requests_keep_the_contract(contract: Contract, asked: Asked) -> None:
    assert contract.violations(asked) == []


WRONG = [
    (FACEBOOK, writing("10/feed", {})),
    (FACEBOOK, writing("10/feed", {"message": ""})),
    (FACEBOOK, writing("10/feed", {"message": "x" * 63_207})),
    (FACEBOOK, writing("10/feed", {"message": "x", "link": "a.example"})),
    (FACEBOOK, writing("10/feed", {"message": "x", "url": "https://a.example"})),
    (FACEBOOK, writing("10/feed", {"message": "x"}, method="PUT")),
    (FACEBOOK, writing("10/photos", {"caption": "x"})),
    (FACEBOOK, writing("10/photos", {"url": "https://a.example/a.jpg", "message": "x"})),
    (FACEBOOK, writing("7_1/comments", {"text": "x"})),
    (FACEBOOK, writing("7_1/likes", {})),
    (FACEBOOK, writing("7_1", {"is_hidden": "yes"})),
    (FACEBOOK, writing("10/messages", {**PRIVATE, "recipient": {"id": "501"}})),
    (FACEBOOK, writing("10/messages", {**PRIVATE, "message": {"text": "x" * 2_001}})),
    (FACEBOOK, reading("10/published_posts", "page")),
    (INSTAGRAM, writing("17/media", {"caption": "x"})),
    (INSTAGRAM, writing("17/media", {"image_url": "a.jpg"})),
    (INSTAGRAM, writing("17/media", {"image_url": "https://a.example", "caption": "x" * 2_201})),
    (INSTAGRAM, writing("17/media_publish", {"creation_id": "179"})),
    (INSTAGRAM, writing("17/media_publish", {})),
    (INSTAGRAM, writing("178/replies", {"message": "x" * 301})),
    (INSTAGRAM, writing("180/comments", {"message": "x"})),
    (INSTAGRAM, writing("178", {"is_hidden": True})),
    (INSTAGRAM, writing("17/messages", {**PRIVATE, "message": {"text": "x" * 1_001}})),
    (INSTAGRAM, reading("180", method="DELETE")),
]


@pytest.mark.parametrize(("contract", "asked"), WRONG)
def test_wrong_requests_are_seen(contract: Contract, asked: Asked) -> None:
    assert contract.violations(asked)


@pytest.mark.parametrize("contract", [FACEBOOK, INSTAGRAM])
def test_a_request_without_a_token_is_seen(contract: Contract) -> None:
    bare = Asked(method="GET", path="/v25.0/10", query=[], headers={}, body=b"")
    assert contract.violations(bare) == ["missing header authorization"]


WRONG_ANSWERS: list[tuple[Contract, Asked, int, Any]] = [
    (FACEBOOK, writing("10/feed", {"message": "x"}), 200, {"id": "7"}),
    (FACEBOOK, writing("10/photos", {}), 200, {"id": "7"}),
    (FACEBOOK, reading("10_7", method="DELETE"), 200, {"success": "true"}),
    (FACEBOOK, reading("10/published_posts"), 200, {"data": [{"id": "10_7", "text": "x"}]}),
    (FACEBOOK, reading("10/published_posts"), 200, {}),
    (FACEBOOK, reading("10_7/comments"), 200, {"data": [{"id": "7_1", "created_time": "now"}]}),
    (FACEBOOK, reading("10"), 400, {"error": "no"}),
    (FACEBOOK, reading("10"), 400, {"error": {"message": "x", "type": "y"}}),
    (INSTAGRAM, reading("179"), 200, {"id": "179", "status_code": "READY"}),
    (INSTAGRAM, reading("17/content_publishing_limit"), 200, {"quota_usage": 1}),
    (INSTAGRAM, reading("180/comments"), 200, {"data": [{"id": "178", "message": "x"}]}),
    (INSTAGRAM, writing("17/messages", PRIVATE), 200, {"id": "m"}),
    (INSTAGRAM, reading("17"), 403, {}),
]


@pytest.mark.parametrize(("contract", "asked", "status", "body"), WRONG_ANSWERS)
def test_wrong_answers_are_seen(contract: Contract, asked: Asked, status: int, body: Any) -> None:
    assert contract.answer_violations(asked, status, body)


@pytest.mark.parametrize("contract", [FACEBOOK, INSTAGRAM])
def test_a_refusal_keeps_the_contract(contract: Contract) -> None:
    answer = refused(190, "Expired", 463)
    assert contract.answer_violations(reading("10"), 400, answer.json()) == []


@pytest.mark.realdata
@pytest.mark.parametrize("asked", [*GOOD_ON_FACEBOOK, *GOOD_ON_INSTAGRAM])
def test_metas_own_specification_takes_what_ours_takes(asked: Asked) -> None:
    """Any operation of this shape will do: all its things have one kind of address."""
    found = [contract.violations(asked) for contract in _metas_own()]
    assert [] in found, found


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("Page", "Page"), ("Post", "PagePost"), ("Comment", "Comment")],
)
def test_metas_own_specification_has_every_field_that_is_read_of_facebook(
    ours: str, theirs: str
) -> None:
    assert _fields(_written("facebook-pages"), ours) <= _fields(_document(), theirs)


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("ours", "theirs", "beyond"),
    [
        ("Account", "IGUser", set[str]()),
        ("Media", "IGMedia", set[str]()),
        ("Reply", "IGComment", set[str]()),
        ("Comment", "IGComment", {"replies"}),
        ("Quota", "ContentPublishingLimitResponse", set[str]()),
    ],
)
def test_metas_own_specification_has_every_field_that_is_read_of_instagram(
    ours: str, theirs: str, beyond: set[str]
) -> None:
    assert _fields(_written("instagram"), ours) - beyond <= _fields(_document(), theirs)


def _metas_own() -> list[Contract]:
    """Return each operation of Meta's as a contract of its own."""
    document = _document()
    shared = {"servers": document["servers"], "components": document["components"]}
    return [
        openapi_contract({**shared, "paths": {path: {method: stated}}})
        for path, methods in document["paths"].items()
        for method, stated in methods.items()
    ]


def _document() -> Mapping[str, Any]:
    if not META.is_file():
        pytest.skip(f"{META} is not here")
    return json.loads(META.read_text(encoding="utf-8"))


def _written(name: str) -> Mapping[str, Any]:
    path = Path(__file__).with_name("contracts") / f"{name}.openapi.json"
    return json.loads(path.read_text(encoding="utf-8"))


def _fields(document: Mapping[str, Any], name: str) -> set[str]:
    return set(document["components"]["schemas"][name]["properties"])
