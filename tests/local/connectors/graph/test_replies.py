"""Comments under own posts, on Facebook and Instagram alike: one answer, whatever happens."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from local.connectors.facebook_pages.facebook_pages import CAPABILITIES as ON_FACEBOOK
from local.connectors.graph.held import TokenState
from local.connectors.graph.port import (
    GONE,
    HideComment,
    ListComments,
    ReadComment,
    ReplyPrivately,
    ReplyToComment,
)
from local.connectors.instagram.instagram import CAPABILITIES as ON_INSTAGRAM
from local.connectors.twin import HangsUp
from shared.connectors.calls import Capability, Done, FailureKind
from tests.local.connectors import desk as any_vendor
from tests.local.connectors.facebook_pages import desk as facebook_desk
from tests.local.connectors.faults import AFTER_EFFECT, BEFORE_EFFECT, Story
from tests.local.connectors.instagram import desk as instagram_desk

UNKNOWN = FailureKind.UNKNOWN_OUTCOME
THANKS = "Thank you, Asha!"
TWO_MINUTES = timedelta(minutes=2)
A_WEEK = timedelta(days=7)


@dataclass
class Place:
    """A shop with a post of its own, and what one does there."""

    desk: any_vendor.Desk[Any]
    shop: str
    post_id: str

    def said(self, words: str = "Lovely!", **more: Any) -> str:
        return self.desk.twin.add_comment(self.shop, self.post_id, words, **more)

    def reply(self, comment_id: str, words: str = THANKS) -> ReplyToComment:
        at = self.desk.clock.at
        return ReplyToComment(comment_id=comment_id, message=words, first_tried_at=at)

    def replies(self, words: str = THANKS) -> int:
        return self.desk.twin.replies(self.shop, words)

    async def comments(self, key: str = "l", **more: Any) -> list[dict[str, Any]]:
        wish = ListComments(post_id=self.post_id, **more)
        return list((await self.desk.done("comment.list", wish, key)).data["comments"])


async def on_facebook() -> Place:
    desk = facebook_desk.Desk()
    post = await desk.done("post.create", facebook_desk.POST, "post")
    return Place(desk, facebook_desk.PAGE, post.remote_id or "")


async def on_instagram() -> Place:
    desk = instagram_desk.Desk()
    post = await desk.done("container.publish", await desk.container(), "post")
    return Place(desk, instagram_desk.SHOP, post.remote_id or "")


Opening = Callable[[], Awaitable[Place]]
either = pytest.mark.parametrize("opened", [on_facebook, on_instagram])


@either
async def test_comments_and_replies_are_read_with_who_wrote_them(opened: Opening) -> None:
    place = await opened()
    comment_id = place.said("When do you open?", author=("501", "asha"))
    await place.desk.done("comment.reply", place.reply(comment_id), "r")
    mine, own = sorted(await place.comments(), key=lambda c: c["is_own"])
    assert (mine["id"], mine["message"]) == (comment_id, "When do you open?")
    assert (mine["author_id"], mine["author_name"], mine["is_own"]) == ("501", "asha", False)
    assert (mine["post_id"], mine["parent_id"], mine["is_hidden"]) == (place.post_id, None, False)
    assert (own["message"], own["parent_id"], own["is_own"]) == (THANKS, comment_id, True)


@either
async def test_only_comments_since_a_time_are_listed(opened: Opening) -> None:
    place = await opened()
    place.said("old")
    place.desk.clock.at += A_WEEK
    place.said("new")
    seen = await place.comments(since=place.desk.clock.at - timedelta(hours=1))
    assert [comment["message"] for comment in seen] == ["new"]


@either
async def test_comments_come_page_after_page(opened: Opening) -> None:
    place = await opened()
    for number in range(60):
        place.said(f"{number}")
    wish = ListComments(post_id=place.post_id)
    first = (await place.desk.done("comment.list", wish, "1")).data
    second = (await place.desk.done("comment.list", replace(wish, after=first["after"]), "2")).data
    assert second["after"] is None
    seen = {c["message"] for page in (first, second) for c in page["comments"]}
    assert seen == {f"{number}" for number in range(60)}


@either
async def test_a_comment_is_read_as_its_writer_left_it(opened: Opening) -> None:
    place = await opened()
    comment_id = place.said("Lovley!")
    place.desk.twin.edit_comment(place.shop, comment_id, "Lovely!")
    look = ReadComment(comment_id=comment_id, post_id=place.post_id)
    read = (await place.desk.done("comment.read", look, "1")).data
    assert (read["message"], read["is_own"]) == ("Lovely!", False)
    place.desk.twin.remove_comment(place.shop, comment_id)
    failed = await place.desk.failed("comment.read", look, "2")
    assert (failed.kind, failed.code) == (FailureKind.REJECTED, GONE)


@either
@pytest.mark.parametrize("fault", AFTER_EFFECT)
async def test_a_reply_whose_answer_is_lost_is_found(opened: Opening, fault: Any) -> None:
    place = await opened()
    wish = place.reply(place.said())
    place.desk.twin.fail_with(fault)
    done = await place.desk.done("comment.reply", wish, "r")
    assert done.remote_id == next(c["id"] for c in await place.comments() if c["is_own"])
    assert place.replies() == 1


@either
@pytest.mark.parametrize("fault", BEFORE_EFFECT)
async def test_a_lost_reply_is_sent_again_only_after_a_look(opened: Opening, fault: Any) -> None:
    place = await opened()
    wish = place.reply(place.said())
    place.desk.twin.fail_with(fault)
    assert (await place.desk.failed("comment.reply", wish, "r")).kind is UNKNOWN
    place.desk.clock.at += TWO_MINUTES
    await place.desk.done("comment.reply", wish, "r")
    assert place.replies() == 1


@either
async def test_a_reply_to_a_reply_is_looked_for_where_it_stands(opened: Opening) -> None:
    place = await opened()
    above = place.said()
    wish = place.reply(place.said("And on Sunday?", parent_id=above))
    place.desk.twin.fail_with(HangsUp(is_after_effect=True))
    await place.desk.done("comment.reply", wish, "r")
    assert place.replies() == 1
    assert {c["parent_id"] for c in await place.comments() if c["is_own"]} == {above}


@either
async def test_the_same_words_of_somebody_else_or_of_last_week_are_not_ours(
    opened: Opening,
) -> None:
    place = await opened()
    comment_id = place.said()
    first = await place.desk.done("comment.reply", place.reply(comment_id), "r1")
    place.desk.clock.at += A_WEEK
    place.said(THANKS, parent_id=comment_id)
    place.desk.twin.fail_with(HangsUp(is_after_effect=False))
    again = place.reply(comment_id)
    assert (await place.desk.failed("comment.reply", again, "r2")).kind is UNKNOWN
    place.desk.clock.at += TWO_MINUTES
    second = await place.desk.done("comment.reply", again, "r2")
    assert second.remote_id != first.remote_id
    assert place.replies() == 2


@either
async def test_words_whose_writer_is_not_told_may_be_ours(opened: Opening) -> None:
    place = await opened()
    comment_id = place.said()
    wish = place.reply(comment_id)
    place.desk.twin.fail_with(HangsUp(is_after_effect=False))
    somebodys = place.said(THANKS, parent_id=comment_id)
    place.desk.twin.hide_author(place.shop, somebodys)
    for _ in range(3):
        assert (await place.desk.failed("comment.reply", wish, "r")).kind is UNKNOWN
        place.desk.clock.at += TWO_MINUTES
    assert place.desk.asked().count("comment.reply") == 1


@either
async def test_a_reply_to_what_is_gone_is_refused_also_after_silence(opened: Opening) -> None:
    place = await opened()
    comment_id = place.said()
    wish = place.reply(comment_id)
    place.desk.twin.fail_with(HangsUp(is_after_effect=False))
    place.desk.twin.remove_comment(place.shop, comment_id)
    failed = await place.desk.failed("comment.reply", wish, "r")
    assert (failed.kind, failed.code) == (FailureKind.REJECTED, GONE)


@either
async def test_a_token_that_ends_during_a_look_needs_the_owner(opened: Opening) -> None:
    place = await opened()
    wish = place.reply(place.said())
    place.desk.twin.fail_with(HangsUp(is_after_effect=True), HangsUp(is_after_effect=False))
    await place.desk.failed("comment.reply", wish, "r")
    place.desk.twin.set_token(place.shop, TokenState.EXPIRED)
    assert (await place.desk.failed("comment.reply", wish, "r")).kind is UNKNOWN
    assert place.desk.held.needs_reconnect


@either
@pytest.mark.parametrize("fault", [None, *AFTER_EFFECT, *BEFORE_EFFECT])
async def test_a_comment_is_hidden_and_shown_again(opened: Opening, fault: Any) -> None:
    place = await opened()
    comment_id = place.said("Buy followers!")
    for is_hidden in (True, False):
        place.desk.twin.fail_with(fault)
        wish = HideComment(comment_id=comment_id, is_hidden=is_hidden)
        await place.desk.done("comment.hide", wish, f"h{is_hidden}")
        assert (await place.comments(f"{is_hidden}"))[0]["is_hidden"] is is_hidden


@either
async def test_a_private_reply_goes_out_once_for_each_comment(opened: Opening) -> None:
    place = await opened()
    comment_id = place.said("Price?")
    wish = ReplyPrivately(comment_id=comment_id, message="₹200 a kilo.")
    done = await place.desk.done("comment.private_reply", wish, "p1")
    assert (done.remote_id, done.data) == (f"m_{comment_id}", {})
    failed = await place.desk.failed("comment.private_reply", wish, "p2")
    assert failed.kind is FailureKind.REJECTED
    assert place.desk.twin.private_replies(place.shop) == {comment_id: "₹200 a kilo."}


@either
@pytest.mark.parametrize(
    ("later", "is_taken"), [(A_WEEK, True), (A_WEEK + timedelta(seconds=1), False)]
)
async def test_a_private_reply_goes_out_within_seven_days(
    opened: Opening, later: timedelta, *, is_taken: bool
) -> None:
    place = await opened()
    wish = ReplyPrivately(comment_id=place.said("Price?"), message="₹200 a kilo.")
    place.desk.clock.at += later
    outcome = await place.desk.run("comment.private_reply", wish, "p")
    assert isinstance(outcome, Done) is is_taken
    assert len(place.desk.twin.violations) == (not is_taken)


@either
async def test_the_shop_does_not_write_to_itself_in_private(opened: Opening) -> None:
    place = await opened()
    reply = await place.desk.done("comment.reply", place.reply(place.said()), "r")
    wish = ReplyPrivately(comment_id=reply.remote_id or "", message="Hello me")
    failed = await place.desk.failed("comment.private_reply", wish, "p")
    assert failed.kind is FailureKind.REJECTED


@either
@pytest.mark.parametrize("fault", [*AFTER_EFFECT, *BEFORE_EFFECT])
async def test_a_private_reply_without_an_answer_is_never_sent_again(
    opened: Opening, fault: Any
) -> None:
    place = await opened()
    wish = ReplyPrivately(comment_id=place.said("Price?"), message="₹200 a kilo.")
    place.desk.twin.fail_with(fault)
    for _ in range(3):
        assert (await place.desk.failed("comment.private_reply", wish, "p")).kind is UNKNOWN
        place.desk.clock.at += timedelta(hours=1)
    assert place.desk.asked().count("comment.private_reply") == 1


async def test_facebook_tells_to_whom_one_may_write_in_private() -> None:
    place = await on_facebook()
    comment_id = place.said("Price?")
    assert (await place.comments("1"))[0]["can_reply_privately"] is True
    wish = ReplyPrivately(comment_id=comment_id, message="₹200 a kilo.")
    await place.desk.done("comment.private_reply", wish, "p")
    assert (await place.comments("2"))[0]["can_reply_privately"] is False


@either
@pytest.mark.parametrize("seed", range(25))
async def test_whatever_happens_there_are_never_two_replies(opened: Opening, seed: int) -> None:
    place, story = await opened(), Story(seed)
    for number in range(3):
        words = f"{THANKS} {number}"
        wish = place.reply(place.said(f"Comment {number}"), words)
        async for _ in story.attempts(place.desk, "comment.reply", wish, f"r{number}"):
            assert place.replies(words) <= 1
        assert place.replies(words) == 1


@pytest.mark.parametrize("capabilities", [ON_FACEBOOK, ON_INSTAGRAM])
def test_nothing_likes_follows_or_writes_under_the_posts_of_others(
    capabilities: tuple[Capability, ...],
) -> None:
    writes = {capability.name for capability in capabilities if capability.is_write}
    assert writes <= {
        "post.create",
        "post.delete",
        "container.create",
        "container.publish",
        "comment.reply",
        "comment.hide",
        "comment.private_reply",
    }
