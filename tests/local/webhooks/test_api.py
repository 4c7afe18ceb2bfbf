"""Endpoints: their secrets are shown once, their addresses lead out, and they are few."""

from base64 import b64decode
from uuid import uuid4

import psycopg
import pytest

from local.webhooks.domain.event_types import EventType
from local.webhooks.service.endpoints import MOST_ENDPOINTS
from tests.local.webhooks.conftest import ENDPOINTS, URL, Office


async def test_a_secret_is_shown_once_and_kept_sealed(office: Office) -> None:
    endpoint = await office.add(description="the till")
    assert len(b64decode(endpoint["secret"].removeprefix("whsec_"))) == 32
    listed = await office.ask("GET")
    (shown,) = listed.json()["items"]
    assert (shown["url"], shown["description"], shown["state"]) == (URL, "the till", "active")
    assert "secret" not in shown
    with psycopg.connect(office.superuser_url) as connection:
        query = "SELECT string_agg(e::text, '') FROM local_webhook_endpoints e"
        assert endpoint["secret"] not in str(connection.execute(query).fetchone())


async def test_a_repeated_request_makes_one_endpoint_and_shows_no_secret(office: Office) -> None:
    headers = office.tenant.headers | {"Idempotency-Key": "once"}
    answers = [
        await office.api.http.post(ENDPOINTS, json={"url": URL}, headers=headers) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert answers[1].json()["secret"] is None
    assert len((await office.ask("GET")).json()["items"]) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "url"),
        ({"url": "http://till.example"}, "url"),
        ({"url": "https://127.0.0.1/x"}, "url"),
        ({"url": "https://[::1]/x"}, "url"),
        ({"url": "https://a:b@till.example"}, "url"),
        ({"url": URL, "types": ["post.deleted"]}, "types.0"),
        ({"url": URL, "typs": []}, "typs"),
        ({"url": URL, "description": "x" * 201}, "description"),
    ],
)
async def test_what_cannot_be_is_refused_with_its_field(
    office: Office, body: dict[str, object], field: str
) -> None:
    answer = await office.ask("POST", json=body)
    assert answer.status_code == 422
    assert field in [error["field"].removeprefix("body.") for error in answer.json()["errors"]]


async def test_a_sixth_endpoint_is_refused(office: Office) -> None:
    for number in range(MOST_ENDPOINTS):
        await office.add(f"https://till{number}.example")
    answer = await office.ask("POST", json={"url": URL})
    assert answer.status_code == 409
    assert "Remove one first" in answer.json()["detail"]


async def test_a_changed_endpoint_gets_what_it_wants_now_at_its_new_address(
    office: Office,
) -> None:
    endpoint = await office.add(types=["post.verified"])
    changed = {"url": "https://new.example/x", "types": ["task.opened"]}
    answer = await office.ask("PUT", f"/{endpoint['id']}", json=changed)
    assert (answer.status_code, answer.json()["types"]) == (200, ["task.opened"])
    await office.open_task("a")
    await office.work()
    assert [request.url for request in office.receiver.requests] == ["https://new.example/x"]


async def test_a_test_shows_what_came_of_it(office: Office) -> None:
    endpoint = await office.add(types=["post.verified"])
    answer = await office.ask("POST", f"/{endpoint['id']}/test")
    assert answer.status_code == 202
    office.receiver.answer(401)
    await office.work()
    (delivery,) = await office.deliveries()
    assert delivery["id"] == answer.json()["delivery_id"]
    assert (delivery["type"], delivery["last_status"]) == ("webhook.test", 401)


async def test_a_disabled_endpoint_gets_nothing_until_it_is_enabled(office: Office) -> None:
    endpoint = await office.add()
    await office.open_task("a")
    disabled = await office.ask("POST", f"/{endpoint['id']}/disable")
    assert disabled.json()["why_disabled"] == "by_owner"
    await office.work()
    assert office.receiver.requests == []
    assert (await office.ask("POST", f"/{endpoint['id']}/test")).status_code == 409
    await office.ask("POST", f"/{endpoint['id']}/enable")
    await office.open_task("b")
    await office.work()
    assert len(office.receiver.events) == 1


async def test_a_removed_endpoint_leaves_nothing(office: Office) -> None:
    endpoint = await office.add()
    await office.open_task("a")
    assert (await office.ask("DELETE", f"/{endpoint['id']}")).status_code == 204
    await office.work()
    assert office.receiver.requests == []
    assert await office.deliveries() == []


async def test_another_shop_sees_and_changes_nothing(office: Office) -> None:
    endpoint = await office.add()
    office.tenant = await office.api.new_tenant()
    assert (await office.ask("GET")).json()["items"] == []
    for method, path in (
        ("PUT", ""),
        ("DELETE", ""),
        ("POST", "/enable"),
        ("POST", "/disable"),
        ("POST", "/secret"),
        ("POST", "/test"),
    ):
        sent = {"json": {"url": URL}} if method == "PUT" else {}
        answer = await office.ask(method, f"/{endpoint['id']}{path}", **sent)
        assert answer.status_code == 404, path
    assert (await office.ask("POST", f"/deliveries/{uuid4()}/resend")).status_code == 404


async def test_every_type_is_listed_with_an_example(office: Office) -> None:
    items = (await office.ask("GET", "/event-types")).json()["items"]
    assert [item["type"] for item in items] == list(EventType)
