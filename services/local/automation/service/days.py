"""Use cases of a shop's day: open it once, order its work, note what came of each order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from local.automation.domain.day import DAY, begun_day, ends_at, stale_at, starts_at, task_key
from local.automation.domain.executor import ByHand, RunOrder, RunOutcome
from local.automation.domain.progress import (
    MAY_BE_DONE,
    OPEN,
    Change,
    Circumstances,
    beginning,
    ending,
    opening,
    passing,
)
from local.automation.domain.routines import ROUTINES, Approval, Doing, Routine, routines_of
from local.automation.domain.run import RunState
from local.automation.jobs import OpenDay, RunRoutine
from local.automation.models import AutomationTaskRow
from local.automation.repository import AutomationRepository, days_opened
from local.automation.service.settings import SettingsService
from local.businesses.service import BusinessService, default_gazetteer, zones_of_businesses
from local.guidance.domain.manual_task import ManualTaskKind, NewManualTask, TaskState
from local.guidance.service import ManualTaskService
from local.pauses.domain.pause import Pause, PausedChannel, is_paused
from local.pauses.service import PauseService
from shared.clock import Clock
from shared.ids import new_id
from shared.jobs.queue import enqueue, enqueue_many

# Of what is older no figure tells.
_SETTLED_FOR = timedelta(days=31)
MOST_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shop:
    """What holds of a shop while its runs are decided about."""

    zone: ZoneInfo
    now: datetime
    approvals: Mapping[Routine, Approval]
    pauses: Sequence[Pause]

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def around(self, row: AutomationTaskRow, *, is_wired: bool = True) -> Circumstances:
        """Return what holds of one run."""
        routine = Routine(row.routine)
        facts = ROUTINES[routine]
        return Circumstances(
            now=self.now,
            stale_at=stale_at(routine, row.on_date, self.zone),
            approval=self.approvals[routine],
            is_paused=is_paused(self.pauses, facts.channel.paused_as, self.now),
            is_automatic=is_wired and facts.doing is not Doing.MANUAL,
        )


class DayService:
    """The days of one tenant's business."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock
        self._runs = AutomationRepository(session, tenant_id)
        self._settings = SettingsService(session, tenant_id, clock=clock)
        self._pauses = PauseService(session, tenant_id, clock=clock)
        self._tasks = ManualTaskService(session, tenant_id, clock=clock)
        self._businesses = BusinessService(
            session, tenant_id, clock=clock, gazetteer=default_gazetteer()
        )

    async def open(self) -> None:
        """Open today, once: each routine gets its row, and a job or a person's task.

        What was stale before a shop's very first day was opened was never due.
        """
        shop = await self._shop()
        today = shop.today
        if not await self._runs.open_day(today, shop.now):
            return
        is_first = await self._runs.first_day() == today
        wanted = [
            routine
            for routine in routines_of(today)
            if not is_first or shop.now < stale_at(routine, today, shop.zone)
        ]
        new = [_new(routine, today, shop.approvals[routine], shop.now) for routine in wanted]
        for row in await self._runs.add_missing(new):
            await self._apply(row, opening(shop.around(row)), shop)

    async def begin(self, run_id: UUID, look: int, *, wired: frozenset[Routine]) -> RunOrder | None:
        """Return what is to be done, or looked at; None where nothing is, or not any more."""
        row = await self._runs.lock(run_id)
        if row.looks != look:
            return None
        shop, routine, present = await self._shop(), Routine(row.routine), RunState(row.state)
        change = beginning(present, shop.around(row, is_wired=routine in wired))
        if change is not None:
            row.mode = shop.approvals[routine]
            await self._apply(row, change, shop)
        may_go = present in MAY_BE_DONE if change is None else change.state is RunState.RUNNING
        is_wanted = may_go and routine in wired
        return _order(row, shop.approvals[routine]) if is_wanted else None

    async def note(self, order: RunOrder, outcome: RunOutcome) -> None:
        """Write down what came of an order, unless it was noted or has ended otherwise."""
        row = await self._runs.lock(order.run_id)
        if row.looks != order.look or RunState(row.state) not in MAY_BE_DONE:
            return
        shop = await self._shop()
        await self._apply(row, ending(outcome, shop.around(row)), shop)

    async def pass_time(self) -> None:
        """Write down what time and people have done to the runs of the last days."""
        shop = await self._shop()
        rows = await self._runs.lock_open(DAY, list(OPEN), shop.today - _SETTLED_FOR)
        tasks = await self._tasks.of_keys([_key(row) for row in rows])
        for row in rows:
            task = tasks.get(_key(row))
            state = TaskState(task.state) if task else None
            day_ends_at = ends_at(row.on_date, shop.zone)
            change = passing(RunState(row.state), state, shop.around(row), day_ends_at)
            if change is not None:
                row.looks += 1  # what was ordered before is not wanted any more
                await self._apply(row, change, shop)

    async def _shop(self) -> _Shop:
        business, _ = await self._businesses.describe(self._tenant_id)
        return _Shop(
            zone=ZoneInfo(business.timezone),
            now=self._clock.now(),
            approvals=await self._settings.of_days(),
            pauses=[
                Pause(channel=PausedChannel(row.channel), until=row.until)
                for row in await self._pauses.list()
            ],
        )

    async def _apply(self, row: AutomationTaskRow, change: Change, shop: _Shop) -> None:
        row.state, row.changed_at = change.state, shop.now
        row.reason = change.reason[:60] if change.reason else None
        row.evidence, row.verified_at = change.evidence or row.evidence, change.verified_at
        row.is_touched = row.is_touched or change.is_touched
        if change.task is not None:
            await self._hand_over(row, change.task, shop)
        elif change.state not in OPEN:
            await self._tasks.close(_key(row))
        if change.check_at is not None:
            row.looks += 1
            await self._order(row, change.check_at)
        elif change.state is RunState.DUE:
            start = starts_at(Routine(row.routine), row.on_date, shop.zone, self._tenant_id)
            await self._order(row, start if start > shop.now else None)

    async def _order(self, row: AutomationTaskRow, at: datetime | None) -> None:
        job = RunRoutine(self._tenant_id, row.id, row.looks)
        await enqueue(self._session, job, dedupe_key=f"run:{row.id}:{row.looks}", run_at=at)

    async def _hand_over(self, row: AutomationTaskRow, task: ByHand, shop: _Shop) -> None:
        if task.has_task:
            return
        await self._tasks.open(
            NewManualTask(
                key=_key(row),
                kind=ManualTaskKind(row.routine),
                reason=task.reason,
                text_to_copy=task.text,
                link=task.link,
                due_at=ends_at(row.on_date, shop.zone),
            )
        )


async def queue_days(session: AsyncSession, now: datetime) -> None:
    """Queue the days that have begun and are not open; an operator's transaction sees all."""
    begun = [
        (tenant_id, begun_day(now, ZoneInfo(zone), tenant_id))
        for tenant_id, zone in await zones_of_businesses(session)
    ]
    first = min((day for _, day in begun), default=now.date())
    opened = await days_opened(session, first)
    waiting = [one for one in begun if one not in opened][:MOST_AT_ONCE]
    await enqueue_many(
        session,
        [OpenDay(tenant_id) for tenant_id, _ in waiting],
        dedupe_keys=[f"day:{tenant_id}" for tenant_id, _ in waiting],
    )


def _key(row: AutomationTaskRow) -> str:
    return task_key(Routine(row.routine), row.on_date)


def _order(row: AutomationTaskRow, approval: Approval) -> RunOrder:
    return RunOrder(
        tenant_id=row.tenant_id,
        run_id=row.id,
        routine=Routine(row.routine),
        on=row.on_date,
        approval=approval,
        look=row.looks,
    )


def _new(routine: Routine, day: date, approval: Approval, now: datetime) -> dict[str, Any]:
    is_automatic = ROUTINES[routine].doing is not Doing.MANUAL
    return {
        "id": new_id(),
        "routine": routine,
        "on_date": day,
        "key": DAY,
        "state": RunState.DUE,
        "mode": approval if is_automatic else Approval.NEVER,
        "looks": 0,
        "is_touched": False,
        "touch_minutes": 0,
        "is_reworked": False,
        "opened_at": now,
        "changed_at": now,
    }
