"""A shop whose days are opened and whose routines are done by a twin that remembers each order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import text

from local.automation.domain.executor import Executor, RunOrder, RunOutcome, Verified
from local.automation.domain.routines import Routine
from local.automation.jobs import OpenDay, RecordRuns, RunRoutine
from local.automation.models import AutomationTaskRow
from local.automation.service.records import RunService
from local.automation.tasks.runs import open_day, record_runs, run_routine
from shared.clock import Clock
from shared.db.session import Database, unit_of_work
from shared.jobs.handling import JobContext
from shared.jobs.job import restored
from tests.api import Tenant
from tests.local.execution.counter import Hazard
from tests.shared.connectors.conftest import MovingClock

JOBS = text(
    "SELECT id, payload FROM pgqueuer WHERE entrypoint = 'RunRoutine'"
    " AND convert_from(payload, 'UTF8') LIKE '%' || :tenant || '%' ORDER BY id"
)


@dataclass(frozen=True)
class DangerousClock:
    """A clock at each look on which the process may end."""

    clock: MovingClock
    hazard: Hazard

    def now(self) -> datetime:
        self.hazard.pass_by()
        return self.clock.at


@dataclass
class TwinDoer:
    """Does any routine at a vendor that acts once for a key; `says` is what comes of an order."""

    clock: MovingClock
    hazard: Hazard = field(default_factory=Hazard)
    acts: list[str] = field(default_factory=list[str])
    orders: list[RunOrder] = field(default_factory=list[RunOrder])
    says: list[RunOutcome] = field(default_factory=list[RunOutcome])

    def __call__(self, _context: JobContext) -> Executor:
        return self

    def endangered(self, at: int | None) -> DangerousClock:
        """Begin anew, and return a clock: both end the process together at the n-th chance."""
        self.hazard, self.acts, self.orders = Hazard(at), [], []
        return DangerousClock(self.clock, self.hazard)

    async def run(self, order: RunOrder) -> RunOutcome:
        self.hazard.pass_by()
        self.orders.append(order)
        if order.key not in self.acts:
            self.acts.append(order.key)
        self.hazard.pass_by()
        if self.says:
            return self.says.pop(0)
        return Verified(evidence=f"twin:{order.key}", at=self.clock.at)


@dataclass
class Keeper:
    """One shop, its clock, and who does one of its routines."""

    database: Database
    tenant: Tenant
    clock: MovingClock
    make: Callable[[JobContext], Executor]
    routine: Routine = Routine.READ_REVIEWS

    def context(self, clock: Clock | None = None) -> JobContext:
        return JobContext(database=self.database, clock=clock or self.clock)

    async def open(self) -> None:
        await open_day(self.context(), OpenDay(self.tenant.id))

    async def record(self) -> None:
        await record_runs(self.context(), RecordRuns(self.tenant.id))

    async def run(self, job: RunRoutine, clock: Clock | None = None) -> None:
        """Run one job as a worker does, whose only automatic routine is the keeper's."""
        await run_routine({self.routine: self.make}, self.context(clock), job)

    async def waiting(self) -> Sequence[RunRoutine]:
        """Return the jobs that wait for the keeper's routine; whatever the time is."""
        async with unit_of_work(self.database, self.tenant.id) as session:
            rows = await session.execute(JOBS, {"tenant": str(self.tenant.id)})
            jobs = [restored(RunRoutine, bytes(row[1])) for row in rows]
        mine = {row.id for row in await self.runs() if row.routine == self.routine}
        return [job for job in jobs if job.run_id in mine]

    async def runs(self) -> Sequence[AutomationTaskRow]:
        async with unit_of_work(self.database, self.tenant.id) as session:
            service = RunService(session, self.tenant.id, clock=self.clock)
            return await service.list([], [], None, None, 200)

    async def mine(self) -> AutomationTaskRow:
        """Return the newest run of the keeper's routine."""
        return next(row for row in await self.runs() if row.routine == self.routine)
