"""WhatsApp's contract: good requests pass, wrong ones are seen, and Meta's own document agrees."""

import json
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.vendors.contract import JSON, Asked
from tests.vendors.whatsapp import CLOUD

META = Path(__file__).parents[3] / "shared/vendor-specs/whatsapp-cloud-v23.repaired.openapi.json"
TO = {"messaging_product": "whatsapp", "to": "919800000001"}
TEXT: dict[str, Any] = {**TO, "type": "text", "text": {"body": "Hello"}}
BUTTON = {"type": "reply", "reply": {"id": "yes", "title": "Yes"}}
ASKED = {"type": "button", "body": {"text": "Coming?"}, "action": {"buttons": [BUTTON]}}
ASKING: dict[str, Any] = {**TO, "type": "interactive", "interactive": ASKED}
NAMED = {"name": "reminder", "language": {"code": "en"}}
BODY = {"type": "body", "parameters": [{"type": "text", "text": "Asha"}]}
TAP = {
    "type": "button",
    "sub_type": "quick_reply",
    "index": "0",
    "parameters": [{"type": "payload", "payload": "confirm"}],
}
TEMPLATE: dict[str, Any] = {
    **TO,
    "type": "template",
    "template": {**NAMED, "components": [BODY, TAP]},
}
READ = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.1"}
GOOD = [TEXT, ASKING, TEMPLATE, READ]


def asked(body: object, path: str = "/v23.0/10/messages", method: str = "POST") -> Asked:
    headers = {"content-type": JSON, "authorization": "Bearer t"}
    return Asked(
        method=method, path=path, query=[], headers=headers, body=json.dumps(body).encode()
    )


@pytest.mark.parametrize("body", GOOD)
def test_good_messages_keep_the_contract(body: dict[str, Any]) -> None:
    assert CLOUD.violations(asked(body)) == []


@pytest.mark.parametrize(
    "body",
    [
        {**TEXT, "to": "IN.1349"},
        {**TEXT, "recipient": "IN.1349"},
        {k: v for k, v in TEXT.items() if k != "to"},
        {**TEXT, "text": {"body": ""}},
        {**TEXT, "text": {"body": "x" * 4097}},
        {**TEXT, "text": {"body": "x", "html": True}},
        {**TEXT, "type": "template"},
        {**TEXT, "messaging_product": "sms"},
        {**TEXT, "biz_opaque_callback_data": "x" * 513},
        {**ASKING, "interactive": {**ASKED, "action": {"buttons": [BUTTON] * 4}}},
        {**ASKING, "interactive": {**ASKED, "body": {"text": "x" * 1025}}},
        {**TEMPLATE, "template": {"name": "x"}},
        {**TEMPLATE, "template": {**NAMED, "components": [{**TAP, "index": "x"}]}},
        {**READ, "status": "seen"},
    ],
)
def test_wrong_messages_are_seen(body: dict[str, Any]) -> None:
    assert CLOUD.violations(asked(body))


def test_a_request_without_a_token_is_seen() -> None:
    bare = Asked(method="GET", path="/v23.0/10", query=[("fields", "x")], headers={}, body=b"")
    assert CLOUD.violations(bare) == ["missing header authorization"]


@pytest.mark.realdata
@pytest.mark.parametrize("body", GOOD)
def test_metas_own_document_takes_what_ours_takes(body: dict[str, Any]) -> None:
    if not META.is_file():
        pytest.skip(f"{META} is not here")
    document = json.loads(META.read_text(encoding="utf-8"))
    resource: Resource[Any] = Resource(contents=document, specification=DRAFT202012)
    registry: Registry[Any] = Registry[Any]().with_resource("urn:meta", resource)
    schema = {"$ref": "urn:meta#/components/schemas/Message"}
    wrong = list(OAS31Validator(schema, registry=registry).iter_errors(body))
    assert not wrong, wrong[0].message
