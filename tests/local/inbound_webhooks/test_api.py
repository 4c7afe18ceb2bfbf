"""What comes in is believed for its signature alone, and kept once for its id."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from local.inbound_webhooks.service.sources import MOST_SOURCES
from shared.connectors.standard_webhooks import new_secret, signed_headers
from tests.local.inbound_webhooks.conftest import Till

RAW = b'{"type": "appointment.cancelled", "data": {"reference": "B-1"}}'


async def test_a_signed_webhook_is_kept_and_answered(till: Till) -> None:
    assert (await till.tell_raw(RAW)).status_code == 202
    assert await till.states() == [("waiting", None)]


async def test_whatever_is_not_signed_by_the_source_is_refused_and_nothing_kept(
    till: Till,
) -> None:
    good = dict(signed_headers("msg_1", till.clock.at, RAW, [till.secret]))
    others = dict(signed_headers("msg_1", till.clock.at, RAW, [new_secret()]))
    late = dict(signed_headers("msg_1", till.clock.at - timedelta(minutes=6), RAW, [till.secret]))
    for headers in ({}, others, late, good | {"webhook-id": "msg_2"}):
        assert (await till.send(RAW, headers)).status_code == 401
    assert (await till.send(RAW.replace(b" ", b""), good)).status_code == 401
    till.source_id, real = str(uuid4()), till.source_id
    assert (await till.send(RAW, good)).status_code == 401
    till.source_id = real
    assert await till.events() == []


async def test_fifty_at_once_are_one(till: Till) -> None:
    answers = await asyncio.gather(*(till.book() for _ in range(50)))
    assert {answer.status_code for answer in answers} == {202}
    assert len(await till.events()) == 1
    assert len(till.waiting()) == 1


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (b"", "body"),
        (b"\xff", "body"),
        (b"[]", "body"),
        (b'{"type": "visit.imagined", "data": {}}', "body"),
        (b'{"type": "appointment.cancelled"}', "appointment.cancelled.data"),
        (
            b'{"type": "appointment.cancelled", "data": {"reference": ""}}',
            "appointment.cancelled.data.reference",
        ),
        (
            b'{"type": "appointment.moved", "data": {"reference": "a", "starts_at": "tomorrow"}}',
            "appointment.moved.data.starts_at",
        ),
        (
            b'{"type": "appointment.cancelled", "data": {"reference": "a", "starts_at": "x"}}',
            "appointment.cancelled.data.starts_at",
        ),
    ],
)
async def test_what_cannot_be_read_is_refused_with_its_field_and_not_kept(
    till: Till, raw: bytes, field: str
) -> None:
    answer = await till.tell_raw(raw)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert await till.events() == []


async def test_for_a_day_both_secrets_are_good(till: Till) -> None:
    older = till.secret
    till.secret = (await till.ask("POST", f"/{till.source_id}/secret")).json()["secret"]
    assert (await till.tell_raw(RAW, "msg_1")).status_code == 202
    present, till.secret = till.secret, older
    assert (await till.tell_raw(RAW, "msg_2")).status_code == 202
    till.clock.at += timedelta(hours=25)
    assert (await till.tell_raw(RAW, "msg_3")).status_code == 401
    till.secret = present
    assert (await till.tell_raw(RAW, "msg_4")).status_code == 202


async def test_a_removed_source_is_believed_no_more(till: Till) -> None:
    await till.tell_raw(RAW)
    assert (await till.ask("DELETE", f"/{till.source_id}")).status_code == 204
    assert (await till.tell_raw(RAW, "msg_2")).status_code == 401
    assert await till.events() == []


async def test_a_sixth_source_is_refused(till: Till) -> None:
    for number in range(1, MOST_SOURCES):
        assert (await till.ask("POST", json={"name": f"till {number}"})).status_code == 201
    assert (await till.ask("POST", json={"name": "one more"})).status_code == 409


async def test_a_source_shows_its_address_and_no_secret(till: Till) -> None:
    (shown,) = (await till.ask("GET")).json()["items"]
    assert shown["path"] == f"/hooks/local/webhooks/{till.source_id}"
    assert "secret" not in shown


async def test_another_shop_sees_and_changes_nothing(till: Till) -> None:
    await till.tell_raw(RAW)
    till.tenant = await till.api.new_tenant()
    assert (await till.ask("GET")).json()["items"] == []
    assert await till.events() == []
    assert (await till.ask("DELETE", f"/{till.source_id}")).status_code == 404
    assert (await till.ask("POST", f"/{till.source_id}/secret")).status_code == 404
