"""The twins let in whom Meta lets in, and tell what is left of the hour."""

import json
from typing import Any

import pytest

from local.connectors.facebook_pages import port
from local.connectors.facebook_pages.held import FacebookRules
from local.connectors.graph.held import HeldPicture
from local.connectors.graph.held_answers import page, picked
from local.connectors.graph.host import GraphHost
from shared.connectors.calls import FailureKind
from shared.connectors.connector import Access
from tests.local.connectors.facebook_pages.desk import PAGE, PICTURE, POST, SECRET, Desk

HOST = GraphHost(url="https://graph.facebook.com/v25.0", app_secret=SECRET)


async def test_a_page_of_another_shop_is_not_shown() -> None:
    desk = Desk()
    other = Access({"page_id": "11"}, desk.twin.add_page("11", "Rival"))
    made = desk.twin.answer_unchecked(HOST.posting("11/feed", {"message": "Hi"}, other)).json()
    for path in (made["id"], "11/published_posts"):
        answer = desk.twin.answer_unchecked(HOST.reading(path, desk.access))
        assert answer.json()["error"]["error_subcode"] == 33


async def test_nobody_is_let_in_without_a_token() -> None:
    desk = Desk()
    answer = desk.twin.answer_unchecked(HOST.reading(PAGE, Access({}, {})))
    assert (answer.status, answer.json()["error"]["code"]) == (401, 190)


async def test_an_old_token_ends_with_a_new_one() -> None:
    desk = Desk()
    desk.twin.grant(PAGE)
    assert (await desk.failed("page.read", port.ReadPage())).kind is FailureKind.AUTH_EXPIRED


async def test_the_header_says_how_much_of_the_hour_is_used() -> None:
    desk = Desk(rules=FacebookRules(calls_per_hour=4))
    shares = list[int]()
    for _ in range(4):
        answer = desk.twin.answer_unchecked(HOST.reading(PAGE, desk.access))
        usage = json.loads(answer.headers["x-business-use-case-usage"])
        shares.append(usage[PAGE][0]["call_count"])
    assert shares == [25, 50, 75, 100]


@pytest.mark.parametrize(
    ("picture", "kind"),
    [
        (HeldPicture(format="WEBP"), FailureKind.INVALID_REQUEST),
        (HeldPicture(size_bytes=5 * 1024 * 1024), FailureKind.INVALID_REQUEST),
    ],
)
async def test_facebook_takes_no_such_photo(picture: HeldPicture, kind: FailureKind) -> None:
    desk = Desk()
    desk.twin.add_picture(PICTURE, picture)
    wish = port.CreatePost(message="Hi", first_tried_at=POST.first_tried_at, photo_url=PICTURE)
    assert (await desk.failed("post.create", wish)).kind is kind
    assert desk.twin.posts(PAGE, "Hi") == 0


THING: dict[str, Any] = {
    "id": "1",
    "text": "x",
    "from": {"id": "2", "name": "n"},
    "replies": {"data": [{"id": "3", "text": "y", "from": {"id": "2", "name": "n"}}]},
    "nothing": None,
}


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ("", {"id": "1"}),
        ("text,nothing", {"id": "1", "text": "x"}),
        ("from{id}", {"id": "1", "from": {"id": "2"}}),
        ("from", {"id": "1", "from": {"id": "2", "name": "n"}}),
        (
            "replies.limit(5){from{name}},text",
            {
                "id": "1",
                "text": "x",
                "replies": {"data": [{"id": "3", "from": {"id": "2", "name": "n"}}]},
            },
        ),
    ],
)
def test_only_fields_that_are_asked_for_are_shown(fields: str, shown: dict[str, Any]) -> None:
    assert picked(THING, {"fields": fields}) == shown


def test_the_last_page_names_a_cursor_and_no_next_page() -> None:
    items = [{"id": f"{number}"} for number in range(3)]
    first = page(items, {"limit": "2"}).json()
    assert [item["id"] for item in first["data"]] == ["0", "1"]
    last = page(items, {"limit": "2", "after": first["paging"]["cursors"]["after"]}).json()
    assert [item["id"] for item in last["data"]] == ["2"]
    assert "next" in first["paging"]
    assert "next" not in last["paging"]


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "101"}, {"after": "x"}])
def test_a_page_that_is_none_is_refused(query: dict[str, str]) -> None:
    assert page([], query).status == 400
