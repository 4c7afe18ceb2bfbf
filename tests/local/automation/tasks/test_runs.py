"""Each routine is done once a day, whatever dies on the way, and never when it is too late."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import text

from local.automation.domain.day import SPREAD, delay_of
from local.automation.domain.executor import (
    Accepted,
    ByHand,
    Failed,
    NothingDue,
    RunOrder,
    RunOutcome,
    Verified,
)
from local.automation.domain.routines import Approval, Routine
from local.automation.errors import RunNotFoundError
from local.automation.jobs import QueueDays, RunRoutine
from local.automation.service.days import DayService
from local.automation.service.settings import SettingsService
from local.automation.tasks.runs import queue_days_begun
from local.guidance.domain.manual_task import Reason, TaskState
from local.guidance.models import ManualTaskRow
from local.guidance.service import ManualTaskService
from local.pauses.domain.pause import PausedChannel
from local.pauses.service import PauseService
from shared.clock import FixedClock
from shared.db.session import Database, unit_of_work
from shared.ids import new_id
from shared.jobs.handling import JobContext
from tests.api import Api
from tests.local.automation.keeper import Keeper, TwinDoer
from tests.local.execution.counter import WorkerKilledError
from tests.shared.connectors.conftest import START, MovingClock

QUEUED = text(
    "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'OpenDay'"
    " AND convert_from(payload, 'UTF8') LIKE '%' || :tenant || '%'"
)


@pytest.fixture
def doer() -> TwinDoer:
    return TwinDoer(MovingClock(START))


@pytest.fixture
async def keeper(local_api: Api, local_database: Database, doer: TwinDoer) -> Keeper:
    return Keeper(local_database, await local_api.new_tenant(), doer.clock, doer)


async def settings(keeper: Keeper, **said: Approval) -> None:
    async with unit_of_work(keeper.database, keeper.tenant.id) as session:
        service = SettingsService(session, keeper.tenant.id, clock=keeper.clock)
        await service.allow({Routine(name): approval for name, approval in said.items()})


async def pause(keeper: Keeper, channel: str, until: datetime | None = None) -> None:
    async with unit_of_work(keeper.database, keeper.tenant.id) as session:
        service = PauseService(session, keeper.tenant.id, clock=keeper.clock)
        await service.pause(PausedChannel(channel), until)


async def tasks(keeper: Keeper) -> list[ManualTaskRow]:
    async with unit_of_work(keeper.database, keeper.tenant.id) as session:
        service = ManualTaskService(session, keeper.tenant.id, clock=keeper.clock)
        return list(await service.list((TaskState.OPEN,), None, 200))


async def answer(keeper: Keeper, doer: TwinDoer, *says: RunOutcome) -> None:
    """Open the day, and let the doer say these things, one look after the other."""
    doer.says = list(says)
    await keeper.open()
    for _ in says:
        await keeper.run((await keeper.waiting())[-1])


async def test_a_day_is_opened_once_however_many_try(keeper: Keeper) -> None:
    await asyncio.gather(*[keeper.open() for _ in range(8)])
    await keeper.open()
    runs = await keeper.runs()
    assert len({row.routine for row in runs}) == len(runs)
    assert len(await keeper.waiting()) == 1
    assert (await keeper.mine()).state == "due"


async def test_a_routine_is_done_once_though_its_job_comes_again(
    keeper: Keeper, doer: TwinDoer
) -> None:
    await keeper.open()
    (job,) = await keeper.waiting()
    await asyncio.gather(*[keeper.run(job) for _ in range(3)])
    await keeper.run(job)
    row = await keeper.mine()
    assert (row.state, row.is_touched) == ("verified", False)
    assert len(doer.acts) == 1
    assert row.evidence == f"twin:{doer.acts[0]}"


async def test_a_worker_that_dies_at_any_step_leaves_one_effect(
    keeper: Keeper, doer: TwinDoer
) -> None:
    deaths = 0
    for at in range(1, 20):
        keeper.clock.at += timedelta(days=1)
        await keeper.open()
        job = (await keeper.waiting())[-1]
        clock = doer.endangered(at)
        try:
            await keeper.run(job, clock)
        except WorkerKilledError:
            deaths += 1
        await keeper.run(job)
        await keeper.run(job)
        assert ((await keeper.mine()).state, len(doer.acts)) == ("verified", 1), at
        if clock.hazard.passed < at:
            break
    assert deaths >= 4


@pytest.mark.parametrize(
    ("outcome", "state", "reason"),
    [
        (Failed(reason="refused"), "failed", "refused"),
        (NothingDue(reason="nothing"), "void", "nothing"),
        (ByHand(reason=Reason.NOT_CONNECTED, text="Hello"), "manual", "not_connected"),
    ],
)
async def test_what_the_doer_says_is_written_down(
    keeper: Keeper, doer: TwinDoer, outcome: RunOutcome, state: str, reason: str
) -> None:
    await answer(keeper, doer, outcome)
    row = await keeper.mine()
    assert (row.state, row.reason) == (state, reason)
    asked = [task for task in await tasks(keeper) if task.kind == Routine.READ_REVIEWS]
    assert [task.text_to_copy for task in asked] == (["Hello"] if state == "manual" else [])


async def test_what_was_accepted_is_looked_at_again_and_then_counts(
    keeper: Keeper, doer: TwinDoer
) -> None:
    soon = keeper.clock.at + timedelta(minutes=5)
    await answer(keeper, doer, Accepted(check_at=soon))
    assert (await keeper.mine()).state == "accepted"
    first, second = await keeper.waiting()
    await keeper.run(first)
    assert (await keeper.mine()).state == "accepted"
    await keeper.run(second)
    assert (await keeper.mine()).state == "verified"
    assert len(doer.acts) == 1


async def test_what_waited_for_the_owner_is_verified_and_not_hands_free(
    keeper: Keeper, doer: TwinDoer
) -> None:
    soon = keeper.clock.at + timedelta(minutes=5)
    waits = ByHand(reason=Reason.NEEDS_APPROVAL, check_at=soon)
    await answer(keeper, doer, waits, Verified(evidence="post:1", at=soon))
    row = await keeper.mine()
    assert (row.state, row.is_touched) == ("verified", True)
    assert Routine.READ_REVIEWS not in [task.kind for task in await tasks(keeper)]


async def test_after_an_outage_of_the_day_nothing_stale_is_done(
    keeper: Keeper, doer: TwinDoer
) -> None:
    keeper.routine = Routine.CHECK_TEMPLATES
    await keeper.open()
    (job,) = await keeper.waiting()
    keeper.clock.at += timedelta(days=1)
    await keeper.run(job)
    row = await keeper.mine()
    assert (row.state, row.reason, doer.acts) == ("expired", "too_late", [])


async def test_what_is_of_use_tomorrow_is_caught_up_tomorrow_only(
    keeper: Keeper, doer: TwinDoer
) -> None:
    await keeper.open()
    (job,) = await keeper.waiting()
    keeper.clock.at += timedelta(days=1)
    await keeper.run(job)
    assert (await keeper.mine()).state == "verified"
    await keeper.open()
    job = (await keeper.waiting())[-1]
    keeper.clock.at += timedelta(days=2)
    await keeper.run(job)
    assert (await keeper.mine()).state == "expired"
    assert len(doer.acts) == 1


async def test_days_of_an_outage_are_not_made_up(keeper: Keeper) -> None:
    await keeper.open()
    keeper.clock.at += timedelta(days=5)
    await keeper.open()
    assert {str(row.on_date) for row in await keeper.runs()} == {"2026-11-26", "2026-12-01"}


async def test_a_job_that_was_lost_leaves_no_run_open_for_ever(keeper: Keeper) -> None:
    await keeper.open()
    keeper.clock.at += timedelta(days=2)
    await keeper.record()
    states = {row.state for row in await keeper.runs()}
    assert states == {"expired", "missed"}


@pytest.mark.parametrize("channel", ["google", "everything"])
async def test_a_switch_is_seen_at_the_last_moment(
    keeper: Keeper, doer: TwinDoer, channel: str
) -> None:
    await keeper.open()
    (job,) = await keeper.waiting()
    await pause(keeper, channel)
    await keeper.run(job)
    row = await keeper.mine()
    assert (row.state, row.reason, doer.orders) == ("blocked", "paused", [])


async def test_another_channels_switch_is_another_channels(keeper: Keeper) -> None:
    await keeper.open()
    await pause(keeper, "whatsapp")
    await keeper.run((await keeper.waiting())[0])
    assert (await keeper.mine()).state == "verified"


async def test_when_a_pause_is_over_what_is_not_stale_goes_on(keeper: Keeper) -> None:
    await pause(keeper, "everything", keeper.clock.at + timedelta(hours=1))
    await keeper.open()
    assert {row.state for row in await keeper.runs()} == {"blocked"}
    assert await tasks(keeper) == []
    keeper.clock.at += timedelta(hours=4)
    await keeper.record()
    states = {row.routine: row.state for row in await keeper.runs()}
    assert (states["read_reviews"], states["create_content"]) == ("due", "expired")
    assert "update_info" in [task.kind for task in await tasks(keeper)]
    await keeper.run((await keeper.waiting())[-1])
    assert (await keeper.mine()).state == "verified"


async def test_what_the_owner_keeps_is_a_task_and_is_not_ordered(keeper: Keeper) -> None:
    await settings(keeper, read_reviews=Approval.NEVER)
    await keeper.open()
    assert await keeper.waiting() == []
    assert (await keeper.mine()).mode == "never"
    assert "read_reviews" in [task.kind for task in await tasks(keeper)]


async def test_what_is_kept_after_the_day_began_is_not_done(keeper: Keeper, doer: TwinDoer) -> None:
    await keeper.open()
    await settings(keeper, read_reviews=Approval.NEVER)
    await keeper.run((await keeper.waiting())[0])
    assert ((await keeper.mine()).state, doer.orders) == ("manual", [])


async def test_an_order_says_that_a_person_decides(keeper: Keeper, doer: TwinDoer) -> None:
    await settings(keeper, read_reviews=Approval.ASK)
    await answer(keeper, doer, ByHand(reason=Reason.NEEDS_APPROVAL))
    (order,) = doer.orders
    assert order.approval is Approval.ASK
    keeper.clock.at += timedelta(days=1)
    await keeper.record()
    assert (await keeper.mine()).state == "expired"


async def test_a_routine_that_this_worker_cannot_do_becomes_a_task(
    keeper: Keeper, doer: TwinDoer
) -> None:
    await keeper.open()
    (job,) = await keeper.waiting()
    keeper.routine = Routine.PUBLISH_BRIEF
    await keeper.run(job)
    assert "read_reviews" in [task.kind for task in await tasks(keeper)]
    assert doer.orders == []


async def test_a_task_that_is_done_or_declined_tells_of_its_run(keeper: Keeper) -> None:
    await keeper.open()
    async with unit_of_work(keeper.database, keeper.tenant.id) as session:
        service = ManualTaskService(session, keeper.tenant.id, clock=keeper.clock)
        by_kind = {task.kind: task for task in await service.list((TaskState.OPEN,), None, 200)}
        await service.finish(by_kind["update_info"].id, None)
        await service.decline(by_kind["engage"].id, "no comments")
    await keeper.record()
    states = {row.routine: row.state for row in await keeper.runs()}
    assert (states["update_info"], states["engage"]) == ("done_by_hand", "void")


async def test_a_run_of_another_shop_is_not_found(keeper: Keeper, local_api: Api) -> None:
    await keeper.open()
    (job,) = await keeper.waiting()
    other = await local_api.new_tenant()
    with pytest.raises(RunNotFoundError):
        await keeper.run(RunRoutine(other.id, job.run_id, 0))
    with pytest.raises(RunNotFoundError):
        await keeper.run(RunRoutine(keeper.tenant.id, new_id(), 0))


async def queued(keeper: Keeper, at: datetime) -> int:
    await queue_days_begun(JobContext(database=keeper.database, clock=FixedClock(at)), QueueDays())
    async with unit_of_work(keeper.database, keeper.tenant.id) as session:
        return (await session.execute(QUEUED, {"tenant": str(keeper.tenant.id)})).scalar_one()


async def test_a_day_is_queued_when_it_has_begun_at_the_shop(keeper: Keeper) -> None:
    await keeper.open()
    midnight = datetime.combine(keeper.clock.at.date(), time(18, 30), UTC)
    begins = midnight + delay_of(keeper.tenant.id)
    assert await queued(keeper, begins - timedelta(seconds=1)) == 0
    assert await queued(keeper, begins) == 1
    assert await queued(keeper, midnight + SPREAD) == 1


async def test_days_are_the_days_of_the_one_shop(keeper: Keeper, local_api: Api) -> None:
    await keeper.open()
    other = await local_api.new_tenant()
    async with unit_of_work(keeper.database, other.id) as session:
        await DayService(session, other.id, clock=keeper.clock).pass_time()
    assert (await keeper.mine()).state == "due"


async def test_a_vendor_that_hangs_delays_no_other_routine(keeper: Keeper) -> None:
    hangs, quick = asyncio.Event(), TwinDoer(keeper.clock)

    @dataclass
    class Hanging:
        async def run(self, order: RunOrder) -> RunOutcome:
            await hangs.wait()
            return Failed(reason=f"hung:{order.routine}")

    await keeper.open()
    (slow,) = await keeper.waiting()
    other = Keeper(keeper.database, keeper.tenant, keeper.clock, quick, Routine.CHECK_TEMPLATES)
    (job,) = await other.waiting()
    keeper.make = lambda _context: Hanging()
    hanging = asyncio.create_task(keeper.run(slow))
    await other.run(job)
    assert (await other.mine()).state == "verified"
    hangs.set()
    await hanging
    assert (await keeper.mine()).state == "failed"
