"""Over the runner: one post, or an honest "unknown", whatever Instagram does."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from local.connectors.graph.held import HeldPicture, TokenState
from local.connectors.graph.port import GONE
from local.connectors.instagram import port
from local.connectors.instagram.held import InstagramRules
from local.connectors.instagram.port import ContainerStatus
from local.connectors.twin import Answers, HangsUp
from shared.connectors.calls import Failed, FailureKind
from shared.connectors.exchange import VendorAnswer
from tests.local.connectors.faults import (
    AFTER_EFFECT,
    BEFORE_EFFECT,
    REFUSED_FOR_NOW,
    Story,
    says,
)
from tests.local.connectors.instagram.desk import CAPTION, CONTAINER, LIMITS, SHOP, Desk

TWO_MINUTES = timedelta(minutes=2)
A_DAY = timedelta(hours=24)
UNKNOWN = FailureKind.UNKNOWN_OUTCOME


async def status(desk: Desk, container_id: str, key: str = "s") -> ContainerStatus:
    look = port.ReadContainer(container_id=container_id)
    return (await desk.done("container.read", look, key)).data["status"]


async def test_a_picture_becomes_a_post_that_can_be_read() -> None:
    desk = Desk()
    made = await desk.done("container.create", CONTAINER, "c")
    assert made.remote_id is not None
    assert await status(desk, made.remote_id, "1") is ContainerStatus.IN_PROGRESS
    wish = await desk.container(key="c")
    assert await status(desk, made.remote_id, "2") is ContainerStatus.FINISHED
    media_id = (await desk.done("container.publish", wish, "p")).remote_id
    assert media_id is not None
    assert await status(desk, made.remote_id, "3") is ContainerStatus.PUBLISHED
    read = await desk.done("media.read", port.ReadMedia(media_id=media_id), "r")
    assert read.data["permalink"] == f"https://www.instagram.com/p/{media_id}/"
    assert read.data["caption"] == CAPTION
    listed = await desk.done("media.list", port.ListMedia(), "l")
    assert (listed.data["media"], listed.data["after"]) == ([dict(read.data)], None)


@pytest.mark.parametrize("fault", [*AFTER_EFFECT, *BEFORE_EFFECT])
async def test_a_container_is_simply_made_again(fault: Any) -> None:
    desk = Desk()
    desk.twin.fail_with(fault)
    made = await desk.done("container.create", CONTAINER)
    assert made.remote_id is not None
    assert desk.twin.live_posts(SHOP, CAPTION) == 0


@pytest.mark.parametrize("fault", AFTER_EFFECT)
async def test_a_post_whose_answer_is_lost_is_found(fault: Any) -> None:
    desk = Desk()
    wish = await desk.container()
    desk.twin.fail_with(fault)
    done = await desk.done("container.publish", wish, "p")
    assert done.remote_id == next(iter(desk.twin.accounts[SHOP].media))
    assert desk.twin.live_posts(SHOP, CAPTION) == 1


@pytest.mark.parametrize("fault", BEFORE_EFFECT)
async def test_what_was_lost_on_the_way_is_sent_again_only_after_a_look(fault: Any) -> None:
    desk = Desk()
    wish = await desk.container()
    desk.twin.fail_with(fault)
    assert (await desk.failed("container.publish", wish, "p")).kind is UNKNOWN
    desk.clock.at += TWO_MINUTES
    await desk.done("container.publish", wish, "p")
    assert desk.twin.live_posts(SHOP, CAPTION) == 1


async def test_another_post_of_the_same_caption_is_not_taken_for_this_one() -> None:
    desk = Desk()
    first = await desk.done("container.publish", await desk.container(), "p1")
    desk.clock.at += A_DAY
    wish = await desk.container(key="c2")
    desk.twin.fail_with(HangsUp(is_after_effect=True))
    second = await desk.done("container.publish", wish, "p2")
    assert second.remote_id != first.remote_id


async def test_a_published_container_whose_post_is_not_listed_stays_unknown() -> None:
    desk = Desk()
    wish = await desk.container()
    desk.twin.fail_with(HangsUp(is_after_effect=True))
    nobody = replace(wish, caption="Somebody changed these words.")
    for _ in range(3):
        assert (await desk.failed("container.publish", nobody, "p")).kind is UNKNOWN
        desk.clock.at += TWO_MINUTES
    assert desk.asked().count("container.publish") == 1


async def test_a_container_that_is_published_already_is_done() -> None:
    desk = Desk()
    wish = await desk.container()
    first = await desk.done("container.publish", wish, "p1")
    second = await desk.done("container.publish", wish, "p2")
    assert second.remote_id == first.remote_id
    assert desk.twin.live_posts(SHOP, CAPTION) == 1


async def test_a_container_that_is_not_ready_is_published_when_it_is() -> None:
    desk = Desk(rules=InstagramRules(processing=timedelta(minutes=3)))
    wish = await desk.container()
    assert (await desk.failed("container.publish", wish, "p")).kind is UNKNOWN
    assert desk.twin.live_posts(SHOP, CAPTION) == 0
    desk.clock.at += timedelta(minutes=5)
    await desk.done("container.publish", wish, "p")
    assert desk.twin.live_posts(SHOP, CAPTION) == 1


async def test_a_container_ends_after_a_day() -> None:
    desk = Desk()
    wish = await desk.container()
    desk.clock.at += A_DAY
    assert await status(desk, wish.container_id) is ContainerStatus.EXPIRED
    failed = await desk.failed("container.publish", wish, "p")
    assert failed.kind is FailureKind.REJECTED


async def test_after_silence_a_container_that_has_ended_was_never_published() -> None:
    desk = Desk()
    wish = await desk.container()
    desk.twin.fail_with(HangsUp(is_after_effect=False))
    await desk.failed("container.publish", wish, "p")
    desk.clock.at += A_DAY
    failed = await desk.failed("container.publish", wish, "p")
    assert (failed.kind, failed.code) == (FailureKind.REJECTED, "EXPIRED")


async def test_a_picture_with_which_something_is_wrong_is_told() -> None:
    desk = Desk()
    wish = await desk.container()
    desk.twin.fail_container(SHOP, wish.container_id, "error code 2207026")
    look = port.ReadContainer(container_id=wish.container_id)
    read = await desk.done("container.read", look)
    assert read.data["status"] is ContainerStatus.ERROR
    assert "2207026" in read.data["detail"]


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (HeldPicture(format="PNG"), "36001"),
        (HeldPicture(size_bytes=9 * 1024 * 1024), "36000"),
        (HeldPicture(width=799, height=1000), "36003"),
        (HeldPicture(width=1920, height=1000), "36003"),
    ],
)
async def test_a_picture_that_instagram_does_not_take_is_refused(
    picture: HeldPicture, code: str
) -> None:
    desk = Desk()
    desk.twin.add_picture(CONTAINER.image_url, picture)
    failed = await desk.failed("container.create", CONTAINER)
    assert (failed.kind, failed.code) == (FailureKind.INVALID_REQUEST, code)


@pytest.mark.parametrize("width", [800, 1000, 1910])
async def test_a_picture_at_the_edge_is_taken(width: int) -> None:
    desk = Desk()
    desk.twin.add_picture(CONTAINER.image_url, HeldPicture(width=width, height=1000))
    await desk.done("container.create", CONTAINER)


async def test_a_picture_that_cannot_be_fetched_is_asked_for_again_later() -> None:
    desk = Desk()
    nowhere = replace(CONTAINER, image_url="https://shop.example/gone.jpg")
    failed = await desk.failed("container.create", nowhere)
    assert (failed.kind, failed.code) == (FailureKind.RETRYABLE, "9004")
    desk.twin.add_picture(nowhere.image_url)
    await desk.done("container.create", nowhere)


async def test_the_day_has_room_for_so_many_posts_and_no_more() -> None:
    desk = Desk(rules=InstagramRules(posts_per_day=2))
    for number in range(2):
        wish = await desk.container(key=f"c{number}")
        await desk.done("container.publish", wish, f"p{number}")
    wish = await desk.container(key="c")
    failed = await desk.failed("container.publish", wish, "p")
    assert (failed.kind, failed.code) == (FailureKind.RATE_LIMITED, "9")
    quota = (await desk.done("quota.read", port.ReadQuota(), "q")).data
    assert quota == {"used": 2, "total": 2, "seconds": 86_400, "is_total_stated": True}
    desk.clock.at += A_DAY - timedelta(minutes=2)
    await desk.done("container.publish", wish, "p")


async def test_without_a_word_of_instagrams_the_least_number_is_taken() -> None:
    desk = Desk(rules=InstagramRules(states_quota=False))
    quota = (await desk.done("quota.read", port.ReadQuota())).data
    assert (quota["total"], quota["is_total_stated"]) == (25, False)


async def test_the_26th_post_of_a_day_is_not_even_asked_for() -> None:
    desk = Desk(limits=LIMITS, rules=InstagramRules(container_life=timedelta(days=9)))
    start, done_at = desk.clock.at, list[timedelta]()
    for number in range(27):
        wish, key = await desk.container(key=f"c{number}"), f"p{number}"
        while isinstance(outcome := await desk.run("container.publish", wish, key), Failed):
            assert outcome.kind is FailureKind.RATE_LIMITED
            desk.clock.at += timedelta(seconds=outcome.retry_after_seconds or 1)
        done_at.append(desk.clock.at - start)
    assert desk.twin.violations == []
    assert sum(at < A_DAY for at in done_at) <= 25


@pytest.mark.parametrize("state", [s for s in TokenState if s is not TokenState.GOOD])
async def test_a_bad_token_needs_the_owner(state: TokenState) -> None:
    desk = Desk()
    desk.twin.set_token(SHOP, state)
    failed = await desk.failed("account.read", port.ReadAccount())
    assert (failed.kind, desk.held.needs_reconnect) == (FailureKind.AUTH_EXPIRED, True)


@pytest.mark.parametrize("fault", [*REFUSED_FOR_NOW, says(80002)])
async def test_a_limit_is_the_queues_to_wait_for(fault: Any) -> None:
    desk = Desk()
    desk.twin.fail_with(fault)
    failed = await desk.failed("container.create", CONTAINER)
    assert (failed.kind, failed.retry_after_seconds) == (FailureKind.RATE_LIMITED, 3_600.0)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (says(4, 2207051), FailureKind.REJECTED),
        (says(25, 2207050), FailureKind.REJECTED),
        (says(24, 2207006), FailureKind.REJECTED),
        (says(368), FailureKind.REJECTED),
        (says(36004, 2207010), FailureKind.INVALID_REQUEST),
        (says(100), FailureKind.INVALID_REQUEST),
        (says(999_999), FailureKind.REJECTED),
    ],
)
async def test_a_refusal_is_named_and_not_repeated(fault: Any, kind: FailureKind) -> None:
    desk = Desk()
    wish = await desk.container()
    desk.twin.fail_with(fault)
    assert (await desk.failed("container.publish", wish, "p")).kind is kind
    assert desk.asked().count("container.publish") == 1


async def test_an_unknown_code_that_may_pass_hides_what_happened() -> None:
    desk = Desk()
    wish = await desk.container()
    body = b'{"error": {"message": "m", "type": "t", "code": 999999, "is_transient": true}}'
    desk.twin.fail_with(Answers(answer=VendorAnswer(400, {}, body), is_after_effect=True))
    await desk.done("container.publish", wish, "p")
    assert desk.twin.live_posts(SHOP, CAPTION) == 1


async def test_a_post_that_is_gone_is_told() -> None:
    desk = Desk()
    media_id = (await desk.done("container.publish", await desk.container(), "p")).remote_id
    assert media_id is not None
    desk.twin.remove_media(SHOP, media_id)
    failed = await desk.failed("media.read", port.ReadMedia(media_id=media_id), "r")
    assert (failed.kind, failed.code) == (FailureKind.REJECTED, GONE)


@pytest.mark.parametrize("fault", [*AFTER_EFFECT, *BEFORE_EFFECT])
async def test_a_read_is_simply_repeated(fault: Any) -> None:
    desk = Desk()
    desk.twin.fail_with(fault)
    assert (await desk.done("account.read", port.ReadAccount())).data["username"] == "sharma"


@pytest.mark.parametrize("seed", range(25))
async def test_whatever_happens_there_are_never_two_posts(seed: int) -> None:
    desk, story = Desk(), Story(seed)
    for number in range(3):
        caption = f"Day {number}"
        wish = replace(CONTAINER, caption=caption)
        made = await story.end(desk, "container.create", wish, f"c{number}")
        desk.clock.at += timedelta(minutes=1)
        post = port.PublishContainer(
            container_id=made.remote_id or "", caption=caption, first_tried_at=desk.clock.at
        )
        async for _ in story.attempts(desk, "container.publish", post, f"p{number}"):
            assert desk.twin.live_posts(SHOP, caption) <= 1
        assert desk.twin.live_posts(SHOP, caption) == 1
