"""A shop with its profile at Google's twin, its jobs, and a worker that can be killed anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg

from local.connectors.google_business.held import GoogleRules
from local.connectors.google_business.port import VENDOR
from local.execution.jobs import (
    CheckPost,
    CheckReply,
    PublishPost,
    PublishReply,
    QueueDuePosts,
    SyncReviews,
)
from local.execution.models import PostRow, ReplyRow
from local.execution.service.posts import PostService
from local.execution.service.replies import ReplyService
from local.execution.tasks.posts import check_post, publish_post, queue_due_posts
from local.execution.tasks.replies import check_reply, publish_reply, sync_reviews
from local.guidance.domain.manual_task import TaskState
from local.guidance.models import ManualTaskRow
from local.guidance.service import ManualTaskService
from shared.clock import Clock
from shared.connectors.connections import ConnectionService, NewConnection
from shared.connectors.exchange import VendorAnswer, VendorRequest
from shared.connectors.postgres_book import PostgresCallBook
from shared.connectors.runner import VendorRunner
from shared.connectors.sealing import Sealer
from shared.connectors.vendors import Vendors
from shared.db.session import Database, unit_of_work
from shared.jobs.errors import RetryLaterError
from shared.jobs.handling import JobContext
from shared.jobs.job import restored
from tests.api import Tenant
from tests.local.connectors.google_business.desk import ACCOUNT, GOOGLE, CheckedTwin
from tests.shared.connectors.conftest import MovingClock

SEALER = Sealer(["m" * 32], "LOCAL_MASTER_KEYS")
JOBS: Mapping[type[Any], Any] = {
    SyncReviews: sync_reviews,
    PublishReply: publish_reply,
    CheckReply: check_reply,
    PublishPost: publish_post,
    CheckPost: check_post,
}
# Longer than the first look waits, and than Google's moderators take.
BETWEEN_ROUNDS = timedelta(minutes=11)
NAMES = {kind.__name__: kind for kind in JOBS}


class WorkerKilledError(BaseException):
    """The process is gone, in the middle of what it did."""


@dataclass
class Hazard:
    """Kills the worker at its n-th chance; None is never."""

    at: int | None = None
    passed: int = 0

    def pass_by(self) -> None:
        self.passed += 1
        if self.passed == self.at:
            raise WorkerKilledError


@dataclass(frozen=True)
class DangerousVendors(Vendors):
    """Vendors whose every step is a chance to die: before and after it."""

    hazard: Hazard = field(default_factory=Hazard)

    def runner(self, database: Database, clock: Clock) -> VendorRunner:
        book = DangerousBook(database, self.sealer, self.hazard)
        transports = {
            name: DangerousLine(line, self.hazard) for name, line in self.transports.items()
        }
        assert isinstance(clock, MovingClock)
        self.hazard.pass_by()
        return VendorRunner(book, transports, clock, sleep=clock.sleep)


class DangerousBook(PostgresCallBook):
    """A call book whose process may end before or after each of its pages is written."""

    def __init__(self, database: Database, sealer: Sealer, hazard: Hazard) -> None:
        super().__init__(database, sealer)
        self._hazard = hazard

    async def open(self, *args: Any, **named: Any) -> Any:
        self._hazard.pass_by()
        opened = await super().open(*args, **named)
        self._hazard.pass_by()
        return opened

    async def mark_sent(self, *args: Any, **named: Any) -> Any:
        marked = await super().mark_sent(*args, **named)
        self._hazard.pass_by()
        return marked

    async def settle(self, *args: Any, **named: Any) -> Any:
        self._hazard.pass_by()
        settled = await super().settle(*args, **named)
        self._hazard.pass_by()
        return settled


@dataclass
class DangerousLine:
    """A line to a vendor that may be the last thing a process uses."""

    line: Any
    hazard: Hazard

    async def send(self, operation: str, request: VendorRequest) -> VendorAnswer:
        answer = await self.line.send(operation, request)
        self.hazard.pass_by()
        return answer


@dataclass
class Counter:
    """One shop, its twin, and the jobs that wait for it."""

    database: Database
    superuser_url: str
    tenant: Tenant
    clock: MovingClock
    twin: CheckedTwin
    vendors: DangerousVendors
    runs: int = 0

    @property
    def hazard(self) -> Hazard:
        return self.vendors.hazard

    async def connect(self, secrets: Mapping[str, str]) -> UUID:
        new = NewConnection(
            vendor=VENDOR,
            external_id=f"{ACCOUNT['account_id']}/{self.tenant.id}",
            account=ACCOUNT,
            secrets=secrets,
        )
        async with unit_of_work(self.database, self.tenant.id) as session:
            service = ConnectionService(
                session, self.tenant.id, clock=self.clock, sealer=self.vendors.sealer
            )
            return (await service.connect(new)).id

    async def sync(self) -> None:
        await self.run(SyncReviews(self.tenant.id))

    async def run(self, job: Any) -> None:
        """Run one job as a worker does; a job that asks for it comes again later."""
        self.runs += 1
        context = JobContext(database=self.database, clock=self.clock, job_id=self.runs)
        try:
            await JOBS[type(job)](self.vendors, context, job)
        except RetryLaterError as later:
            self.clock.at += timedelta(seconds=later.after_seconds)
            await self.run(job)

    async def run_due(self, pace: timedelta = BETWEEN_ROUNDS) -> None:
        """Let time pass, and run what waits in the queue, until nothing does."""
        while jobs := self.waiting():
            self.clock.at += pace
            for job_id, name, payload in jobs:
                await self.run(restored(NAMES[name], payload))
                self.hazard.pass_by()
                self._forget(job_id)

    async def run_posts(self, pace: timedelta = timedelta(minutes=6), rounds: int = 20) -> None:
        """Let time pass, and take every post on whose time has come, until none is left."""
        for _ in range(rounds):
            context = JobContext(database=self.database, clock=self.clock)
            await queue_due_posts(context, QueueDuePosts())
            await self.run_due(timedelta())
            if all(row.next_at is None for row in await self.posts()):
                return
            self.clock.at += pace

    async def posts(self) -> Sequence[PostRow]:
        async with unit_of_work(self.database, self.tenant.id) as session:
            return await PostService(session, self.tenant.id, clock=self.clock).list([], None, 200)

    async def replies(self) -> Sequence[ReplyRow]:
        async with unit_of_work(self.database, self.tenant.id) as session:
            service = ReplyService(session, self.tenant.id, clock=self.clock)
            return await service.list([], None, 200)

    async def states(self) -> list[str]:
        return sorted(row.state for row in await self.replies())

    async def tasks(self, *states: TaskState) -> Sequence[ManualTaskRow]:
        async with unit_of_work(self.database, self.tenant.id) as session:
            service = ManualTaskService(session, self.tenant.id, clock=self.clock)
            return await service.list(states or (TaskState.OPEN,), None, 200)

    def shown(self, name: str) -> str | None:
        """What stands under a review at Google."""
        reply = self.twin.shops["2"].reviews[name].reply
        return reply.comment if reply else None

    def waiting(self) -> list[tuple[int, str, bytes]]:
        query = (
            "SELECT id, entrypoint, payload FROM pgqueuer WHERE entrypoint = ANY(%s) ORDER BY id"
        )
        with psycopg.connect(self.superuser_url) as connection:
            rows = connection.execute(query, [list(NAMES)]).fetchall()
        mine = str(self.tenant.id)
        return [(row[0], row[1], row[2]) for row in rows if mine in row[2].decode()]

    def _forget(self, job_id: int) -> None:
        with psycopg.connect(self.superuser_url) as connection:
            connection.execute("DELETE FROM pgqueuer WHERE id = %s", [job_id])


def dangerous(vendors: DangerousVendors, at: int | None) -> DangerousVendors:
    """The same vendors, with another fate."""
    return replace(vendors, hazard=Hazard(at))


async def open_counter(
    database: Database, superuser_url: str, tenant: Tenant, clock: MovingClock | None = None
) -> Counter:
    """Connect a shop to a twin of its own; shops after one another need one clock for all."""
    clock = clock or MovingClock()
    twin = CheckedTwin(clock, rules=GoogleRules(), sleep=clock.sleep)
    secrets = twin.add_shop("1", "2", title="Sharma Sweets")
    vendors = DangerousVendors(
        connectors={VENDOR: GOOGLE}, transports={VENDOR: twin}, sealer=SEALER
    )
    counter = Counter(database, superuser_url, tenant, clock, twin, vendors)
    await counter.connect(secrets)
    return counter
