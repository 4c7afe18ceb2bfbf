"""Use cases of the record of routine work: write it down, show it, count it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from local.automation.domain.day import DAY, next_beginning, task_key
from local.automation.domain.figures import (
    METHOD,
    AutomationFigures,
    Share,
    TimeSaved,
    figures,
    share_of,
    time_saved,
)
from local.automation.domain.occasions import (
    Inquiry,
    runs_of_inquiries,
    runs_of_posts,
    runs_of_reminders,
    runs_of_replies,
)
from local.automation.domain.routines import ROUTINES, Approval, Channel, Routine
from local.automation.domain.run import Run, RunState, TouchKind
from local.automation.models import AutomationTaskRow
from local.automation.repository import AutomationRepository
from local.automation.service.baselines import BaselineService
from local.automation.service.days import DayService
from local.businesses.domain.business import LocalBusiness
from local.businesses.service import BusinessService, default_gazetteer
from local.execution.service.posts import PostService
from local.execution.service.replies import ReplyService
from local.guidance.domain.manual_task import ManualTaskKind, TaskState
from local.guidance.service import ManualTaskService
from local.messaging.domain.message_fact import ReceivedFact
from local.messaging.service.outbox import OutboxService
from shared.clock import Clock
from shared.ids import new_id

# What is older changes no more: a reply is looked at for a day, a message for as long.
LOOKED_BACK = timedelta(days=3)
PERIOD_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A shop's day: its runs, its figures of the last 30 days, and what they are worth."""

    business: LocalBusiness
    on: date
    runs: Sequence[Run]
    figures: AutomationFigures
    time_saved: TimeSaved | None
    next_run: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A shop's routine work as it was last written down."""

    business: LocalBusiness
    on: date
    today: Sequence[Run]
    hands_free: Share
    verified: Share
    by_channel: Mapping[Channel, Share]
    recorded_at: datetime | None


class RunService:
    """The routine work of one tenant's business."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._tenant_id = tenant_id
        self._clock = clock
        self._runs = AutomationRepository(session, tenant_id)
        self._days = DayService(session, tenant_id, clock=clock)
        self._baselines = BaselineService(session, tenant_id, clock=clock)
        self._posts = PostService(session, tenant_id, clock=clock)
        self._replies = ReplyService(session, tenant_id, clock=clock)
        self._outbox = OutboxService(session, tenant_id, clock=clock)
        self._tasks = ManualTaskService(session, tenant_id, clock=clock)
        self._businesses = BusinessService(
            session, tenant_id, clock=clock, gazetteer=default_gazetteer()
        )

    async def record(self) -> None:
        """Write down what came of the last days' work; done twice, it is done."""
        business, today = await self._today()
        zone = ZoneInfo(business.timezone)
        await self._days.pass_time()
        now = self._clock.now()
        since = now - LOOKED_BACK
        replies = await self._replies.since(since)
        messages, received = await self._outbox.since(since)
        inquiries = await self._inquiries(received)
        posted = list(runs_of_posts(await self._posts.since(since), zone))
        found = [
            *posted,
            *runs_of_replies(replies, zone),
            *runs_of_reminders(messages, zone, now),
            *runs_of_inquiries(inquiries, messages, zone),
        ]
        await self._runs.put([_values(run, now) for run in found])
        for run in posted:
            if run.key == DAY and run.state is not RunState.MANUAL:
                await self._tasks.close(task_key(run.routine, run.on))
        await self._record_days(today)

    async def day(self) -> Day:
        """Return today as it was last written down."""
        business, today = await self._today()
        period = await self._between(today - timedelta(days=PERIOD_DAYS - 1), today)
        found = figures(period, await self._baselines.known())
        days, now = len({run.on for run in period}), self._clock.now()
        return Day(
            business=business,
            on=today,
            runs=[run for run in period if run.on == today],
            figures=found,
            time_saved=time_saved(found, days, business.hour_value_paise),
            next_run=next_beginning(now, ZoneInfo(business.timezone), self._tenant_id),
        )

    async def standing(self) -> Standing:
        """Return today and the last 30 days as they were last written down: a few rows."""
        business, today = await self._today()
        first = today - timedelta(days=PERIOD_DAYS - 1)
        days = await self._runs.days(first, today)
        return Standing(
            business=business,
            on=today,
            today=[_run(row) for row in await self._runs.between(today, today)],
            hands_free=share_of(sum(d.hands_free for d in days), sum(d.due for d in days)),
            verified=share_of(sum(d.verified for d in days), sum(d.due for d in days)),
            by_channel={
                channel: share_of(
                    sum(d.hands_free for d in days if d.channel == channel),
                    sum(d.due for d in days if d.channel == channel),
                )
                for channel in Channel
            },
            recorded_at=max((d.recorded_at for d in days), default=None),
        )

    async def list(
        self,
        routines: Sequence[Routine],
        states: Sequence[RunState],
        on: date | None,
        before: UUID | None,
        limit: int,
    ) -> Sequence[AutomationTaskRow]:
        """Return one run more than the limit, so that the surplus tells of more."""
        return await self._runs.list(routines, states, on, before, limit + 1)

    async def touch(self, run_id: UUID, kind: TouchKind, minutes: Decimal) -> AutomationTaskRow:
        """Write down that a person spent time on a run: it was not hands-free."""
        row = await self._runs.lock(run_id)
        row.touch_minutes += minutes
        row.is_touched, row.changed_at = True, self._clock.now()
        row.is_reworked = row.is_reworked or kind is TouchKind.REDO
        return row

    async def _today(self) -> tuple[LocalBusiness, date]:
        business, _ = await self._businesses.describe(self._tenant_id)
        return business, self._clock.now().astimezone(ZoneInfo(business.timezone)).date()

    async def _inquiries(self, received: Sequence[ReceivedFact]) -> Sequence[Inquiry]:
        keys = [f"{ManualTaskKind.ANSWER_MESSAGE}:{fact.id}" for fact in received]
        tasks = await self._tasks.of_keys(keys)
        return [
            Inquiry(received=fact, task=TaskState(tasks[key].state) if key in tasks else None)
            for fact, key in zip(received, keys, strict=True)
        ]

    async def _record_days(self, today: date) -> None:
        first = today - LOOKED_BACK
        now = self._clock.now()
        runs = await self._between(first, today)
        rows = [
            _day_values(day, channel, runs, now)
            for day in sorted({run.on for run in runs})
            for channel in Channel
        ]
        await self._runs.put_days([row for row in rows if row["due"] or row["voids"]])

    async def _between(self, first: date, last: date) -> Sequence[Run]:
        return [_run(row) for row in await self._runs.between(first, last)]


def unrecorded(business: LocalBusiness, tenant_id: UUID, now: datetime) -> Day:
    """Return the day of a business that is only described: nothing is on record, nor is asked."""
    zone = ZoneInfo(business.timezone)
    return Day(
        business=business,
        on=now.astimezone(zone).date(),
        runs=[],
        figures=figures([], {}),
        time_saved=None,
        next_run=next_beginning(now, zone, tenant_id),
    )


def _day_values(day: date, channel: Channel, runs: Sequence[Run], now: datetime) -> dict[str, Any]:
    mine = [run for run in runs if run.on == day and ROUTINES[run.routine].channel is channel]
    due = [run for run in mine if run.is_counted]
    return {
        "on_date": day,
        "channel": channel,
        "due": len(due),
        "hands_free": sum(run.is_hands_free for run in due),
        "verified": sum(run.is_verified for run in due),
        "unconfirmed": sum(run.state is RunState.UNCONFIRMED for run in due),
        "voids": sum(run.is_work and not run.is_due for run in mine),
        "method": METHOD,
        "recorded_at": now,
    }


def _values(run: Run, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "routine": run.routine,
        "on_date": run.on,
        "key": run.key,
        "state": run.state,
        "mode": run.mode,
        "is_touched": run.is_touched,
        "reason": run.reason[:60] if run.reason else None,
        "evidence": run.evidence,
        "verified_at": run.verified_at,
        "opened_at": now,
        "changed_at": now,
    }


def _run(row: AutomationTaskRow) -> Run:
    return Run(
        routine=Routine(row.routine),
        key=row.key,
        on=row.on_date,
        state=RunState(row.state),
        mode=Approval(row.mode),
        is_touched=row.is_touched,
        touch_minutes=float(row.touch_minutes),
        is_reworked=row.is_reworked,
        reason=row.reason,
        evidence=row.evidence,
        verified_at=row.verified_at,
    )
