"""Posts as people ask for them over HTTP."""

from base64 import b64decode
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from shared.clock import SystemClock
from tests.api import LOCAL, Api, Tenant

POSTS = f"{LOCAL}/posts"
NOBODY = "00000000-0000-0000-0000-000000000000"
GOOGLE = "google_my_business"
WORDS: dict[str, Any] = {"channels": [GOOGLE], "text": "Fresh jalebi from four o'clock."}


@pytest.fixture
async def shop(local_api: Api) -> Tenant:
    return await local_api.new_tenant(category="salon")


async def ask(
    local_api: Api, shop: Tenant, method: str, path: str = "", body: Any = None, **params: Any
) -> httpx.Response:
    return await local_api.http.request(
        method, f"{POSTS}{path}", json=body, params=params, headers=shop.headers
    )


async def write(local_api: Api, shop: Tenant, **changes: Any) -> httpx.Response:
    return await ask(local_api, shop, "POST", body=WORDS | changes)


def soon(**delta: float) -> str:
    return (SystemClock().now() + timedelta(**delta)).isoformat()


async def test_a_post_is_taken_on_once_for_each_channel(local_api: Api, shop: Tenant) -> None:
    answer = await write(local_api, shop, channels=[GOOGLE, "facebook_pages", GOOGLE])
    assert answer.status_code == 202
    items = answer.json()["items"]
    assert [item["channel"] for item in items] == [GOOGLE, "facebook_pages"]
    assert {item["state"] for item in items} == {"approved"}
    assert {item["approved_by"] for item in items} == {"owner"}
    read = await ask(local_api, shop, "GET", f"/{items[0]['id']}")
    assert read.json() == items[0]


async def test_a_post_of_which_one_channel_takes_nothing_is_not_taken_on_at_all(
    local_api: Api, shop: Tenant
) -> None:
    answer = await write(local_api, shop, channels=[GOOGLE, "instagram_business"])
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "image_url"
    assert (await ask(local_api, shop, "GET", "/counts")).json() == {"total": 0, "by_state": {}}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "   "}, "text"),
        ({"text": "a" * 1501}, "text"),
        ({"text": "Call +91 98765 43210"}, "text"),
        ({"topic": "OFFER"}, "event"),
        ({"topic": "EVENT"}, "event"),
        ({"button": {"action": "BOOK"}}, "button.url"),
        ({"image_url": "https://shop.example/film.mp4"}, "image_url"),
        ({"publish_at": "2020-01-01T09:00:00Z"}, "publish_at"),
        ({"publish_at": "2099-01-01T09:00:00Z"}, "publish_at"),
        ({"publish_at": "2026-12-01T09:00:00"}, "publish_at"),
        ({"channels": []}, "channels"),
        ({"channels": ["orkut"]}, "channels.0"),
        ({"topic": "PRODUCT"}, "topic"),
        ({"event": {"title": "A", "first_day": "soon", "last_day": "2026-12-01"}}, "event.first"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_what_is_wrong_is_refused_before_any_call_with_its_field(
    local_api: Api, shop: Tenant, changes: dict[str, Any], field: str
) -> None:
    answer = await write(local_api, shop, **changes)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].removeprefix("body.").startswith(field)


async def test_an_offer_is_kept_with_its_days_and_its_warnings(
    local_api: Api, shop: Tenant
) -> None:
    event = {"title": "Thali week", "first_day": "2030-12-01", "last_day": "2030-12-07"}
    offer = {"coupon_code": "THALI", "redeem_url": None, "terms": None}
    answer = await write(
        local_api, shop, topic="OFFER", event=event, offer=offer, text="The best thali in India"
    )
    (item,) = answer.json()["items"]
    assert item["event"] == event | {"opens": None, "closes": None}
    assert item["offer"] == offer
    assert [warning["code"] for warning in item["warnings"]] == ["superlative"]
    assert item["expires_at"].startswith("2030-12-07T18:30:00")


async def test_the_same_words_within_two_weeks_are_refused_unless_wanted(
    local_api: Api, shop: Tenant
) -> None:
    assert (await write(local_api, shop)).status_code == 202
    again = {"text": "fresh jalebi, from four o'clock!"}
    assert (await write(local_api, shop, **again)).status_code == 409
    assert (await write(local_api, shop, channels=["facebook_pages"])).status_code == 202
    assert (await write(local_api, shop, **again, is_repeat_wanted=True)).status_code == 202
    later = await write(local_api, shop, publish_at=soon(days=15))
    assert later.status_code == 202


async def test_what_was_declined_may_be_said_again(local_api: Api, shop: Tenant) -> None:
    (item,) = (await write(local_api, shop)).json()["items"]
    await ask(local_api, shop, "POST", f"/{item['id']}/decline")
    assert (await write(local_api, shop)).status_code == 202


async def test_a_draft_waits_and_goes_out_in_other_words_at_another_time(
    local_api: Api, shop: Tenant
) -> None:
    (item,) = (await write(local_api, shop, is_draft=True)).json()["items"]
    assert (item["state"], item["next_at"]) == ("draft", None)
    path = f"/{item['id']}/approve"
    wrong = await ask(local_api, shop, "POST", path, {"text": "Call 98765 43210"})
    assert wrong.status_code == 422
    at = soon(hours=5)
    body = {"text": "Fresh imarti today.", "publish_at": at}
    for _ in range(2):
        answer = await ask(local_api, shop, "POST", path, body)
        assert answer.status_code == 202
        told = answer.json()
        assert (told["state"], told["text"]) == ("scheduled", "Fresh imarti today.")
        assert datetime.fromisoformat(told["next_at"]) == datetime.fromisoformat(at)


async def test_todays_post_is_written_once_and_asks_before_it_goes_out(
    local_api: Api, shop: Tenant
) -> None:
    body = {"channels": [GOOGLE, "instagram_business"]}
    first = await ask(local_api, shop, "POST", "/drafts", body)
    assert first.status_code == 201
    (item,) = first.json()["items"]
    assert (item["state"], item["method"]) == ("draft", "post_writer@1")
    assert item["evidence"][0].startswith("theme:")
    assert item["warnings"] == []
    unwritten = [{"channel": "instagram_business", "reason": "needs_picture"}]
    assert first.json()["unwritten"] == unwritten
    again = await ask(local_api, shop, "POST", "/drafts", body)
    assert again.json() == first.json()


async def test_settings_decide_who_writes_and_in_which_language(
    local_api: Api, shop: Tenant
) -> None:
    found = (await ask(local_api, shop, "GET", "/settings")).json()["items"]
    assert {(item["mode"], item["language"]) for item in found} == {("ask", "en")}
    never = {"channel": GOOGLE, "mode": "never"}
    assert (await ask(local_api, shop, "PUT", "/settings", never)).status_code == 200
    drafts = await ask(local_api, shop, "POST", "/drafts", {"channels": [GOOGLE]})
    assert drafts.json() == {
        "items": [],
        "unwritten": [{"channel": GOOGLE, "reason": "not_wanted"}],
    }
    auto = {"channel": GOOGLE, "mode": "auto", "language": "hi", "may_tell_praise": True}
    changed = (await ask(local_api, shop, "PUT", "/settings", auto)).json()["items"]
    assert auto in changed
    drafts = await ask(local_api, shop, "POST", "/drafts", {"channels": [GOOGLE]})
    (item,) = drafts.json()["items"]
    assert (item["language"], item["approved_by"]) == ("hi", "rule")
    assert item["state"] in {"approved", "scheduled"}
    wrong = await ask(local_api, shop, "PUT", "/settings", auto | {"mode": "maybe"})
    assert wrong.status_code == 422


async def test_a_shop_of_which_nothing_is_known_gets_no_post_but_a_reason(
    local_api: Api,
) -> None:
    shop = await local_api.new_tenant(category="other", city=None, latitude=18.5, longitude=73.8)
    drafts = await ask(local_api, shop, "POST", "/drafts", {"channels": [GOOGLE]})
    assert drafts.status_code == 201
    body = drafts.json()
    is_silent = body["unwritten"] == [{"channel": GOOGLE, "reason": "nothing_to_say"}]
    is_greeting = body["items"] and body["items"][0]["evidence"][0].startswith("theme:greeting")
    assert is_silent or is_greeting


async def test_lists_and_counts_agree_and_belong_to_the_shop(local_api: Api, shop: Tenant) -> None:
    await write(local_api, shop)
    (item,) = (await write(local_api, shop, text="Imarti too.", is_draft=True)).json()["items"]
    listed = (await ask(local_api, shop, "GET", limit=1)).json()
    assert [post["id"] for post in listed["items"]] == [item["id"]]
    rest = (await ask(local_api, shop, "GET", cursor=listed["next_cursor"])).json()
    assert len(rest["items"]) == 1
    drafts = (await ask(local_api, shop, "GET", state="draft")).json()["items"]
    assert [post["id"] for post in drafts] == [item["id"]]
    counts = (await ask(local_api, shop, "GET", "/counts")).json()
    assert counts == {"total": 2, "by_state": {"approved": 1, "draft": 1}}
    stranger = await local_api.new_tenant()
    assert (await ask(local_api, stranger, "GET")).json()["items"] == []
    for method, path in (("GET", ""), ("POST", "/approve"), ("POST", "/decline")):
        answer = await ask(local_api, stranger, method, f"/{item['id']}{path}", {})
        assert answer.status_code == 404


async def test_a_post_that_is_not_there_is_not_found(local_api: Api, shop: Tenant) -> None:
    assert (await ask(local_api, shop, "GET", f"/{NOBODY}")).status_code == 404
    assert (await ask(local_api, shop, "POST", f"/{NOBODY}/decline")).status_code == 404


async def send_picture(
    local_api: Api, shop: Tenant, kind: str, data: bytes, channel: str = GOOGLE
) -> httpx.Response:
    return await local_api.http.post(
        f"{POSTS}/images",
        content=data,
        params={"channel": channel},
        headers=shop.headers | {"Content-Type": kind},
    )


def picture(kind: str) -> bytes:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (18.0, 31.0, 13.0)}
    Image.effect_noise((400, 800), 60).convert("RGB").save(out, kind, exif=exif)
    return out.getvalue()


async def test_a_picture_comes_back_fit_and_without_its_place(local_api: Api, shop: Tenant) -> None:
    data = picture("JPEG")
    answer = await send_picture(local_api, shop, "image/jpeg", data, "instagram_business")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["width"], told["height"]) == (640, 800)
    assert told["changes"] == ["place_removed", "data_removed", "set_on_white"]
    content = b64decode(told["image_base64"])
    assert len(content) == told["size_bytes"]
    with Image.open(BytesIO(content)) as image:
        assert not image.getexif()


@pytest.mark.parametrize(
    ("kind", "data", "status", "said"),
    [
        ("image/jpeg", b"GIF89a", 422, "is a GIF file"),
        ("image/png", b"nothing", 422, "is no picture"),
        ("image/gif", b"GIF89a", 415, "image/jpeg"),
        ("image/jpeg", b"", 422, "empty"),
    ],
)
async def test_what_is_no_picture_is_refused(
    local_api: Api, shop: Tenant, kind: str, data: bytes, status: int, said: str
) -> None:
    answer = await send_picture(local_api, shop, kind, data)
    assert answer.status_code == status
    assert said in answer.text
