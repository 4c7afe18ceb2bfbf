import json
import logging
from collections.abc import Generator
from contextlib import contextmanager

import pytest
from pydantic import PostgresDsn

from shared.db.session import Database, unit_of_work
from shared.jobs.dead import dead_jobs, revive
from shared.jobs.errors import JobHopelessError
from shared.jobs.handling import JobContext
from shared.jobs.queue import enqueue_many
from shared.logging import JsonFormatter
from shared.tracing.context import TraceContext, trace_context
from shared.tracing.spans import Kind, continued
from tests.shared.jobs.programs import (
    TENANT,
    LeaveTrace,
    leave_trace,
    make_worker,
    put,
    rows_of,
    until_empty,
    until_traces,
    working,
)
from tests.shared.tracing.recorder import recording

CALLER = TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", is_sampled=True)
QUEUED = "SELECT headers, payload FROM pgqueuer ORDER BY id"


async def test_a_job_carries_the_place_it_was_queued_in_beside_its_payload(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    with continued(CALLER, "POST", Kind.SERVER) as request:
        await put(queue_database, LeaveTrace(TENANT, 1))
    await put(queue_database, LeaveTrace(TENANT, 1))
    inside, outside = await rows_of(queue_url, QUEUED)
    assert inside["headers"] == {"traceparent": request.context.traceparent}
    assert outside["headers"] is None
    assert inside["payload"] == outside["payload"]


async def test_a_duplicate_is_one_whatever_its_trace(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    for _ in range(2):
        with continued(None, "POST", Kind.SERVER):
            await put(queue_database, LeaveTrace(TENANT, 1), dedupe_key="once")
    assert len(await rows_of(queue_url, QUEUED)) == 1


async def test_a_job_runs_in_the_trace_of_its_caller(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    async def once_more(context: JobContext, job: LeaveTrace) -> None:
        await leave_trace(context, job)
        if job.number == 1:
            await put(context.database, LeaveTrace(TENANT, 2))

    with recording() as recorder:
        with continued(CALLER, "POST", Kind.SERVER) as request:
            await put(queue_database, LeaveTrace(TENANT, 1))
        async with working(make_worker(queue_url, queue_database, {LeaveTrace: once_more})):
            await until_traces(queue_url, 2)
            await until_empty(queue_url)
    assert {span.context.trace_id for span in recorder.spans} == {CALLER.trace_id}
    first, second = [span for span in recorder.spans if span.kind == Kind.CONSUMER]
    sent, sent_again = [span for span in recorder.spans if span.kind == Kind.PRODUCER]
    assert (first.parent, second.parent) == (sent.context, sent_again.context)
    assert (first.name, sent.name) == ("process LeaveTrace", "send LeaveTrace")
    transaction = next(s for s in recorder.spans if s.parent == request.context)
    assert transaction.name == "transaction"
    assert sent.parent == transaction.context


async def test_many_jobs_are_sent_in_one_span(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    with recording() as recorder, continued(CALLER, "POST", Kind.SERVER):
        async with unit_of_work(queue_database, TENANT) as session:
            await enqueue_many(session, [LeaveTrace(TENANT, number) for number in range(9)])
    sent = recorder.named("send LeaveTrace")
    assert sent.attributes["messaging.batch.message_count"] == 9
    headers = [row["headers"] for row in await rows_of(queue_url, QUEUED)]
    assert headers == [{"traceparent": sent.context.traceparent}] * 9


async def test_a_job_of_nobodys_trace_begins_its_own(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    seen: list[TraceContext | None] = []

    async def look(context: JobContext, job: LeaveTrace) -> None:
        seen.append(trace_context.get())
        await leave_trace(context, job)

    await put(queue_database, LeaveTrace(TENANT, 1), LeaveTrace(TENANT, 2))
    async with working(make_worker(queue_url, queue_database, {LeaveTrace: look})):
        await until_traces(queue_url, 2)
    assert len({place.trace_id for place in seen if place}) == 2


@contextmanager
def lines_of(*names: str) -> Generator[list[str]]:
    """Collect what some loggers write, as it is written."""
    lines: list[str] = []

    class Sink(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(JsonFormatter("local-worker").format(record))

    sink, loggers = Sink(), [logging.getLogger(name) for name in names]
    for logger in loggers:
        logger.addHandler(sink)
    yield lines
    for logger in loggers:
        logger.removeHandler(sink)


async def refuse_aloud(_context: JobContext, job: LeaveTrace) -> None:
    """Fail, number 5 for good at once, with a message that shows a value in its second line."""
    logging.getLogger("shared.jobs").warning("the handler speaks of %d", job.number)
    message = f"no such shop\nDETAIL: +91984501234{job.number}"
    raise (JobHopelessError if job.number == 5 else OSError)(message)


async def test_every_line_about_a_job_names_it_its_tenant_and_its_trace(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    with continued(CALLER, "POST", Kind.SERVER):
        await put(queue_database, LeaveTrace(TENANT, 5), LeaveTrace(TENANT, 6))
    with lines_of("shared.jobs", "pgqueuer") as lines:
        async with working(make_worker(queue_url, queue_database, {LeaveTrace: refuse_aloud})):
            await until_empty(queue_url)
    told = [json.loads(line) for line in lines]
    # The handler's lines, the retries', and the library's own about what failed for good.
    names = {"shared.jobs", "shared.jobs.handling", "pgqueuer"}
    assert {line["logger"] for line in told} == names
    assert {line["trace_id"] for line in told} == {CALLER.trace_id}
    assert {line["tenant_id"] for line in told} == {str(TENANT)}
    assert len({line["job_id"] for line in told}) == 2
    assert "98450" not in "".join(lines)


async def test_a_failed_run_is_told_and_revived_in_the_same_trace(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    async def refuse(_context: JobContext, _job: LeaveTrace) -> None:
        raise JobHopelessError

    with recording() as recorder:
        with continued(CALLER, "POST", Kind.SERVER):
            await put(queue_database, LeaveTrace(TENANT, 1))
        async with working(make_worker(queue_url, queue_database, {LeaveTrace: refuse})):
            await until_empty(queue_url)
        async with unit_of_work(queue_database, TENANT) as session:
            await revive(session, [job.job_id for job in await dead_jobs(session)])
        async with working(make_worker(queue_url, queue_database)):
            await until_traces(queue_url, 1)
            await until_empty(queue_url)
    runs = [span for span in recorder.spans if span.kind == Kind.CONSUMER]
    assert [run.failure for run in runs] == ["JobHopelessError", None]
    assert {run.context.trace_id for run in runs} == {CALLER.trace_id}


@pytest.mark.parametrize("stored", ["{}", '{"traceparent": 7}', '{"traceparent": "no"}', None])
async def test_a_header_that_cannot_be_read_stops_no_job(
    queue_url: PostgresDsn,
    queue_database: Database,
    queue_urls: tuple[str, str],
    stored: str | None,
) -> None:
    await put(queue_database, LeaveTrace(TENANT, 1))
    value = f"'{stored}'" if stored else "NULL"
    await rows_of(PostgresDsn(queue_urls[1]), f"UPDATE pgqueuer SET headers = {value} RETURNING id")
    async with working(make_worker(queue_url, queue_database)):
        await until_traces(queue_url, 1)
