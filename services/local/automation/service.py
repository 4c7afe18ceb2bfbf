"""Use cases of routine work: open the day, write down what came of it, and count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from local.automation.domain.baseline import SampleMethod, baselines
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
    runs_of_the_day,
    task_key,
)
from local.automation.domain.routines import (
    ONCE_A_DAY,
    ROUTINES,
    WRITTEN,
    Channel,
    Routine,
)
from local.automation.domain.run import Run, RunState
from local.automation.models import AutomationTaskRow
from local.automation.repository import AutomationRepository
from local.businesses.domain.business import LocalBusiness
from local.businesses.service import BusinessService, default_gazetteer
from local.connectors.google_business.port import VENDOR as GOOGLE
from local.execution.domain.post_channel import Channel as PostChannel
from local.execution.service.post_drafts import PostDraftService
from local.execution.service.posts import PostService
from local.execution.service.replies import ReplyService
from local.guidance.domain.manual_task import ManualTaskKind, NewManualTask, Reason, TaskState
from local.guidance.service import ManualTaskService
from local.messaging.domain.message_fact import ReceivedFact
from local.messaging.service.outbox import OutboxService
from shared.clock import Clock
from shared.connectors.connections import is_connected
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
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock
        self._posts = PostService(session, tenant_id, clock=clock)
        self._drafts = PostDraftService(session, tenant_id, clock=clock)
        self._runs = AutomationRepository(session, tenant_id)
        self._replies = ReplyService(session, tenant_id, clock=clock)
        self._outbox = OutboxService(session, tenant_id, clock=clock)
        self._tasks = ManualTaskService(session, tenant_id, clock=clock)
        self._businesses = BusinessService(
            session, tenant_id, clock=clock, gazetteer=default_gazetteer()
        )

    async def record(self) -> None:
        """Open today's work and write down what came of the last days'; done twice, it is done."""
        business, today = await self._today()
        zone = ZoneInfo(business.timezone)
        await self._open(today)
        now = self._clock.now()
        since = now - LOOKED_BACK
        replies = await self._replies.since(since)
        messages, received = await self._outbox.since(since)
        inquiries = await self._inquiries(received)
        posts = await self._posts.since(since)
        found = [
            *await self._daily(today),
            *runs_of_posts(posts, zone),
            *runs_of_replies(replies, zone),
            *runs_of_reminders(messages, zone, now),
            *runs_of_inquiries(inquiries, messages, zone),
        ]
        # Where the platform wrote what a person had been asked for, the post is the run.
        once = {(run.routine, run.on, run.key): run for run in found}
        await self._runs.put([_values(run, now) for run in once.values()])
        await self._record_days(today)

    async def day(self) -> Day:
        """Return today as it stands, after writing it down."""
        await self.record()
        business, today = await self._today()
        period = await self._between(today - timedelta(days=PERIOD_DAYS - 1), today)
        found = figures(period, await self._minutes())
        days = len({run.on for run in period})
        return Day(
            business=business,
            on=today,
            runs=[run for run in period if run.on == today],
            figures=found,
            time_saved=time_saved(found, days, business.hour_value_paise),
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
        self, routines: Sequence[Routine], on: date | None, before: UUID | None, limit: int
    ) -> Sequence[AutomationTaskRow]:
        """Return one run more than the limit, so that the surplus tells of more."""
        return await self._runs.list(routines, on, before, limit + 1)

    async def sample(self, routine: Routine, minutes: Decimal, method: SampleMethod) -> None:
        """Keep how long a routine took by hand."""
        taken = {"id": new_id(), "routine": routine, "minutes": minutes}
        await self._runs.add_sample(taken | {"method": method, "at": self._clock.now()})

    async def _today(self) -> tuple[LocalBusiness, date]:
        business, _ = await self._businesses.describe(self._tenant_id)
        return business, self._clock.now().astimezone(ZoneInfo(business.timezone)).date()

    async def _open(self, today: date) -> None:
        """Have today's post written, and ask the owner for the rest; yesterday's is over."""
        written = WRITTEN if await self._is_written() else ()
        for routine in ONCE_A_DAY:
            await self._tasks.close(task_key(routine, today - timedelta(days=1)))
            if routine in written:
                await self._tasks.close(task_key(routine, today))
                continue
            await self._tasks.open(
                NewManualTask(
                    key=task_key(routine, today),
                    kind=ManualTaskKind(routine),
                    reason=Reason.NOT_AUTOMATED,
                )
            )

    async def _is_written(self) -> bool:
        """Tell whether the platform has written today's post for Google."""
        if not await is_connected(self._session, self._tenant_id, GOOGLE):
            return False
        return bool((await self._drafts.draft_today([PostChannel.GOOGLE])).rows)

    async def _daily(self, today: date) -> Sequence[Run]:
        """Return what was asked of a person for each day that may still change."""
        days = [today - timedelta(days=back) for back in range(LOOKED_BACK.days)]
        keys = [task_key(routine, day) for day in days for routine in ONCE_A_DAY]
        tasks = await self._tasks.of_keys(keys)
        return list(
            runs_of_the_day({key: TaskState(row.state) for key, row in tasks.items()}, today)
        )

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

    async def _minutes(self) -> Mapping[Routine, float]:
        samples: dict[str, list[tuple[SampleMethod, float]]] = {}
        for row in await self._runs.samples():
            known = samples.setdefault(row.routine, [])
            known.append((SampleMethod(row.method), float(row.minutes)))
        return {Routine(name): minutes for name, minutes in baselines(samples).items()}


def unrecorded(business: LocalBusiness, now: datetime) -> Day:
    """Return the day of a business that is only described: nothing is on record, nor is asked."""
    today = now.astimezone(ZoneInfo(business.timezone)).date()
    return Day(business=business, on=today, runs=[], figures=figures([], {}), time_saved=None)


def _day_values(day: date, channel: Channel, runs: Sequence[Run], now: datetime) -> dict[str, Any]:
    mine = [run for run in runs if run.on == day and ROUTINES[run.routine].channel is channel]
    due = [run for run in mine if run.is_due]
    return {
        "on_date": day,
        "channel": channel,
        "due": len(due),
        "hands_free": sum(run.is_hands_free for run in due),
        "verified": sum(run.is_verified for run in due),
        "unconfirmed": sum(run.state is RunState.UNCONFIRMED for run in due),
        "voids": len(mine) - len(due),
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
        is_touched=row.is_touched,
        reason=row.reason,
        evidence=row.evidence,
        verified_at=row.verified_at,
    )
