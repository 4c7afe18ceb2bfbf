"""A webhook is believed for its signature alone, and nothing is stored without one."""

import hmac
import json
from collections.abc import AsyncGenerator
from hashlib import sha256
from typing import Any

import pytest

from shared.tiers import BusinessTier
from tests.api import LOCAL, Api, running_api
from tests.databases import TierDatabase
from tests.local.messaging.shop import Shop

HOOK = "/hooks/local/whatsapp"
SECRET = "the app's own secret"


@pytest.fixture
async def signing_api(local_tier_database: TierDatabase) -> AsyncGenerator[Api]:
    """Return the application with a secret and a word of its own."""
    told = {"meta_app_secret": f"new,{SECRET}", "meta_verify_token": "word"}
    async with running_api(BusinessTier.LOCAL, local_tier_database, settings=told) as api:
        yield api


async def posted(api: Api, raw: bytes, signature: str | None) -> Any:
    headers = {"Content-Type": "application/json"}
    if signature is not None:
        headers["X-Hub-Signature-256"] = signature
    return await api.http.post(HOOK, content=raw, headers=headers)


def signed(raw: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), raw, sha256).hexdigest()


def payload(shop: Shop) -> bytes:
    return json.dumps(shop.twin.receive(shop.number, shop.asha, "Hi")).encode()


async def test_what_is_signed_is_kept_and_answered(signing_api: Api, shop: Shop) -> None:
    raw = payload(shop)
    assert (await posted(signing_api, raw, signed(raw))).status_code == 200
    assert [name for _, name, _ in shop.waiting()] == ["ReadWebhook"]
    assert (await posted(signing_api, raw, signed(raw))).status_code == 200
    assert len(shop.waiting()) == 1


@pytest.mark.parametrize("signature", [None, "sha256=00", "wrong"])
async def test_what_is_not_signed_is_refused_and_not_stored(
    signing_api: Api, shop: Shop, signature: str | None
) -> None:
    answer = await posted(signing_api, payload(shop), signature)
    assert answer.status_code == 401
    assert shop.waiting() == []


async def test_a_signature_of_other_bytes_is_refused(signing_api: Api, shop: Shop) -> None:
    raw = payload(shop)
    again = json.dumps(json.loads(raw), indent=1).encode()
    assert (await posted(signing_api, again, signed(raw))).status_code == 401
    assert shop.waiting() == []


@pytest.mark.parametrize("raw", [b"", b"not json", b"[]", b'{"entry": [{"changes": [{}]}]}'])
async def test_what_is_signed_and_says_nothing_is_answered(
    signing_api: Api, shop: Shop, raw: bytes
) -> None:
    assert (await posted(signing_api, raw, signed(raw))).status_code == 200
    assert shop.waiting() == []


async def test_what_no_table_can_hold_is_left_out_of_the_words(
    signing_api: Api, shop: Shop
) -> None:
    stated = shop.twin.receive(shop.number, shop.asha, "price\x00 kya \ud800hai")
    raw = json.dumps(stated).encode()
    assert (await posted(signing_api, raw, signed(raw))).status_code == 200
    await shop.work()
    (contact,) = await shop.contacts()
    listed = await signing_api.http.get(
        f"{LOCAL}/contacts/{contact.id}/messages", headers=shop.tenant.headers
    )
    assert [line["words"] for line in listed.json()["items"]] == ["price kya ?hai"]


async def test_a_number_that_nobody_has_is_nobodys(signing_api: Api, shop: Shop) -> None:
    stated = json.loads(payload(shop))
    stated["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "404"
    raw = json.dumps(stated).encode()
    assert (await posted(signing_api, raw, signed(raw))).status_code == 200
    assert shop.waiting() == []


async def test_without_a_secret_nothing_is_believed(local_api: Api, shop: Shop) -> None:
    raw = payload(shop)
    assert (await posted(local_api, raw, signed(raw, ""))).status_code == 401


@pytest.mark.parametrize(("word", "status"), [("word", 200), ("other", 401)])
async def test_the_challenge_is_for_who_knows_the_word(
    signing_api: Api, word: str, status: int
) -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": word, "hub.challenge": "42"}
    answer = await signing_api.http.get(HOOK, params=query)
    assert answer.status_code == status
    assert (answer.text == "42") is (status == 200)
