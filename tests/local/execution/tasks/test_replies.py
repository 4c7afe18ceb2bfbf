"""Replies on their way to Google's twin and back, with a worker that may die anywhere."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import httpx
import pytest

from local.connectors.google_business.port import PostState, ReplyState
from local.connectors.twin import Answers, HangsUp, answered
from local.execution.domain.reply_mode import ReplyMode
from local.execution.jobs import PublishReply, QueueReviewSyncs
from local.execution.service.replies import ReplyService
from local.execution.tasks.replies import queue_syncs
from local.guidance.domain.manual_task import ManualTaskKind, TaskState
from shared.db.session import Database, unit_of_work
from shared.jobs.handling import JobContext
from tests.api import LOCAL, Api
from tests.databases import TierDatabase
from tests.local.execution.counter import Counter, WorkerKilledError, dangerous, open_counter

REPLIES = f"{LOCAL}/review-replies"
PRAISE = "Lovely biryani and very friendly staff."
BLAME = "The staff was rude and the biryani was cold."
# The drill is 200; each takes half a second.
SEEDS = 5


@pytest.fixture
async def counter(
    local_api: Api, local_database: Database, local_tier_database: TierDatabase
) -> Counter:
    tenant = await local_api.new_tenant(category="restaurant")
    return await open_counter(local_database, local_tier_database.superuser_url, tenant)


async def allow(counter: Counter, mode: ReplyMode) -> None:
    async with unit_of_work(counter.database, counter.tenant.id) as session:
        await ReplyService(session, counter.tenant.id, clock=counter.clock).allow(mode)


async def approve(local_api: Api, counter: Counter, **body: str) -> httpx.Response:
    (row,) = await counter.replies()
    path = f"{REPLIES}/{row.id}/approve"
    return await local_api.http.post(path, json=body, headers=counter.tenant.headers)


async def test_praise_is_answered_by_itself_and_counts_only_once_it_can_be_read(
    counter: Counter,
) -> None:
    name = counter.twin.add_review("2", 5, PRAISE)
    await counter.sync()
    assert await counter.states() == ["approved"]
    assert counter.shown(name) is None
    (row,) = await counter.replies()
    await counter.run(PublishReply(counter.tenant.id, row.id))
    assert await counter.states() == ["accepted"]
    await counter.run_due()
    (row,) = await counter.replies()
    assert (row.state, row.approved_by, row.reason) == ("verified", "rule", None)
    assert counter.shown(name) == row.text
    assert await counter.tasks() == []


@pytest.mark.parametrize(
    ("stars", "text"), [(1, BLAME), (3, "It was okay."), (5, BLAME), (4, "Good, but slow.")]
)
async def test_whoever_is_unhappy_waits_for_the_owner(
    counter: Counter, stars: int, text: str
) -> None:
    name = counter.twin.add_review("2", stars, text)
    await counter.sync()
    await counter.run_due()
    assert await counter.states() == ["waiting"]
    assert counter.shown(name) is None
    (task,) = await counter.tasks()
    (row,) = await counter.replies()
    assert task.kind == ManualTaskKind.APPROVE_REVIEW_REPLY
    assert (task.text_to_copy, task.facts["reply_id"]) == (row.text, str(row.id))


async def test_the_owner_sends_it_in_his_own_words_and_the_task_goes(
    local_api: Api, counter: Counter
) -> None:
    name = counter.twin.add_review("2", 2, BLAME)
    await counter.sync()
    words = "We are sorry for the cold biryani. Please ask for me on your next visit."
    answer = await approve(local_api, counter, text=words)
    assert (answer.status_code, answer.json()["state"]) == (202, "approved")
    assert (await approve(local_api, counter, text=words)).status_code == 202
    await counter.run_due()
    assert await counter.states() == ["verified"]
    assert counter.shown(name) == words
    assert await counter.tasks() == []
    assert len(await counter.tasks(TaskState.CLOSED)) == 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Call us on +91 98765 43210 please.", "phone"),
        ("Write to asha@shop.example about it.", "phone number or an address"),
        ("See www.sharmasweets.in for more.", "link"),
        ("Come again and get a 20% discount.", "promises something"),
        ("This is a fake review, you never came.", "liar"),
        ("अ" * 1400, "4096 bytes"),
        ("Dear {name}, thank you.", "gap"),
    ],
)
async def test_words_that_google_would_take_away_are_refused_by_name(
    local_api: Api, counter: Counter, text: str, problem: str
) -> None:
    counter.twin.add_review("2", 2, BLAME)
    await counter.sync()
    answer = await approve(local_api, counter, text=text)
    assert answer.status_code == 422
    assert problem in answer.json()["errors"][0]["message"]
    assert answer.json()["errors"][0]["field"] == "text"
    assert await counter.states() == ["waiting"]


async def test_a_declined_reply_is_never_sent(local_api: Api, counter: Counter) -> None:
    name = counter.twin.add_review("2", 2, BLAME)
    await counter.sync()
    (row,) = await counter.replies()
    for _ in range(2):
        answer = await local_api.http.post(
            f"{REPLIES}/{row.id}/decline", headers=counter.tenant.headers
        )
        assert (answer.status_code, answer.json()["state"]) == (200, "declined")
    assert (await approve(local_api, counter)).status_code == 409
    await counter.run_due()
    assert counter.shown(name) is None
    assert await counter.tasks() == []


async def test_a_shop_that_says_never_gets_no_drafts_and_one_that_asks_sends_none(
    counter: Counter,
) -> None:
    await allow(counter, ReplyMode.NEVER)
    counter.twin.add_review("2", 5, PRAISE)
    await counter.sync()
    assert await counter.states() == []
    await allow(counter, ReplyMode.ASK)
    await counter.sync()
    assert await counter.states() == ["waiting"]


async def test_what_the_owner_answered_at_google_is_left_alone(counter: Counter) -> None:
    name = counter.twin.add_review("2", 2, BLAME)
    await counter.sync()
    desk_reply = counter.twin.shops["2"].reviews[name]
    other = counter.twin.add_review("2", 5, PRAISE)
    await counter.sync()
    await counter.run_due()
    given = counter.twin.shops["2"].reviews[other].reply
    assert given is not None
    desk_reply.reply = replace(given, comment="Sorry, from the owner.")
    await counter.sync()
    assert await counter.states() == ["answered", "verified"]
    assert await counter.tasks() == []


async def test_a_review_that_changed_its_mind_is_answered_anew_and_by_a_person(
    counter: Counter,
) -> None:
    name = counter.twin.add_review("2", 5, PRAISE)
    await counter.sync()
    await counter.run_due()
    counter.twin.change_review(name, stars=1, comment=BLAME)
    await counter.sync()
    (row,) = await counter.replies()
    assert (row.state, row.revision, row.route) == ("waiting", 2, "person")


async def test_an_old_review_is_stored_and_not_answered(local_api: Api, counter: Counter) -> None:
    counter.twin.add_review("2", 5, PRAISE)
    counter.clock.at += timedelta(days=15)
    await counter.sync()
    assert await counter.states() == []
    listed = await local_api.http.get(f"{LOCAL}/reviews", headers=counter.tenant.headers)
    assert len(listed.json()["items"]) == 1


async def test_a_reply_that_google_rejects_goes_to_the_owner_with_the_reason(
    counter: Counter,
) -> None:
    counter.twin.set_verdict(post=PostState.LIVE, reply=ReplyState.REJECTED)
    counter.twin.add_review("2", 5, PRAISE)
    await counter.sync()
    await counter.run_due()
    (row,) = await counter.replies()
    assert (row.state, row.reason) == ("rejected", "OTHER")
    (task,) = await counter.tasks()
    assert (task.kind, task.reason) == ("reply_to_review", "rejected")


async def test_a_rejected_reply_can_be_sent_in_other_words(
    local_api: Api, counter: Counter
) -> None:
    counter.twin.set_verdict(reply=ReplyState.REJECTED)
    name = counter.twin.add_review("2", 5, PRAISE)
    await counter.sync()
    await counter.run_due()
    counter.twin.set_verdict()
    words = "So glad that the biryani was good. See you soon!"
    approved = await approve(local_api, counter, text=words)
    assert approved.json()["accepted_at"] is None
    await counter.run_due()
    assert await counter.states() == ["verified"]
    assert counter.shown(name) == words
    assert await counter.tasks() == []


async def test_a_reply_of_which_google_says_nothing_for_a_day_is_unconfirmed(
    counter: Counter,
) -> None:
    counter.twin.rules = replace(counter.twin.rules, reply_moderation_seconds=10**6)
    counter.twin.add_review("2", 5, PRAISE)
    await counter.sync()
    await counter.run_due(pace=timedelta(hours=5))
    assert await counter.states() == ["unconfirmed"]
    (task,) = await counter.tasks()
    assert task.kind == ManualTaskKind.CHECK_REVIEW_REPLY


async def test_a_lost_connection_makes_tasks_tells_the_owner_once_and_goes_on_when_it_is_back(
    counter: Counter,
) -> None:
    names = [counter.twin.add_review("2", 5, PRAISE) for _ in range(3)]
    await counter.sync()
    counter.twin.revoke("2")
    await counter.run_due()
    await counter.sync()
    await counter.sync()
    assert await counter.states() == ["manual"] * 3
    kinds = sorted(task.kind for task in await counter.tasks())
    assert kinds == ["reconnect_google", *["reply_to_review"] * 3]
    await counter.connect(counter.twin.grant("2"))
    await counter.sync()
    await counter.run_due()
    assert await counter.states() == ["verified"] * 3
    assert all(counter.shown(name) for name in names)


async def test_an_unknown_refusal_stops_and_is_kept_for_a_person(counter: Counter) -> None:
    counter.twin.add_review("2", 5, PRAISE)
    await counter.sync()
    odd: dict[str, Any] = {"error": {"code": 418, "status": "TEAPOT", "message": "No."}}
    counter.twin.fail_with(Answers(answer=answered(418, odd)))
    await counter.run_due()
    (row,) = await counter.replies()
    assert (row.state, row.reason) == ("failed", "TEAPOT")
    assert [task.kind for task in await counter.tasks()] == ["reply_to_review"]


async def test_silence_after_the_effect_ends_in_one_reply(counter: Counter) -> None:
    name = counter.twin.add_review("2", 5, PRAISE)
    await counter.sync()
    counter.twin.fail_with(HangsUp(is_after_effect=True))
    await counter.run_due()
    assert await counter.states() == ["verified"]
    (row,) = await counter.replies()
    assert counter.shown(name) == row.text


async def test_a_worker_that_dies_anywhere_loses_nothing_and_says_nothing_twice(
    local_api: Api, counter: Counter
) -> None:
    for seed in range(SEEDS):
        chance = Random(seed)
        tenant = await local_api.new_tenant(category="restaurant")
        shop = await open_counter(counter.database, counter.superuser_url, tenant)
        names = [shop.twin.add_review("2", 5, PRAISE) for _ in range(2)]
        for _ in range(chance.randint(1, 4)):
            await die_once(shop, chance)
        shop.vendors = dangerous(shop.vendors, None)
        await shop.sync()
        await shop.run_due()
        # What a killed job left lying is taken up by a later look.
        shop.clock.at += timedelta(hours=1)
        await shop.sync()
        await shop.run_due()
        assert await shop.states() == ["verified"] * 2, seed
        texts = {row.text for row in await shop.replies()}
        assert {shop.shown(name) for name in names} == texts
        assert shop.twin.violations == []
        assert shop.twin.breaches == []


async def die_once(shop: Counter, chance: Random) -> None:
    shop.vendors = dangerous(shop.vendors, chance.randint(1, 14))
    try:
        await shop.sync()
        await shop.run_due()
    except WorkerKilledError:
        return


async def test_lists_and_counts_agree_and_belong_to_the_shop(
    local_api: Api, counter: Counter
) -> None:
    counter.twin.add_review("2", 5, PRAISE)
    counter.twin.add_review("2", 1, BLAME)
    await counter.sync()
    headers = counter.tenant.headers
    listed = (await local_api.http.get(REPLIES, headers=headers)).json()["items"]
    counts = (await local_api.http.get(f"{REPLIES}/counts", headers=headers)).json()
    assert counts == {"total": 2, "by_state": {"approved": 1, "waiting": 1}}
    assert len(listed) == 2
    waiting = await local_api.http.get(REPLIES, params={"state": "waiting"}, headers=headers)
    assert [item["stars"] for item in waiting.json()["items"]] == [1.0]
    stranger = await local_api.new_tenant()
    assert (await local_api.http.get(REPLIES, headers=stranger.headers)).json()["items"] == []
    path = f"{REPLIES}/{listed[0]['id']}/approve"
    refused = await local_api.http.post(path, json={}, headers=stranger.headers)
    assert refused.status_code == 404


async def test_a_look_can_be_asked_for_and_waits_once(local_api: Api, counter: Counter) -> None:
    counter.twin.add_review("2", 5, PRAISE)
    for _ in range(2):
        answer = await local_api.http.post(f"{REPLIES}/syncs", headers=counter.tenant.headers)
        assert (answer.status_code, answer.json()) == (202, {"state": "queued"})
    assert len(counter.waiting()) == 1
    await counter.run_due()
    assert await counter.states() == ["verified"]


async def test_every_connected_shop_is_looked_at_in_turn(counter: Counter) -> None:
    context = JobContext(database=counter.database, clock=counter.clock)
    # However many shops the tests before have connected, one round has everybody's turn.
    for _ in range(2 * 15):
        await queue_syncs(context, QueueReviewSyncs())
        counter.clock.at += timedelta(minutes=1)
    assert [name for _, name, _ in counter.waiting()] == ["SyncReviews"]


async def test_settings_are_kept_and_unknown_ones_refused(local_api: Api, counter: Counter) -> None:
    path, headers = f"{REPLIES}/settings", counter.tenant.headers
    assert (await local_api.http.get(path, headers=headers)).json() == {"mode": "auto"}
    assert (
        await local_api.http.put(path, json={"mode": "ask"}, headers=headers)
    ).status_code == 200
    assert (await local_api.http.get(path, headers=headers)).json() == {"mode": "ask"}
    refused = await local_api.http.put(path, json={"mode": "maybe"}, headers=headers)
    assert refused.status_code == 422
