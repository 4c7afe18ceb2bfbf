"""Where Google is connected the platform writes the day's post, and counts it once it is seen."""

from datetime import timedelta

import pytest

from local.automation.domain.routines import Routine
from local.automation.tasks.executors import PostWriting
from local.execution.domain.post_channel import Channel
from local.execution.domain.post_mode import PostMode, PostSettings
from local.execution.service.post_drafts import PostDraftService
from local.execution.service.posts import PostService
from local.pauses.domain.pause import PausedChannel
from local.pauses.service import PauseService
from shared.db.session import Database, unit_of_work
from tests.api import Api
from tests.databases import TierDatabase
from tests.local.automation.keeper import Keeper
from tests.local.execution.counter import Counter, open_counter

HOURS = {"monday": [{"open": "10:00", "close": "20:00"}]}
WRITTEN = ("create_content", "post_update")


@pytest.fixture
async def counter(
    local_api: Api, local_database: Database, local_tier_database: TierDatabase
) -> Counter:
    tenant = await local_api.new_tenant(category="restaurant", opening_hours=HOURS)
    return await open_counter(local_database, local_tier_database.superuser_url, tenant)


async def recorded(counter: Counter) -> dict[str, str]:
    """Open the day, have the post written, and return the record by routine."""
    for routine in (Routine.CREATE_CONTENT, Routine.POST_UPDATE):
        keeper = Keeper(counter.database, counter.tenant, counter.clock, PostWriting, routine)
        await keeper.open()
        for job in await keeper.waiting():
            await keeper.run(job)
            await keeper.run(job)
    await keeper.record()
    return {row.routine: row.state for row in await keeper.runs()}


async def allow(counter: Counter, mode: PostMode) -> None:
    async with unit_of_work(counter.database, counter.tenant.id) as session:
        service = PostService(session, counter.tenant.id, clock=counter.clock)
        await service.allow(Channel.GOOGLE, PostSettings(mode=mode))


async def test_todays_post_waits_for_the_owner_where_they_want_to_see_it(counter: Counter) -> None:
    found = await recorded(counter)
    assert [found[routine] for routine in WRITTEN] == ["manual", "manual"]
    kinds = {task.kind for task in await counter.tasks()}
    assert "approve_post" in kinds
    assert kinds.isdisjoint(WRITTEN)


async def test_it_goes_out_by_itself_where_they_do_not_and_counts_once_seen(
    counter: Counter,
) -> None:
    await allow(counter, PostMode.AUTO)
    found = await recorded(counter)
    assert "verified" not in [found[routine] for routine in WRITTEN]
    await counter.run_posts()
    found = await recorded(counter)
    assert [found[routine] for routine in WRITTEN] == ["verified", "verified"]
    assert len(counter.twin.shops["2"].posts) == 1


async def test_a_pause_holds_posts_and_replies_back(counter: Counter) -> None:
    await allow(counter, PostMode.AUTO)
    async with unit_of_work(counter.database, counter.tenant.id) as session:
        pauses = PauseService(session, counter.tenant.id, clock=counter.clock)
        await pauses.pause(PausedChannel.EVERYTHING, counter.clock.at + timedelta(minutes=30))
    name = counter.twin.add_review("2", 5, "Lovely food and friendly staff.")
    await recorded(counter)
    await counter.sync()
    await counter.run_due(timedelta())
    await counter.run_posts(timedelta(minutes=5), rounds=3)
    assert counter.shown(name) is None
    assert len(counter.twin.shops["2"].posts) == 0
    counter.clock.at += timedelta(minutes=31)
    await recorded(counter)
    await recorded(counter)
    await counter.sync()
    await counter.run_posts()
    await counter.run_due()
    assert counter.shown(name) is not None
    assert len(counter.twin.shops["2"].posts) == 1


async def test_who_wants_none_is_asked_to_write_it(counter: Counter) -> None:
    await allow(counter, PostMode.NEVER)
    await recorded(counter)
    assert {task.kind for task in await counter.tasks()} >= set(WRITTEN)


async def test_a_post_that_nobody_approved_is_not_claimed_the_day_after(counter: Counter) -> None:
    await recorded(counter)
    counter.clock.at += timedelta(days=1)
    await counter.run_posts()
    keeper = Keeper(counter.database, counter.tenant, counter.clock, PostWriting)
    await keeper.record()
    states = {row.routine: row.state for row in await keeper.runs() if row.routine in WRITTEN}
    assert states == dict.fromkeys(WRITTEN, "missed")


async def test_a_post_that_is_seen_takes_the_place_of_the_task_to_write_it(
    counter: Counter,
) -> None:
    await allow(counter, PostMode.NEVER)
    await recorded(counter)
    await allow(counter, PostMode.AUTO)
    async with unit_of_work(counter.database, counter.tenant.id) as session:
        drafts = PostDraftService(session, counter.tenant.id, clock=counter.clock)
        await drafts.draft_today([Channel.GOOGLE])
    await counter.run_posts()
    found = await recorded(counter)
    assert [found[routine] for routine in WRITTEN] == ["verified", "verified"]
    assert {task.kind for task in await counter.tasks()}.isdisjoint(WRITTEN)
