"""What every worker does beside its jobs: rescue, count, queue what is due again, forget."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import timedelta
from time import monotonic

import psycopg

from shared.clock import Clock
from shared.jobs.handling import WorkerLimits
from shared.jobs.leases import LeasedQueries
from shared.jobs.lines import WorkerLines
from shared.jobs.metrics import (
    LAST_HEARTBEAT,
    LEASES_EXPIRED,
    OLDEST_AGE,
    QUEUE,
    QUEUE_DEPTH,
    STATES,
)
from shared.jobs.queue import insert
from shared.jobs.schedule import Every

_log = logging.getLogger(__name__)

RESCUE_SECONDS = 1.0
TURN_SECONDS = 1.0
COUNT_SECONDS = 15.0
FORGET_SECONDS = 60.0
FORGET_ROWS = 10_000

_COUNT = """
SELECT CASE WHEN status = 'failed' THEN 'failed' WHEN status = 'picked' THEN 'running'
            WHEN NOT entrypoint = ANY($1) THEN 'unhandled'
            WHEN execute_after > now() THEN 'deferred' ELSE 'ready' END AS state,
       count(*) AS jobs,
       extract(epoch FROM now() - min(execute_after))::float AS age_seconds,
       string_agg(DISTINCT entrypoint, ', ') AS names
FROM pgqueuer GROUP BY state
"""
_ENROL = """
INSERT INTO pgqueuer_schedules (expression, entrypoint, next_run)
VALUES ($1, $2, to_timestamp((floor(extract(epoch FROM now()) / $3::int) + 1) * $3::int))
ON CONFLICT (expression, entrypoint) DO NOTHING
"""
_DUE = """
SELECT expression, entrypoint FROM pgqueuer_schedules WHERE next_run <= now()
"""
# Whoever gets the row moves it on, in the transaction that queues the job: once over all workers.
_TAKE_TURN = """
UPDATE pgqueuer_schedules
SET last_run = now(), updated = now(),
    next_run = to_timestamp((floor(extract(epoch FROM now()) / $3::int) + 1) * $3::int)
WHERE expression = $1 AND entrypoint = $2 AND next_run <= now()
RETURNING id
"""
# A record of what went wrong is kept longer than one of what went right.
_FORGET = """
DELETE FROM pgqueuer_log WHERE id IN (
    SELECT id FROM pgqueuer_log
    WHERE created < now() - interval '1 day'
      AND (status <> 'failed' OR created < now() - interval '90 days')
    LIMIT $1
)
"""


class Upkeep:
    """One worker's share of the work that keeps the queue healthy; any number may do it at once."""

    def __init__(
        self,
        lines: WorkerLines,
        names: Iterable[str],
        schedule: Sequence[Every],
        limits: WorkerLimits,
        clock: Clock,
    ) -> None:
        self._lines = lines
        self._queries = LeasedQueries.over(lines)
        self._names = sorted(names)
        self._schedule = {(every.expression, every.name): every for every in schedule}
        self._limits = limits
        self._clock = clock
        self._losses_seen = 0
        self._rescue_from = 0.0
        self._strangers = ""

    async def run(self) -> None:
        """Do every chore at its pace until cancelled."""
        await self.enrol()
        async with asyncio.TaskGroup() as chores:
            chores.create_task(_again_and_again(self.rescue, RESCUE_SECONDS))
            chores.create_task(_again_and_again(self.take_turns, TURN_SECONDS))
            chores.create_task(_again_and_again(self.count, COUNT_SECONDS))
            chores.create_task(_again_and_again(self.forget, FORGET_SECONDS))

    async def rescue(self) -> None:
        """Take back jobs of workers that are gone.

        After an outage every worker is first given the time to sign its jobs again.
        """
        await self._lines.execute("SELECT 1")
        LAST_HEARTBEAT.set(self._clock.now().timestamp())
        if self._lines.times_lost != self._losses_seen:
            self._losses_seen = self._lines.times_lost
            self._rescue_from = monotonic() + self._limits.lease_seconds
        if monotonic() < self._rescue_from:
            return
        lease = timedelta(seconds=self._limits.lease_seconds)
        if rescued := await self._queries.rescue(lease, self._limits.retry.max_attempts):
            LEASES_EXPIRED.inc(rescued)
            _log.warning("%d jobs were taken back from workers not heard of", rescued)

    async def take_turns(self) -> None:
        """Queue the scheduled jobs that are due, each once over all workers."""
        if not self._schedule:
            return
        for row in await self._lines.fetch(_DUE):
            every = self._schedule.get((str(row["expression"]), str(row["entrypoint"])))
            if every is not None:
                await self._take_turn(every)

    async def count(self) -> None:
        """Measure the queue, and name jobs that nobody here can do."""
        rows = {str(row["state"]): row for row in await self._lines.fetch(_COUNT, self._names)}
        for state in STATES:
            jobs = rows[state]["jobs"] if state in rows else 0
            QUEUE_DEPTH.labels(QUEUE, state).set(float(str(jobs)))
        ages = [float(str(rows[s]["age_seconds"])) for s in ("ready", "unhandled") if s in rows]
        OLDEST_AGE.labels(QUEUE).set(max([0.0, *ages]))
        self._report_strangers(str(rows["unhandled"]["names"]) if "unhandled" in rows else "")

    async def forget(self) -> None:
        """Delete records of runs that nobody will ask about."""
        forgotten = FORGET_ROWS
        while forgotten == FORGET_ROWS:
            status = await self._lines.execute(_FORGET, FORGET_ROWS)
            forgotten = int(status.removeprefix("DELETE "))

    async def enrol(self) -> None:
        """Enter the schedule, so that each first turn falls on the next multiple of its period."""
        for (expression, name), every in self._schedule.items():
            await self._lines.execute(_ENROL, expression, name, every.period_seconds)

    async def _take_turn(self, every: Every) -> None:
        async with self._lines.transaction() as driver:
            turn = await driver.fetch(
                _TAKE_TURN, every.expression, every.name, every.period_seconds
            )
            if turn:
                await insert(driver, [every.stored], [every.name])

    def _report_strangers(self, names: str) -> None:
        if names and names != self._strangers:
            _log.error("Jobs wait that no handler of this worker knows, kept for one: %s", names)
        self._strangers = names


async def _again_and_again(chore: Callable[[], Awaitable[None]], seconds: float) -> None:
    while True:
        try:
            await chore()
        except psycopg.Error as problem:
            _log.warning("A chore of the job queue failed, trying again: %s", problem)
        await asyncio.sleep(seconds)
