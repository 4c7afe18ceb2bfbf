"""What took how long, as spans of the current trace; nearly free while nobody records them.

    with span("transaction"):  # inside a request or a job; elsewhere nothing
        ...
    with continued(parent, "process SendOffer", Kind.CONSUMER) as run:  # goes on, or begins
        ...

Spans say what ran, never with which values: no parameter, no body, no exception's message.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import TracebackType
from typing import ClassVar, Protocol, Self

from shared.tracing.context import TraceContext, trace_context

Attributes = Mapping[str, str | int]


class Kind(StrEnum):
    """Which side of a call a span is, by OpenTelemetry's names."""

    INTERNAL = "INTERNAL"
    SERVER = "SERVER"
    CLIENT = "CLIENT"
    PRODUCER = "PRODUCER"
    CONSUMER = "CONSUMER"


class RecordedSpan(Protocol):
    """One span that is being recorded."""

    @property
    def context(self) -> TraceContext:
        """Return its place in the trace; a recorder may have decided not to sample it."""
        ...

    def describe(self, attributes: Attributes, name: str | None = None) -> None:
        """Add what became known meanwhile, and a better name."""
        ...

    def fail(self, reason: str) -> None:
        """Mark it as failed; the reason is a word, such as the name of an error's class."""
        ...

    def end(self) -> None:
        """Take the time."""
        ...


class Recorder(Protocol):
    """Where spans go."""

    def begin(
        self, name: str, kind: Kind, parent: TraceContext | None, attributes: Attributes
    ) -> RecordedSpan:
        """Begin a span, of a new trace where there is no parent."""
        ...


class Recording:
    """Who records this process's spans: nobody, until somebody is named."""

    recorder: ClassVar[Recorder | None] = None


class Block:
    """The length of one span; inside it, the span is the current place of the trace."""

    __slots__ = ("_outer", "context", "recorded")

    def __init__(self, context: TraceContext, recorded: RecordedSpan | None) -> None:
        self.context = context
        self.recorded = recorded
        self._outer: TraceContext | None = None

    def __enter__(self) -> Self:
        self._outer = trace_context.get()
        trace_context.set(self.context)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        # Set, not reset: a generator that is thrown away may end in another task.
        trace_context.set(self._outer)
        if self.recorded is not None:
            if kind is not None:
                self.recorded.fail(kind.__name__)
            self.recorded.end()

    def describe(self, attributes: Attributes) -> None:
        """Add what became known meanwhile."""
        if self.recorded is not None:
            self.recorded.describe(attributes)


class Nothing:
    """The block of a span that nobody records: it changes nothing."""

    __slots__ = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def describe(self, attributes: Attributes) -> None:
        """Forget it."""


NOTHING = Nothing()


def is_recorded() -> bool:
    """Tell whether a span begun now would be recorded; ask before collecting what it would say."""
    current = trace_context.get()
    return Recording.recorder is not None and current is not None and current.is_sampled


def begun(name: str, kind: Kind, attributes: Attributes) -> RecordedSpan | None:
    """Begin a span that the caller ends, inside the current trace; None where none is recorded."""
    recorder, parent = Recording.recorder, trace_context.get()
    if recorder is None or parent is None or not parent.is_sampled:
        return None
    return recorder.begin(name, kind, parent, attributes)


def span(
    name: str, kind: Kind = Kind.INTERNAL, attributes: Attributes | None = None
) -> Block | Nothing:
    """Return the block of one span inside the current trace; without a trace there is none."""
    recorded = begun(name, kind, attributes or {})
    return Block(recorded.context, recorded) if recorded else NOTHING


def continued(parent: TraceContext | None, name: str, kind: Kind) -> Block:
    """Return the block of what came from outside: its trace goes on, or a new one begins."""
    recorder = Recording.recorder
    if recorder is None or (parent is not None and not parent.is_sampled):
        return Block(parent.next() if parent else TraceContext.begun(), None)
    recorded = recorder.begin(name, kind, parent, {})
    return Block(recorded.context, recorded)
