"""How does a job go on with the trace of whoever queued it? By a header beside its payload.

The library's table has a column for headers; what stands there takes no part in what a job is.
"""

from pgqueuer.domain.models import Job

from shared.tracing.context import TraceContext, read_traceparent, trace_context

TRACEPARENT = "traceparent"


def current_headers() -> dict[str, str] | None:
    """Return what to write beside a payload now; nothing where no trace is going on."""
    current = trace_context.get()
    return {TRACEPARENT: current.traceparent} if current else None


def parent_of(job: Job) -> TraceContext | None:
    """Return the place in the trace from which the job was queued; schedules have none."""
    given = (job.headers or {}).get(TRACEPARENT)
    return read_traceparent(given) if isinstance(given, str) else None
