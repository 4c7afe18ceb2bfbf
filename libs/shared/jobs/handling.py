"""What becomes of one run of one job: done, tried again, given up, or handed back?"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from time import monotonic
from typing import Any

from pgqueuer.core.executors import AbstractEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Context, Job

from shared.clock import Clock
from shared.db.session import Database
from shared.jobs.errors import JobHopelessError, JobUnreadableError, RetryLaterError
from shared.jobs.job import name_of, restored, tenant_of
from shared.jobs.leases import HandedBackError
from shared.jobs.metrics import JOB_DURATION, JOBS, OUTCOMES, QUEUE
from shared.jobs.retry import RetryPolicy, delay_after
from shared.jobs.tracing import parent_of
from shared.logging import first_line, job_id_context, tenant_id_context
from shared.tracing.context import trace_context
from shared.tracing.spans import Kind, continued

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class JobContext:
    """What every handler is given beside the job; a tier adds its own fields in a subclass."""

    database: Database
    clock: Clock
    job_id: int = 0
    attempt: int = 1


Handler = Callable[[Any, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLimits:
    """How much a worker takes on at once, and how long it waits for what.

    `concurrency` should be at most twice the size of the handlers' connection pool. A lease is
    signed after half of it; what blocks the event loop for a quarter of it costs the lease.
    """

    batch_size: int = 10
    concurrency: int = 20
    timeout_seconds: float = 300.0
    timeouts: Mapping[type[Any], float] = field(default_factory=dict[type[Any], float])
    lease_seconds: float = 9.0
    grace_seconds: float = 14.0
    poll_seconds: float = 2.0
    retry: RetryPolicy = field(default_factory=RetryPolicy)


class Dismissal:
    """The moment at which a stopping worker's jobs must go back, and the runs it concerns."""

    def __init__(self) -> None:
        self.is_over = False
        self._runs: set[asyncio.Task[Any]] = set()

    def enter(self) -> asyncio.Task[Any] | None:
        """Note the current task as a run."""
        run = asyncio.current_task()
        if run is not None:
            self._runs.add(run)
        return run

    def leave(self, run: asyncio.Task[Any] | None) -> None:
        """Forget a run that has ended."""
        if run is not None:
            self._runs.discard(run)

    @property
    def has_runs(self) -> bool:
        """Tell whether a job is running."""
        return bool(self._runs)

    def end(self) -> None:
        """Interrupt every run, so that its job is handed back."""
        self.is_over = True
        for run in self._runs:
            run.cancel()


class JobExecutor(AbstractEntrypointExecutor):
    """Runs the handler of one job class; how it ends is told to the library by what is raised."""

    def __init__(
        self,
        parameters: EntrypointExecutorParameters,
        job_class: type[Any],
        handler: Handler,
        context: JobContext,
        limits: WorkerLimits,
        dismissal: Dismissal,
    ) -> None:
        super().__init__(parameters)
        self._class = job_class
        self._handler = handler
        self._context = context
        self._retry = limits.retry
        self._timeout = limits.timeouts.get(job_class, limits.timeout_seconds)
        self._dismissal = dismissal
        self._duration = JOB_DURATION.labels(QUEUE, name_of(job_class))
        for outcome in OUTCOMES:
            # A first failure is a rise from zero only where there was a zero.
            JOBS.labels(QUEUE, name_of(job_class), outcome)

    async def execute(self, job: Job, context: Context) -> None:  # noqa: ARG002 - the library's
        """Run the handler once, in the trace that it was queued in, and count how it went."""
        block = continued(parent_of(job), f"process {job.entrypoint}", Kind.CONSUMER)
        # This task is the job's alone, and the library logs in it after us: nothing is put back.
        trace_context.set(block.context)
        job_id_context.set(job.id)
        with block:
            block.describe(
                {
                    "messaging.system": "pgqueuer",
                    "messaging.message.id": str(job.id),
                    "vlo.attempt": job.attempts + 1,
                }
            )
            await self._counted(job)

    async def _counted(self, job: Job) -> None:
        run, started = self._dismissal.enter(), monotonic()
        try:
            await self._attempt(job)
        except RetryRequested as again:
            self._count("handed_back" if isinstance(again, HandedBackError) else "retried")
            raise
        except Exception:
            self._count("failed")
            raise
        else:
            self._count("succeeded")
        finally:
            self._duration.observe(monotonic() - started)
            self._dismissal.leave(run)

    def _count(self, outcome: str) -> None:
        JOBS.labels(QUEUE, name_of(self._class), outcome).inc()

    async def _attempt(self, job: Job) -> None:
        payload = restored(self._class, job.payload)
        tenant_id_context.set(tenant_of(payload))
        context = replace(self._context, job_id=job.id, attempt=job.attempts + 1)
        try:
            async with asyncio.timeout(self._timeout):
                await self._handler(context, payload)
        except asyncio.CancelledError:
            self._hand_back_if_dismissed()
            raise
        except (JobHopelessError, JobUnreadableError):
            raise
        except Exception as problem:
            self._try_again_after(problem, job)
            raise

    def _hand_back_if_dismissed(self) -> None:
        """Turn the interruption of a stopping worker into a return of the job."""
        run = asyncio.current_task()
        if self._dismissal.is_over and run is not None:
            run.uncancel()
            message = "The worker stopped before the job was done."
            raise HandedBackError(reason=message) from None

    def _try_again_after(self, problem: Exception, job: Job) -> None:
        """Ask for another run, unless there were enough."""
        attempt = job.attempts + 1
        seconds = delay_after(attempt, job.id, self._retry)
        if seconds is None:
            return
        if isinstance(problem, RetryLaterError):
            seconds = max(0.0, problem.after_seconds)
        reason = _told(problem)
        _log.warning(
            "%s %d failed (attempt %d of %d), again in %.1f s: %s",
            *(job.entrypoint, job.id, attempt, self._retry.max_attempts, seconds, reason),
        )
        raise RetryRequested(timedelta(seconds=seconds), reason) from problem


def _told(problem: BaseException) -> str:
    """Return what failed and what it came from: a plain sentence alone hides the cause."""
    told = f"{type(problem).__name__}: {first_line(problem)}"
    return told if problem.__cause__ is None else f"{told} From {_told(problem.__cause__)}"
