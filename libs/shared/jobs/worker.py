"""Runs a tier's jobs until it is told to stop.

    worker = Worker(
        database_url=settings.database_url,
        handlers={ImportPlaces: import_places},   # async def import_places(context, job) -> None
        schedule=[Every(timedelta(minutes=15), PurgeExpired())],
        context=JobContext(database=database, clock=SystemClock()),
    )
    loop.add_signal_handler(signal.SIGTERM, worker.stop)
    await worker.run()      # returns at most 20 s after stop()
    worker.is_ready()       # for /readyz

A handler runs at least once: after a failure again with growing waits, after `max_attempts`
failures never (its row stays, see `dead.py`), and again when its worker died in between. So it
must be safe to repeat, and call no vendor inside a transaction. It may raise JobHopelessError or
RetryLaterError.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from pgqueuer.core.executors import EntrypointExecutorParameters
from pgqueuer.core.qm import QueueManager
from pydantic import PostgresDsn

from shared.jobs.errors import HandlersCollideError
from shared.jobs.handling import Dismissal, Handler, JobContext, JobExecutor, WorkerLimits
from shared.jobs.job import name_of
from shared.jobs.leases import LeasedQueries
from shared.jobs.lines import WorkerLines
from shared.jobs.schedule import Every
from shared.jobs.schema import NAMES
from shared.jobs.upkeep import Upkeep

__all__ = ["Every", "JobContext", "Worker", "WorkerLimits"]

_log = logging.getLogger(__name__)

HAND_BACK_SECONDS = 3.0
LAST_WORDS_SECONDS = 1.0
PAUSE_SECONDS = 1.0


class Worker:
    """One process's part in working off a tier's queue."""

    def __init__(
        self,
        *,
        database_url: PostgresDsn,
        handlers: Mapping[type[Any], Handler],
        context: JobContext,
        schedule: Sequence[Every] = (),
        limits: WorkerLimits | None = None,
    ) -> None:
        self._handlers = _by_name(handlers)
        self._context = context
        self._limits = limits or WorkerLimits()
        self._lines = WorkerLines(database_url)
        self._dismissal = Dismissal()
        self._stopping = asyncio.Event()
        self._is_serving = False
        self._upkeep = Upkeep(
            self._lines, self._handlers, schedule, self._limits, self._context.clock
        )

    async def run(self) -> None:
        """Work until `stop`; a database that goes away is waited for."""
        upkeep = asyncio.create_task(self._upkeep.run(), name="upkeep")
        try:
            while not self._stopping.is_set():
                await self._serve()
        finally:
            upkeep.cancel()
            await asyncio.wait({upkeep})
            await self._lines.close()

    def stop(self) -> None:
        """Take no more jobs; finish the running ones or hand them back, then let `run` return."""
        self._stopping.set()

    def is_ready(self) -> bool:
        """Tell whether this worker would begin a job now."""
        return self._is_serving and self._lines.is_up and not self._stopping.is_set()

    async def _serve(self) -> None:
        """Work off the queue until told to stop, or until something breaks that should not."""
        manager = self._manager()
        serving = asyncio.create_task(self._run(manager), name="serving")
        stopping = asyncio.create_task(self._stopping.wait())
        self._is_serving = True
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        self._is_serving = False
        if not serving.done():
            await self._wind_down(manager, serving)
        stopping.cancel()
        if serving.done() and not serving.cancelled() and (problem := serving.exception()):
            _log.error("The job queue broke off, beginning anew: %s", problem, exc_info=problem)
            with suppress(TimeoutError):
                async with asyncio.timeout(PAUSE_SECONDS):
                    await self._stopping.wait()

    async def _wind_down(self, manager: QueueManager, serving: asyncio.Task[None]) -> None:
        """Let running jobs finish, then hand them back, then leave."""
        manager.shutdown.set()
        if self._lines.is_up or self._dismissal.has_runs:
            await asyncio.wait({serving}, timeout=self._limits.grace_seconds)
            self._dismissal.end()
            await asyncio.wait({serving}, timeout=HAND_BACK_SECONDS)
        if not serving.done():
            self._lines.give_up()
            serving.cancel()
            await asyncio.wait({serving}, timeout=LAST_WORDS_SECONDS)

    def _manager(self) -> QueueManager:
        manager = QueueManager(LeasedQueries.over(self._lines), channel=NAMES.channel)
        manager.min_dequeue_poll_interval = timedelta(milliseconds=20)
        for name, (job_class, handler) in self._handlers.items():
            parameters = EntrypointExecutorParameters(
                concurrency_limit=0, func=_never, on_failure="hold"
            )
            manager.register_executor(
                name,
                JobExecutor(
                    parameters, job_class, handler, self._context, self._limits, self._dismissal
                ),
            )
        return manager

    async def _run(self, manager: QueueManager) -> None:
        limits = self._limits
        await manager.run(
            dequeue_timeout=timedelta(seconds=limits.poll_seconds),
            batch_size=min(limits.batch_size, max(1, limits.concurrency // 2)),
            max_concurrent_tasks=max(2, limits.concurrency),
            heartbeat_timeout=timedelta(seconds=limits.lease_seconds),
            # It would rewrite every row of the log to feed statistics that Prometheus has.
            log_aggregation_interval=timedelta(0),
        )


async def _never(_: object) -> None:
    """Stand where the library wants a function; JobExecutor runs the handler itself."""


def _by_name(handlers: Mapping[type[Any], Handler]) -> dict[str, tuple[type[Any], Handler]]:
    named = {name_of(job_class): (job_class, handler) for job_class, handler in handlers.items()}
    if len(named) != len(handlers):
        message = f"Two job classes share a name; rename one of: {', '.join(sorted(named))}"
        raise HandlersCollideError(message)
    return named
