"""Posts on their way to Google's twin and back, with a worker that may die anywhere."""

import os
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import httpx
import pytest

from local.connectors.google_business.port import PostState as GoogleState
from local.connectors.twin import GARBLED, Answers, Fault, HangsUp, answered
from local.execution.domain.post_channel import Channel, Topic
from local.execution.domain.post_content import Event, PostContent
from local.execution.domain.post_mode import PostMode, PostSettings
from local.execution.jobs import QueueDuePosts
from local.execution.models import PostRow
from local.execution.service.post_drafts import PostDraftService
from local.execution.service.posts import BY_OWNER, NewPost, PostService
from local.execution.tasks.posts import queue_due_posts
from local.guidance.domain.manual_task import ManualTaskKind, TaskState
from local.guidance.service import ManualTaskService
from shared.connectors.connections import ConnectionService
from shared.db.session import Database, unit_of_work
from shared.jobs.handling import JobContext
from tests.api import LOCAL, Api
from tests.databases import TierDatabase
from tests.local.execution.counter import Counter, WorkerKilledError, dangerous, open_counter

POSTS = f"{LOCAL}/posts"
WORDS = "Fresh jalebi from four o'clock, as every Saturday."
# The drill is 200: DRILL_SEEDS=200; each takes a quarter of a second.
SEEDS = int(os.environ.get("DRILL_SEEDS", "8"))
FAULTS: tuple[Fault | None, ...] = (
    None,
    None,
    HangsUp(is_after_effect=True),
    HangsUp(is_after_effect=False),
    GARBLED,
    Answers(answer=answered(503, {"error": {"code": 503, "status": "UNAVAILABLE"}})),
    Answers(
        answer=answered(500, {"error": {"code": 500, "status": "INTERNAL"}}), is_after_effect=True
    ),
)


@pytest.fixture
async def counter(
    local_api: Api, local_database: Database, local_tier_database: TierDatabase
) -> Counter:
    tenant = await local_api.new_tenant(category="salon")
    return await open_counter(local_database, local_tier_database.superuser_url, tenant)


async def write(counter: Counter, text: str = WORDS, publish_at: datetime | None = None) -> PostRow:
    return await put(counter, PostContent(text=text), publish_at=publish_at)


async def put(
    counter: Counter,
    content: PostContent,
    channel: Channel = Channel.GOOGLE,
    publish_at: datetime | None = None,
) -> PostRow:
    new = NewPost(content=content, channel=channel, publish_at=publish_at, approved_by=BY_OWNER)
    async with unit_of_work(counter.database, counter.tenant.id) as session:
        service = PostService(session, counter.tenant.id, clock=counter.clock)
        (row,) = await service.write([new])
        return row


async def draft(counter: Counter, mode: PostMode) -> PostRow:
    async with unit_of_work(counter.database, counter.tenant.id) as session:
        service = PostService(session, counter.tenant.id, clock=counter.clock)
        await service.allow(Channel.GOOGLE, PostSettings(mode=mode))
        drafts = PostDraftService(session, counter.tenant.id, clock=counter.clock)
        (row,) = (await drafts.draft_today([Channel.GOOGLE])).rows
        return row


async def approve(local_api: Api, counter: Counter, post: PostRow, **body: Any) -> httpx.Response:
    path = f"{POSTS}/{post.id}/approve"
    return await local_api.http.post(path, json=body, headers=counter.tenant.headers)


async def only(counter: Counter) -> PostRow:
    (row,) = await counter.posts()
    return row


async def test_a_post_counts_only_once_it_was_read_back_as_live(counter: Counter) -> None:
    await write(counter)
    await counter.run_posts(pace=timedelta(), rounds=1)
    assert (await only(counter)).state == "accepted"
    assert (counter.twin.posts("2", WORDS), counter.twin.live_posts("2", WORDS)) == (1, 0)
    await counter.run_posts()
    row = await only(counter)
    assert (row.state, row.approved_by, row.reason) == ("verified", "owner", None)
    assert (row.public_url or "").startswith("https://search.example/")
    assert counter.twin.live_posts("2", WORDS) == 1
    assert await counter.tasks() == []


async def test_what_is_scheduled_waits_for_its_time(counter: Counter) -> None:
    await write(counter, publish_at=counter.clock.at + timedelta(hours=3))
    assert (await only(counter)).state == "scheduled"
    await counter.run_posts(pace=timedelta(hours=1), rounds=3)
    assert counter.twin.posts("2", WORDS) == 0
    await counter.run_posts(pace=timedelta(hours=1))
    assert (await only(counter)).state == "verified"


async def test_a_post_that_google_rejects_goes_to_the_owner(counter: Counter) -> None:
    counter.twin.set_verdict(post=GoogleState.REJECTED)
    await write(counter)
    await counter.run_posts()
    assert (await only(counter)).state == "rejected"
    (task,) = await counter.tasks()
    assert (task.kind, task.reason, task.text_to_copy) == ("post_by_hand", "rejected", WORDS)


async def test_a_rejected_post_can_be_posted_in_other_words(counter: Counter) -> None:
    counter.twin.set_verdict(post=GoogleState.REJECTED)
    row = await write(counter)
    await counter.run_posts()
    counter.twin.set_verdict()
    async with unit_of_work(counter.database, counter.tenant.id) as session:
        service = PostService(session, counter.tenant.id, clock=counter.clock)
        assert (await service.approve(row.id, "Fresh jalebi today.", None)).state == "approved"
    await counter.run_posts()
    assert (await only(counter)).state == "verified"
    assert counter.twin.live_posts("2", "Fresh jalebi today.") == 1
    assert await counter.tasks() == []


async def test_without_a_verdict_within_a_day_a_person_looks(counter: Counter) -> None:
    counter.twin.rules = replace(counter.twin.rules, post_moderation_seconds=10**6)
    row = await write(counter)
    await counter.run_posts(pace=timedelta(hours=5))
    after = await only(counter)
    assert after.state == "unconfirmed"
    assert (after.ended_at or row.created_at) - row.created_at <= timedelta(hours=30)
    assert [task.kind for task in await counter.tasks()] == [ManualTaskKind.CHECK_POST]


async def test_what_may_be_out_cannot_be_approved_again(local_api: Api, counter: Counter) -> None:
    counter.twin.rules = replace(counter.twin.rules, post_moderation_seconds=10**6)
    row = await write(counter)
    await counter.run_posts(pace=timedelta(hours=5))
    assert (await approve(local_api, counter, row)).status_code == 409


async def test_a_lost_connection_makes_a_task_and_the_post_goes_out_when_it_is_back(
    counter: Counter,
) -> None:
    await write(counter)
    counter.twin.revoke("2")
    await counter.run_posts(rounds=2)
    assert (await only(counter)).state == "manual"
    kinds = sorted(task.kind for task in await counter.tasks())
    assert kinds == ["post_by_hand", "reconnect_google"]
    await counter.connect(counter.twin.grant("2"))
    await counter.run_posts(pace=timedelta(hours=1))
    assert (await only(counter)).state == "verified"
    assert counter.twin.posts("2", WORDS) == 1
    assert [task.kind for task in await counter.tasks()] == ["reconnect_google"]


async def test_a_post_that_a_person_has_taken_in_hand_is_left_to_them(
    local_api: Api, counter: Counter
) -> None:
    row = await write(counter)
    counter.twin.revoke("2")
    await counter.run_posts(rounds=1)
    async with unit_of_work(counter.database, counter.tenant.id) as session:
        service = ManualTaskService(session, counter.tenant.id, clock=counter.clock)
        tasks = await service.list([TaskState.OPEN], None, 10)
        await service.take(next(task.id for task in tasks if task.kind == "post_by_hand"))
    await counter.connect(counter.twin.grant("2"))
    await counter.run_posts(pace=timedelta(hours=1))
    assert (await only(counter)).state == "manual"
    assert counter.twin.posts("2", WORDS) == 0
    assert (await approve(local_api, counter, row)).status_code == 409


async def test_a_channel_without_a_connection_is_a_persons_task(counter: Counter) -> None:
    await put(counter, PostContent(text=WORDS), Channel.FACEBOOK)
    await counter.run_posts(rounds=2)
    assert (await only(counter)).state == "manual"
    (task,) = await counter.tasks()
    assert (task.kind, task.facts["channel"]) == ("post_by_hand", "Facebook")


async def test_an_unknown_refusal_stops_and_is_kept_for_a_person(counter: Counter) -> None:
    await write(counter)
    odd: dict[str, Any] = {"error": {"code": 418, "status": "TEAPOT", "message": "No."}}
    counter.twin.fail_with(Answers(answer=answered(418, odd)))
    await counter.run_posts()
    row = await only(counter)
    assert (row.state, row.reason) == ("failed", "TEAPOT")
    assert [task.kind for task in await counter.tasks()] == ["post_by_hand"]


@pytest.mark.parametrize("is_after_effect", [True, False])
async def test_silence_ends_in_one_post(counter: Counter, is_after_effect: bool) -> None:
    await write(counter)
    counter.twin.fail_with(HangsUp(is_after_effect=is_after_effect))
    await counter.run_posts()
    assert (await only(counter)).state == "verified"
    assert counter.twin.posts("2", WORDS) == 1


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault])
async def test_a_token_that_cannot_be_renewed_at_once_makes_a_post_wait(
    counter: Counter, fault: Fault
) -> None:
    await write(counter)
    counter.twin.expire_token("2")
    counter.twin.fail_with(None, fault, None, fault)
    await counter.run_posts(rounds=40)
    assert (await only(counter)).state == "verified"
    assert counter.twin.posts("2", WORDS) == 1


async def test_what_may_be_out_is_not_sent_over_another_connection(counter: Counter) -> None:
    await write(counter)
    counter.twin.fail_with(HangsUp(is_after_effect=True), HangsUp(is_after_effect=True))
    await counter.run_posts(rounds=1)
    assert (await only(counter)).may_be_out
    async with unit_of_work(counter.database, counter.tenant.id) as session:
        await cut_every_connection(counter, session)
    await counter.connect(counter.twin.grant("2"))
    await counter.run_posts()
    assert (await only(counter)).state == "unconfirmed"
    assert counter.twin.posts("2", WORDS) == 1


async def cut_every_connection(counter: Counter, session: Any) -> None:
    service = ConnectionService(
        session, counter.tenant.id, clock=counter.clock, sealer=counter.vendors.sealer
    )
    for connection in await service.list():
        await service.disconnect(connection.id)


async def test_a_draft_that_nobody_answers_expires_with_its_day(counter: Counter) -> None:
    row = await draft(counter, PostMode.ASK)
    assert (row.state, row.for_day) == ("draft", date(2026, 11, 26))
    assert [task.kind for task in await counter.tasks()] == [ManualTaskKind.APPROVE_POST]
    await counter.run_posts(pace=timedelta(hours=5))
    assert (await only(counter)).state == "expired"
    assert counter.twin.posts("2", row.text) == 0
    assert await counter.tasks() == []


async def test_a_draft_goes_out_by_itself_where_the_shop_allows_it(counter: Counter) -> None:
    row = await draft(counter, PostMode.AUTO)
    assert row.approved_by == "rule"
    await counter.run_posts()
    assert (await only(counter)).state == "verified"
    assert counter.twin.live_posts("2", row.text) == 1
    assert counter.twin.violations == []


async def test_after_an_outage_todays_post_is_made_up_for_and_yesterdays_is_not(
    counter: Counter,
) -> None:
    await draft(counter, PostMode.AUTO)
    kept = await write(counter, publish_at=counter.clock.at + timedelta(hours=2))
    counter.clock.at += timedelta(hours=20)
    await counter.run_posts()
    states = {row.id: row.state for row in await counter.posts()}
    assert states.pop(kept.id) == "verified"
    assert list(states.values()) == ["expired"]


async def test_what_was_meant_for_days_ago_is_left_to_a_person(counter: Counter) -> None:
    await write(counter, publish_at=counter.clock.at + timedelta(hours=2))
    counter.clock.at += timedelta(days=3)
    await counter.run_posts()
    assert (await only(counter)).state == "failed"
    assert counter.twin.posts("2", WORDS) == 0
    assert [task.kind for task in await counter.tasks()] == ["post_by_hand"]


async def test_an_offer_goes_out_with_its_days_and_ends_with_them(counter: Counter) -> None:
    week = Event(title="Thali week", first_day=date(2026, 11, 27), last_day=date(2026, 11, 29))
    await put(counter, PostContent(text=WORDS, topic=Topic.OFFER, event=week))
    assert (await only(counter)).expires_at is not None
    await counter.run_posts()
    assert (await only(counter)).state == "verified"
    assert counter.twin.violations == []
    assert counter.twin.breaches == []


async def test_a_declined_post_is_never_sent(local_api: Api, counter: Counter) -> None:
    row = await write(counter, publish_at=counter.clock.at + timedelta(hours=1))
    for _ in range(2):
        path = f"{POSTS}/{row.id}/decline"
        answer = await local_api.http.post(path, headers=counter.tenant.headers)
        assert (answer.status_code, answer.json()["state"]) == (200, "declined")
    assert (await approve(local_api, counter, row)).status_code == 409
    await counter.run_posts(pace=timedelta(hours=1))
    assert counter.twin.posts("2", WORDS) == 0


async def test_what_is_due_is_queued_once_however_often_it_is_looked_for(counter: Counter) -> None:
    await write(counter)
    context = JobContext(database=counter.database, clock=counter.clock)
    for _ in range(2):
        await queue_due_posts(context, QueueDuePosts())
    assert [name for _, name, _ in counter.waiting()] == ["PublishPost"]


async def test_a_worker_that_dies_anywhere_loses_no_post_and_makes_none_twice(
    local_api: Api, counter: Counter
) -> None:
    for seed in range(SEEDS):
        chance = Random(seed)
        tenant = await local_api.new_tenant(category="salon")
        # Back in time, the limits that shops share would give no more turns.
        shop = await open_counter(counter.database, counter.superuser_url, tenant, counter.clock)
        texts = [f"{WORDS} {number}" for number in range(2)]
        for text in texts:
            await write(shop, text)
        shop.twin.fail_with(*chance.choices(FAULTS, k=4))
        for _ in range(chance.randint(1, 5)):
            await die_once(shop, chance)
            if chance.random() < 0.3:
                shop.twin.expire_token("2")
        shop.vendors = dangerous(shop.vendors, None)
        # A token that is not renewed is asked for again an hour later.
        await shop.run_posts(rounds=60)
        assert [row.state for row in await shop.posts()] == ["verified"] * 2, seed
        assert [shop.twin.posts("2", text) for text in texts] == [1, 1], seed
        assert shop.twin.violations == []
        assert shop.twin.breaches == []


async def die_once(shop: Counter, chance: Random) -> None:
    shop.vendors = dangerous(shop.vendors, chance.randint(1, 18))
    try:
        await shop.run_posts(rounds=3)
    except WorkerKilledError:
        return
