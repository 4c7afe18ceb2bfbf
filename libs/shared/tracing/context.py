"""Which trace does this request or job belong to? W3C Trace Context, read strictly.

A trace is named whether or not anybody records it: its id is in the log and rides along with jobs.
https://www.w3.org/TR/trace-context/
"""

import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Self

# A later version may add fields behind; version ff is none, and ids of zeros are none.
_FORM = re.compile(
    r"(?!ff)(?P<version>[0-9a-f]{2})-(?!0{32})(?P<trace>[0-9a-f]{32})"
    r"-(?!0{16})(?P<span>[0-9a-f]{16})-(?P<flags>[0-9a-f]{2})(?P<more>-.*)?"
)
_SAMPLED = 1


@dataclass(frozen=True, slots=True)
class TraceContext:
    """One place in a trace: which trace, which of its spans, and whether spans are recorded."""

    trace_id: str
    span_id: str
    is_sampled: bool

    @classmethod
    def begun(cls) -> Self:
        """Return the first place of a new trace that nobody records."""
        return cls(secrets.token_hex(16), secrets.token_hex(8), is_sampled=False)

    def next(self) -> "TraceContext":
        """Return a place of our own in the same trace."""
        return TraceContext(self.trace_id, secrets.token_hex(8), self.is_sampled)

    @property
    def traceparent(self) -> str:
        """Return the header that says all this."""
        return f"00-{self.trace_id}-{self.span_id}-0{int(self.is_sampled)}"


def read_traceparent(given: str | None) -> TraceContext | None:
    """Return what a `traceparent` says, or None where it is not one."""
    if not given or (found := _FORM.fullmatch(given)) is None:
        return None
    version, trace_id, span_id, flags, more = found.groups()
    if version == "00" and more:
        return None
    return TraceContext(trace_id, span_id, bool(int(flags, 16) & _SAMPLED))


trace_context: ContextVar[TraceContext | None] = ContextVar("trace_context", default=None)
