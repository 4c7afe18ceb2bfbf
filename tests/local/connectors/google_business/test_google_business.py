"""Over the runner: one effect, or an honest "unknown", whatever Google does."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from local.connectors.google_business import port
from local.connectors.google_business.google_business import google_business
from local.connectors.google_business.held import GoogleRules, refused
from local.connectors.google_business.hosts import GoogleHosts
from local.connectors.twin import GARBLED, Answers, Hangs, HangsUp
from shared.connectors.calls import Call, Done, Failed, FailureKind, Preview
from shared.connectors.exchange import VendorAnswer
from tests.local.connectors.google_business.desk import LIMITS, OFFER, PHOTO, POST, WEEK, Desk

TEXT = POST.summary
TWO_MINUTES = timedelta(minutes=2)


def says(status: int, code: str, *, is_after_effect: bool = False) -> Answers:
    answer = refused(status, code, "said Google")
    return Answers(answer=answer, is_after_effect=is_after_effect)


AFTER = [
    HangsUp(is_after_effect=True),
    Hangs(seconds=60),
    GARBLED,
    says(500, "INTERNAL", is_after_effect=True),
    says(504, "DEADLINE_EXCEEDED", is_after_effect=True),
    Answers(answer=VendorAnswer(502, {}, b"<html>"), is_after_effect=True),
    Answers(answer=VendorAnswer(200, {}, b"{}"), is_after_effect=True),
]


@pytest.mark.parametrize("fault", AFTER)
async def test_a_post_whose_answer_is_lost_is_found(fault: Any) -> None:
    desk = Desk()
    desk.twin.fail_with(fault)
    done = await desk.done("post.create", POST)
    assert done.remote_id == next(iter(desk.twin.shops["2"].posts))
    assert desk.twin.posts("2", TEXT) == 1


@pytest.mark.parametrize("fault", AFTER)
async def test_a_photo_whose_answer_is_lost_is_found(fault: Any) -> None:
    desk = Desk()
    desk.twin.fail_with(fault)
    await desk.done("media.create", PHOTO)
    assert len(desk.twin.shops["2"].photos) == 1


@pytest.mark.parametrize(("capability", "params"), [("post.create", POST), ("media.create", PHOTO)])
@pytest.mark.parametrize("fault", [HangsUp(is_after_effect=False), says(500, "INTERNAL")])
async def test_what_was_lost_on_the_way_is_sent_again_only_after_a_look(
    capability: str, params: Any, fault: Any
) -> None:
    desk = Desk()
    desk.twin.fail_with(fault)
    assert (await desk.failed(capability, params)).kind is FailureKind.UNKNOWN_OUTCOME
    assert (await desk.failed(capability, params)).kind is FailureKind.UNKNOWN_OUTCOME
    desk.clock.at += TWO_MINUTES
    await desk.done(capability, params)
    shop = desk.twin.shops["2"]
    assert len(shop.posts) + len(shop.photos) == 1
    assert desk.asked().count(capability) == 2


async def test_a_post_that_shows_late_is_not_made_twice() -> None:
    desk = Desk()
    desk.twin.fail_with(HangsUp(is_after_effect=True), HangsUp(is_after_effect=False))
    assert (await desk.failed("post.create", POST)).kind is FailureKind.UNKNOWN_OUTCOME
    desk.clock.at += TWO_MINUTES
    await desk.done("post.create", POST)
    desk.clock.at += TWO_MINUTES
    assert desk.twin.live_posts("2", TEXT) == 1


async def test_an_older_post_of_the_same_words_is_not_taken_for_this_one() -> None:
    desk = Desk()
    first = await desk.done("post.create", POST, "monday")
    desk.clock.at += timedelta(days=7)
    await desk.reviews()
    desk.twin.fail_with(HangsUp(is_after_effect=True))
    again = replace(POST, first_tried_at=desk.clock.at)
    second = await desk.done("post.create", again, "next monday")
    assert second.remote_id != first.remote_id
    assert desk.twin.posts("2", TEXT) == 2


@pytest.mark.parametrize("was_deleted", [True, False])
async def test_a_lost_deletion_is_looked_for(was_deleted: bool) -> None:
    desk = Desk()
    name = (await desk.done("post.create", POST)).remote_id
    assert name is not None
    desk.twin.fail_with(HangsUp(is_after_effect=was_deleted))
    outcome = await desk.run("post.delete", port.DeletePost(post_name=name), "d")
    assert isinstance(outcome, Done) is was_deleted


async def test_a_lost_deletion_of_a_reply_is_looked_for() -> None:
    desk = Desk()
    review = desk.twin.add_review("2", 5, "Lovely")
    reply = port.ReplyToReview(review_name=review, comment="Thank you, come again!")
    await desk.done("review.reply", reply)
    desk.twin.fail_with(HangsUp(is_after_effect=True))
    await desk.done("review.delete_reply", port.DeleteReviewReply(review_name=review), "d")
    assert (await desk.reviews())[0]["reply"] is None


async def test_an_expired_token_is_renewed_once() -> None:
    desk = Desk()
    desk.twin.expire_token("2")
    await desk.done("post.create", POST)
    assert (desk.twin.renewals, desk.twin.posts("2", TEXT)) == (1, 1)
    assert desk.held.access.secrets["refresh_token"] == "refresh-1"


async def test_a_revoked_connection_needs_its_owner() -> None:
    desk = Desk()
    desk.twin.revoke("2")
    failed = await desk.failed("post.create", POST)
    assert (failed.kind, failed.code) == (FailureKind.AUTH_EXPIRED, "invalid_grant")
    assert desk.held.needs_reconnect
    assert desk.twin.posts("2", TEXT) == 0


async def test_an_operator_without_a_client_sends_no_owner_to_connect_again() -> None:
    desk = Desk()
    desk.twin.expire_token("2")
    call = Call(capability="post.create", params=POST, connection_id=desk.connection_id, key="k")
    outcome = await desk.runner.run(desk.tenant_id, google_business(GoogleHosts()), call)
    assert isinstance(outcome, Failed)
    assert (outcome.kind, outcome.code) == (FailureKind.RETRYABLE, "invalid_client")
    assert not desk.held.needs_reconnect


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (says(429, "RESOURCE_EXHAUSTED"), None),
        (says(503, "UNAVAILABLE"), None),
        (says(400, "INVALID_ARGUMENT"), FailureKind.INVALID_REQUEST),
        (says(403, "PERMISSION_DENIED"), FailureKind.REJECTED),
        (says(404, "NOT_FOUND"), FailureKind.REJECTED),
        (says(409, "ABORTED"), FailureKind.REJECTED),
        (says(418, "NOBODY_KNOWS"), FailureKind.REJECTED),
    ],
)
async def test_each_refusal_ends_as_it_must(fault: Any, kind: FailureKind | None) -> None:
    desk = Desk()
    desk.twin.fail_with(fault)
    outcome = await desk.run("post.create", POST)
    assert (outcome.kind if isinstance(outcome, Failed) else None) == kind
    assert desk.twin.posts("2", TEXT) == (1 if kind is None else 0)
    assert desk.asked() == ["post.create"] * (2 if kind is None else 1)


@pytest.mark.parametrize("fault", [says(500, "INTERNAL"), says(504, "X"), GARBLED])
async def test_a_read_is_simply_repeated(fault: Any) -> None:
    desk = Desk()
    desk.twin.fail_with(fault)
    assert await desk.reviews() == []


async def test_a_reply_is_put_again_after_silence() -> None:
    desk = Desk()
    review = desk.twin.add_review("2", 5)
    desk.twin.fail_with(HangsUp(is_after_effect=True))
    reply = port.ReplyToReview(review_name=review, comment="Thank you, come again!")
    assert (await desk.done("review.reply", reply)).data["state"] == port.ReplyState.PENDING
    assert desk.twin.violations == []


async def test_without_access_at_google_nothing_is_repeated() -> None:
    desk = Desk()
    desk.twin.is_access_granted = False
    failed = await desk.failed("post.create", POST)
    assert (failed.kind, failed.code) == (FailureKind.REJECTED, "RESOURCE_EXHAUSTED")
    assert len(desk.twin.asked) == 1


async def test_the_eleventh_edit_of_a_minute_waits() -> None:
    desk = Desk(limits=LIMITS, rules=GoogleRules(token_seconds=86_400))
    start, done_at = desk.clock.at, list[timedelta]()
    reviews = [desk.twin.add_review("2", 5) for _ in range(15)]
    for number, name in enumerate(reviews):
        reply = port.ReplyToReview(review_name=name, comment=f"{number} thanks for number {number}")
        while isinstance(outcome := await desk.run("review.reply", reply, name), Failed):
            assert outcome.kind is FailureKind.RATE_LIMITED
            desk.clock.at += timedelta(seconds=outcome.retry_after_seconds or 1)
        done_at.append(desk.clock.at - start)
    assert desk.twin.violations == []
    assert sum(at < timedelta(minutes=1) for at in done_at) <= 10
    assert done_at[4] == timedelta()


async def test_an_impatient_client_is_punished_by_the_twin() -> None:
    desk = Desk()
    for number in range(11):
        await desk.run("post.create", replace(POST, summary=f"Day {number}"), f"{number}")
    assert len(desk.twin.shops["2"].posts) == 10
    assert "RESOURCE_EXHAUSTED" in desk.twin.violations[0]


async def test_a_wrong_field_is_named_before_anything_is_sent() -> None:
    desk = Desk()
    failed = await desk.failed("post.create", replace(OFFER, event=None))
    assert (failed.kind, failed.fields) == (FailureKind.INVALID_REQUEST, ("event",))
    assert desk.twin.asked == []


async def test_a_dry_run_of_hours_is_checked_by_google_and_changes_nothing() -> None:
    desk = Desk()
    preview = await desk.run("hours.set", WEEK, is_dry_run=True)
    assert isinstance(preview, Preview)
    assert preview.is_checked_by_vendor
    assert (await desk.done("location.read", port.ReadLocation())).data["week"] == []
    assert isinstance(await desk.run("post.create", POST, is_dry_run=True), Preview)
    assert desk.twin.posts("2", TEXT) == 0


async def test_figures_tell_nothing_from_unknown() -> None:
    desk = Desk()
    calls, first = port.DailyMetric.CALL_CLICKS, date(2026, 11, 20)
    desk.twin.set_figure("2", calls, first, 7)
    desk.twin.set_figure("2", calls, first + timedelta(days=1), 0)
    asked = port.ReadMetrics(metrics=[calls], first_day=first, last_day=date(2026, 11, 22))
    series = (await desk.done("metrics.read", asked)).data["series"]
    assert series == {"CALL_CLICKS": {"2026-11-20": 7, "2026-11-21": 0}}
