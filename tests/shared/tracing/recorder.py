"""A recorder that keeps its spans in a list."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from shared.tracing.context import TraceContext
from shared.tracing.spans import Attributes, Kind, Recording


@dataclass
class Kept:
    """One span as it was told."""

    name: str
    kind: Kind
    parent: TraceContext | None
    context: TraceContext
    attributes: dict[str, str | int] = field(default_factory=dict[str, str | int])
    failure: str | None = None
    is_over: bool = False

    def describe(self, attributes: Attributes, name: str | None = None) -> None:
        self.attributes |= attributes
        self.name = name or self.name

    def fail(self, reason: str) -> None:
        self.failure = reason

    def end(self) -> None:
        self.is_over = True


class ListRecorder:
    """Keeps every span, sampled or not as it was made to decide."""

    def __init__(self, *, samples: bool = True) -> None:
        self.spans: list[Kept] = []
        self._samples = samples

    def begin(
        self, name: str, kind: Kind, parent: TraceContext | None, attributes: Attributes
    ) -> Kept:
        place = (parent or TraceContext.begun()).next()
        context = TraceContext(place.trace_id, place.span_id, self._samples)
        span = Kept(name, kind, parent, context, dict(attributes))
        self.spans.append(span)
        return span

    def named(self, name: str) -> Kept:
        """Return the only span of a name."""
        (found,) = [span for span in self.spans if span.name == name]
        return found


@contextmanager
def recording(*, samples: bool = True) -> Generator[ListRecorder]:
    """Record this process's spans for the length of a block."""
    before, Recording.recorder = Recording.recorder, ListRecorder(samples=samples)
    try:
        yield Recording.recorder
    finally:
        Recording.recorder = before
