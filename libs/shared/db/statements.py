"""How does a statement become a span? By its text as it is written, never by its parameters."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.tracing.spans import (
    NOTHING,
    Attributes,
    Block,
    Kind,
    Nothing,
    RecordedSpan,
    begun,
    is_recorded,
    span,
)

_NAME = "postgresql"
_RUNNING = "vlo.statement"


def statement_span(statement: bytes) -> Block | Nothing:
    """Return the span of one statement that is sent as it is."""
    if not is_recorded():
        return NOTHING
    return span(_NAME, Kind.CLIENT, _described(statement.decode()))


def trace_statements(engine: AsyncEngine) -> None:
    """Let every statement of an engine become a span, while spans are recorded."""
    event.listen(engine.sync_engine, "before_cursor_execute", _begin)
    event.listen(engine.sync_engine, "after_cursor_execute", _end)
    event.listen(engine.sync_engine, "handle_error", _fail)


def _described(statement: str) -> Attributes:
    return {"db.system.name": "postgresql", "db.query.text": statement}


def _begin(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
    if (running := begun(_NAME, Kind.CLIENT, _described(statement))) is not None:
        connection.info[_RUNNING] = running


def _end(connection: Connection, *_: Any) -> None:
    running: RecordedSpan | None = connection.info.pop(_RUNNING, None)
    if running is not None:
        running.end()


def _fail(failure: ExceptionContext) -> None:
    if failure.connection is None:
        return
    running: RecordedSpan | None = failure.connection.info.pop(_RUNNING, None)
    if running is not None:
        running.fail(type(failure.original_exception).__name__)
        running.end()
