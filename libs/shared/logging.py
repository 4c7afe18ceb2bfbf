"""How a process writes its log: one JSON object a line, with the request or job it belongs to.

Whose data it is never gets there by construction: nothing logs a body, and of an exception's
message only the first line is written, for PostgreSQL and pydantic put the values into the others.
What still looks like a key is masked at the very end.
"""

import json
import logging
import re
import sys
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from traceback import TracebackException
from typing import Any, Literal
from uuid import UUID

from shared.tracing.context import trace_context

request_id_context: ContextVar[str | None] = ContextVar("request_id", default=None)
tenant_id_context: ContextVar[UUID | None] = ContextVar("tenant_id", default=None)
job_id_context: ContextVar[int | None] = ContextVar("job_id", default=None)

KEY = re.compile(r"(vlo_(?:ent|loc)_)[0-9A-Za-z]{38}")

_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class CarefulFormatter(logging.Formatter):
    """Format a record as text, without what errors and callers may give away."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record, with every key masked."""
        return masked(self.written(_cut(record)))

    def written(self, record: logging.LogRecord) -> str:
        """Return the record in this formatter's own form."""
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        """Return the trace of an error and of those behind it, one line of message each."""
        return "\n".join(_told(TracebackException(*ei)))


class JsonFormatter(CarefulFormatter):
    """Format a record as one line of JSON; what was passed as `extra` becomes fields."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def written(self, record: logging.LogRecord) -> str:
        """Return the record as JSON."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "process": self._process,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= current_ids()
        line |= {key: value for key, value in record.__dict__.items() if key not in _STANDARD}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def current_ids() -> dict[str, str | int]:
    """Return whose line this is: the ids of request, trace, tenant and job, as far as known."""
    trace, tenant_id = trace_context.get(), tenant_id_context.get()
    known = {
        "request_id": request_id_context.get(),
        "trace_id": trace.trace_id if trace else None,
        "tenant_id": str(tenant_id) if tenant_id else None,
        "job_id": job_id_context.get(),
    }
    return {name: value for name, value in known.items() if value is not None}


def masked(text: str) -> str:
    """Return the text with everything that looks like one of our keys made unusable."""
    return KEY.sub(r"\1***", text) if "vlo_" in text else text


def first_line(error: BaseException | str) -> str:
    """Return what went wrong without the lines that show with which values."""
    return str(error).partition("\n")[0]


def _cut(record: logging.LogRecord) -> logging.LogRecord:
    """Return the record with no more than the first line of any error in its words."""
    given = record.args
    if isinstance(given, Mapping):
        args: Any = {name: _as_word(value) for name, value in given.items()}
    else:
        args = tuple(_as_word(value) for value in given or ())
    copied = logging.makeLogRecord(record.__dict__ | {"args": args})
    copied.msg, copied.args = copied.getMessage(), ()
    if copied.exc_info:
        # The error follows by itself; asyncio puts it whole into the words, too.
        copied.msg = first_line(copied.msg)
    return copied


def _as_word(value: object) -> object:
    return first_line(value) if isinstance(value, BaseException) else value


def _told(error: TracebackException) -> Iterator[str]:
    behind = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if behind is not None:
        yield from _told(behind)
        yield "which led to:"
    yield "Traceback (most recent call last):"
    yield from (frame.rstrip("\n") for frame in error.stack.format())
    yield first_line(next(error.format_exception_only()).rstrip("\n"))
    for one in error.exceptions or ():
        yield from _told(one)


def configure_logging(
    process: str, level: str = "INFO", style: Literal["json", "text"] = "json"
) -> None:
    """Send everything to standard output in one style, uvicorn's own lines included."""
    handler = logging.StreamHandler(sys.stdout)
    text = CarefulFormatter(f"%(asctime)s %(levelname)s {process} %(name)s: %(message)s")
    handler.setFormatter(JsonFormatter(process) if style == "json" else text)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for chatty in ("httpx", "httpcore", "pgqueuer", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
