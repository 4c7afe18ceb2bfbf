"""How are the tier's own schedule and jobs worked off without waiting, by a clock that is moved?

Rows of the queue fall due by PostgreSQL's clock. The simulated time lies ahead of it: what is due
at once is due, and what was queued for a later moment is due when the simulated clock comes there.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import psycopg

from local.work import SCHEDULE
from shared.db.session import Database, operator_work
from shared.jobs.errors import JobHopelessError, RetryLaterError
from shared.jobs.handling import Handler, JobContext
from shared.jobs.job import restored
from shared.jobs.queue import enqueue
from shared.jobs.retry import RetryPolicy, delay_after
from tests.local.execution.counter import Hazard, WorkerKilledError
from tests.shared.connectors.conftest import MovingClock

_DUE = """SELECT id, entrypoint, payload, attempts FROM pgqueuer
WHERE status = 'queued' AND execute_after <= greatest(%s, now()) ORDER BY execute_after, id"""
_LATER = """UPDATE pgqueuer SET execute_after = %s, attempts = attempts + %s WHERE id = %s"""
_LEASE = timedelta(seconds=9)
_POLICY = RetryPolicy()
_MOST_CHANCES = 10


@dataclass
class SimulatedQueue:
    """The queue of a tier, and one worker that dies now and then."""

    database: Database
    line: psycopg.Connection[Any]
    clock: MovingClock
    handlers: Mapping[type[Any], Handler]
    hazard: Hazard
    chance: Random
    death_rate: float
    turns: dict[str, datetime] = field(default_factory=dict[str, datetime])
    ran: Counter[str] = field(default_factory=Counter[str])
    dead: list[str] = field(default_factory=list[str])
    deaths: int = 0

    def __post_init__(self) -> None:
        self.kinds = {kind.__name__: kind for kind in self.handlers}

    async def work(self) -> None:
        """Queue what the schedule says, then run whatever is due until nothing is."""
        for every in SCHEDULE:
            if self.clock.at >= self.turns.get(every.name, self.clock.at):
                self.turns[every.name] = self.clock.at + every.period
                async with operator_work(self.database) as session:
                    await enqueue(session, every.job, dedupe_key=every.name)
        while rows := self.line.execute(_DUE, [self.clock.at]).fetchall():
            for job_id, name, payload, attempts in rows:
                await self._run(job_id, name, payload, attempts + 1)

    async def _run(self, job_id: int, name: str, payload: bytes, attempt: int) -> None:
        self.ran[name] += 1
        kind = self.kinds[name]
        context = JobContext(
            database=self.database, clock=self.clock, job_id=job_id, attempt=attempt
        )
        is_doomed = self.chance.random() < self.death_rate
        self.hazard.passed = 0
        self.hazard.at = self.chance.randint(1, _MOST_CHANCES) if is_doomed else None
        try:
            await self.handlers[kind](context, restored(kind, payload))
        except WorkerKilledError:
            self.deaths += 1
            self._again(job_id, self.clock.at + _LEASE)
        except JobHopelessError as problem:
            self._give_up(job_id, name, problem)
        except RetryLaterError as later:
            self._failed(job_id, name, attempt, later, later.after_seconds)
        except Exception as problem:  # noqa: BLE001 - a worker tries again after any failure
            self._failed(job_id, name, attempt, problem, None)
        else:
            self.line.execute("DELETE FROM pgqueuer WHERE id = %s", [job_id])

    def _failed(
        self, job_id: int, name: str, attempt: int, problem: Exception, seconds: float | None
    ) -> None:
        wait = delay_after(attempt, job_id, _POLICY)
        if wait is None:
            self._give_up(job_id, name, problem)
        else:
            pause = wait if seconds is None else max(0.0, seconds)
            self._again(job_id, self.clock.at + timedelta(seconds=pause))

    def _again(self, job_id: int, at: datetime) -> None:
        self.line.execute(_LATER, [at, 1, job_id])

    def _give_up(self, job_id: int, name: str, problem: Exception) -> None:
        self.dead.append(f"{name}: {type(problem).__name__}: {str(problem)[:200]}")
        self.line.execute("DELETE FROM pgqueuer WHERE id = %s", [job_id])
