"""Over the runner: one effect, or an honest "unknown", whatever Facebook does."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from local.connectors.facebook_pages import port
from local.connectors.graph.held import TokenState
from local.connectors.graph.port import GONE
from local.connectors.twin import Answers, HangsUp
from shared.connectors.calls import Done, Failed, FailureKind
from shared.connectors.exchange import VendorAnswer
from tests.local.connectors.facebook_pages.desk import LIMITS, PAGE, PICTURE, POST, Desk
from tests.local.connectors.faults import (
    AFTER_EFFECT,
    BEFORE_EFFECT,
    REFUSED_FOR_NOW,
    Story,
    says,
)

TWO_MINUTES = timedelta(minutes=2)
PHOTO = replace(POST, photo_url=PICTURE)
UNKNOWN = FailureKind.UNKNOWN_OUTCOME


@pytest.mark.parametrize("params", [POST, PHOTO, replace(POST, link="https://shop.example")])
async def test_a_post_is_made_and_read_back(params: port.CreatePost) -> None:
    desk = Desk()
    made = await desk.done("post.create", params)
    assert made.remote_id is not None
    read = await desk.done("post.read", port.ReadPost(post_id=made.remote_id), "r")
    assert (read.data["state"], read.data["message"]) == (port.PostState.PUBLISHED, POST.message)
    assert read.data["permalink"].startswith("https://www.facebook.com/10/posts/")
    assert (made.data["photo_id"] is not None) is (params.photo_url is not None)


@pytest.mark.parametrize("params", [POST, PHOTO])
@pytest.mark.parametrize("fault", AFTER_EFFECT)
async def test_a_post_whose_answer_is_lost_is_found(params: port.CreatePost, fault: Any) -> None:
    desk = Desk()
    desk.twin.fail_with(fault)
    done = await desk.done("post.create", params)
    assert done.remote_id == next(iter(desk.twin.accounts[PAGE].posts))
    assert desk.twin.posts(PAGE, POST.message) == 1


@pytest.mark.parametrize("fault", BEFORE_EFFECT)
async def test_what_was_lost_on_the_way_is_sent_again_only_after_a_look(fault: Any) -> None:
    desk = Desk()
    desk.twin.fail_with(fault)
    assert (await desk.failed("post.create", POST)).kind is UNKNOWN
    assert (await desk.failed("post.create", POST)).kind is UNKNOWN
    desk.clock.at += TWO_MINUTES
    await desk.done("post.create", POST)
    assert desk.twin.posts(PAGE, POST.message) == 1
    assert desk.asked().count("post.create") == 2


async def test_a_post_that_is_hidden_at_once_is_found_all_the_same() -> None:
    desk = Desk()
    desk.twin.fail_with(HangsUp(is_after_effect=True), HangsUp(is_after_effect=False))
    await desk.failed("post.create", POST)
    desk.twin.hide_post(next(iter(desk.twin.accounts[PAGE].posts)))
    desk.clock.at += TWO_MINUTES
    await desk.done("post.create", POST)
    assert desk.twin.posts(PAGE, POST.message) == 1


async def test_an_older_post_of_the_same_words_is_not_taken_for_this_one() -> None:
    desk = Desk()
    await desk.done("post.create", POST, "monday")
    desk.clock.at += timedelta(days=7)
    desk.twin.fail_with(HangsUp(is_after_effect=False))
    again = replace(POST, first_tried_at=desk.clock.at)
    assert (await desk.failed("post.create", again, "next monday")).kind is UNKNOWN
    desk.clock.at += TWO_MINUTES
    await desk.done("post.create", again, "next monday")
    assert desk.twin.posts(PAGE, POST.message) == 2


async def test_a_post_is_looked_for_on_every_page_down_to_the_wish() -> None:
    desk = Desk()
    desk.twin.fail_with(HangsUp(is_after_effect=True), HangsUp(is_after_effect=False))
    await desk.failed("post.create", POST)
    for number in range(60):
        await desk.done("post.create", replace(POST, message=f"Day {number}"), f"{number}")
    desk.clock.at += TWO_MINUTES
    desk.twin.asked.clear()
    await desk.done("post.create", POST)
    assert desk.asked() == ["post.list", "post.list"]


async def test_a_search_ends_where_posts_are_older_than_the_wish() -> None:
    desk = Desk()
    for number in range(60):
        await desk.done("post.create", replace(POST, message=f"Day {number}"), f"{number}")
    desk.clock.at += timedelta(days=1)
    desk.twin.fail_with(HangsUp(is_after_effect=False))
    desk.twin.asked.clear()
    await desk.failed("post.create", replace(POST, first_tried_at=desk.clock.at))
    assert desk.asked() == ["post.create", "post.list"]


async def test_words_that_were_just_posted_are_refused() -> None:
    desk = Desk()
    await desk.done("post.create", POST)
    failed = await desk.failed("post.create", POST, "again")
    assert (failed.kind, failed.code) == (FailureKind.REJECTED, "506")
    assert desk.twin.posts(PAGE, POST.message) == 1


@pytest.mark.parametrize("was_deleted", [True, False])
async def test_a_lost_deletion_is_looked_for(*, was_deleted: bool) -> None:
    desk = Desk()
    post_id = (await desk.done("post.create", POST)).remote_id
    assert post_id is not None
    desk.twin.fail_with(HangsUp(is_after_effect=was_deleted))
    outcome = await desk.run("post.delete", port.DeletePost(post_id=post_id), "d")
    assert isinstance(outcome, Done) is was_deleted
    assert desk.twin.posts(PAGE, POST.message) == (not was_deleted)


@pytest.mark.parametrize("state", [s for s in TokenState if s is not TokenState.GOOD])
async def test_a_bad_token_needs_the_owner(state: TokenState) -> None:
    desk = Desk()
    desk.twin.set_token(PAGE, state)
    failed = await desk.failed("post.create", POST)
    assert (failed.kind, desk.held.needs_reconnect) == (FailureKind.AUTH_EXPIRED, True)


async def test_a_token_that_ends_during_a_look_needs_the_owner() -> None:
    desk = Desk()
    desk.twin.fail_with(HangsUp(is_after_effect=True), HangsUp(is_after_effect=False))
    await desk.failed("post.create", POST)
    desk.twin.set_token(PAGE, TokenState.PASSWORD_CHANGED)
    assert (await desk.failed("post.create", POST)).kind is UNKNOWN
    assert desk.held.needs_reconnect
    desk.held.access = replace(desk.held.access, secrets=desk.twin.grant(PAGE))
    desk.held.needs_reconnect = False
    await desk.done("post.create", POST)
    assert desk.twin.posts(PAGE, POST.message) == 1


@pytest.mark.parametrize("fault", REFUSED_FOR_NOW)
async def test_a_limit_is_the_queues_to_wait_for(fault: Any) -> None:
    desk = Desk()
    desk.twin.fail_with(fault)
    failed = await desk.failed("post.create", POST)
    assert (failed.kind, failed.retry_after_seconds) == (FailureKind.RATE_LIMITED, 3_600.0)
    assert desk.asked() == ["post.create"]


async def test_the_usage_header_says_how_long_to_stay_away() -> None:
    desk = Desk()
    usage = '{"10": [{"type": "pages", "estimated_time_to_regain_access": 5}]}'
    answer = says(80001).answer
    limited = VendorAnswer(400, {"x-business-use-case-usage": usage}, answer.content)
    desk.twin.fail_with(Answers(answer=limited))
    assert (await desk.failed("post.create", POST)).retry_after_seconds == 300.0


async def test_the_limit_of_an_hour_is_kept_before_facebook_has_to_say_so() -> None:
    desk = Desk(limits=LIMITS)
    for number in range(201):
        key = f"{number}"
        while isinstance(outcome := await desk.run("page.read", port.ReadPage(), key), Failed):
            assert outcome.kind is FailureKind.RATE_LIMITED
            desk.clock.at += timedelta(seconds=outcome.retry_after_seconds or 1)
    assert desk.twin.violations == []


async def test_an_impatient_client_is_stopped_by_the_twin() -> None:
    desk = Desk()
    for number in range(200):
        await desk.done("page.read", port.ReadPage(), f"{number}")
    failed = await desk.failed("page.read", port.ReadPage(), "one more")
    assert (failed.code, failed.retry_after_seconds) == ("32", 3_600.0)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (says(10), FailureKind.REJECTED),
        (says(200), FailureKind.REJECTED),
        (says(299), FailureKind.REJECTED),
        (says(368), FailureKind.REJECTED),
        (says(1346003), FailureKind.REJECTED),
        (says(1404102), FailureKind.REJECTED),
        (says(100), FailureKind.INVALID_REQUEST),
        (says(1609005), FailureKind.INVALID_REQUEST),
        (says(1366046), FailureKind.INVALID_REQUEST),
        (says(999_999), FailureKind.REJECTED),
    ],
)
async def test_a_refusal_is_named_and_not_repeated(fault: Any, kind: FailureKind) -> None:
    desk = Desk()
    desk.twin.fail_with(fault)
    assert (await desk.failed("post.create", POST)).kind is kind
    assert desk.asked() == ["post.create"]


async def test_a_page_that_is_blocked_is_not_asked_again() -> None:
    desk = Desk()
    desk.twin.block(PAGE)
    failed = await desk.failed("post.create", POST)
    assert (failed.kind, failed.code) == (FailureKind.REJECTED, "368")
    assert desk.twin.posts(PAGE, POST.message) == 0


async def test_what_became_of_a_post_is_read() -> None:
    desk = Desk()
    post_id = (await desk.done("post.create", POST)).remote_id
    assert post_id is not None
    look = port.ReadPost(post_id=post_id)
    desk.twin.hide_post(post_id)
    assert (await desk.done("post.read", look, "1")).data["state"] is port.PostState.HIDDEN
    desk.twin.remove_post(post_id)
    failed = await desk.failed("post.read", look, "2")
    assert (failed.kind, failed.code) == (FailureKind.REJECTED, GONE)


@pytest.mark.parametrize("fault", [*AFTER_EFFECT, *BEFORE_EFFECT])
async def test_a_read_is_simply_repeated(fault: Any) -> None:
    desk = Desk()
    desk.twin.fail_with(fault)
    assert (await desk.done("page.read", port.ReadPage())).data["name"] == "Sharma Sweets"


async def test_the_app_proves_that_it_is_the_app() -> None:
    desk = Desk()
    desk.twin.app_secret = "of-another-app"
    assert (await desk.failed("page.read", port.ReadPage())).code == "100"


@pytest.mark.parametrize("seed", range(25))
async def test_whatever_happens_there_are_never_two_posts(seed: int) -> None:
    desk, story = Desk(), Story(seed)
    for number in range(3):
        wish = replace(POST, message=f"Day {number}", first_tried_at=desk.clock.at)
        async for _ in story.attempts(desk, "post.create", wish, f"{number}"):
            assert desk.twin.posts(PAGE, wish.message) <= 1
        assert desk.twin.live_posts(PAGE, wish.message) == 1
