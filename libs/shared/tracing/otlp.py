"""How do spans reach a collector? By OpenTelemetry's SDK, over OTLP/HTTP, in batches.

This module is imported only where an endpoint is set: whoever does not trace does not pay for it.
"""

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import TraceIdRatioBased
from opentelemetry.trace import (
    NonRecordingSpan,
    Span,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    format_span_id,
    format_trace_id,
    set_span_in_context,
)

from shared.tracing.context import TraceContext
from shared.tracing.spans import Attributes, Kind

TRACES_PATH = "/v1/traces"
# A collector that is away must not keep a process from ending.
EXPORT_SECONDS = 2.0
LONGEST_ATTRIBUTE = 2_000

_KINDS = {kind: SpanKind[kind.name] for kind in Kind}


class OtlpSpan:
    """One span of the SDK, through our port."""

    __slots__ = ("_span", "context")

    def __init__(self, span: Span) -> None:
        self._span = span
        own = span.get_span_context()
        self.context = TraceContext(
            format_trace_id(own.trace_id), format_span_id(own.span_id), own.trace_flags.sampled
        )

    def describe(self, attributes: Attributes, name: str | None = None) -> None:
        """Add what became known meanwhile, and a better name."""
        self._span.set_attributes(attributes)
        if name is not None:
            self._span.update_name(name)

    def fail(self, reason: str) -> None:
        """Mark it as failed."""
        self._span.set_attribute("error.type", reason)
        self._span.set_status(Status(StatusCode.ERROR))

    def end(self) -> None:
        """Take the time and hand it to the batch."""
        self._span.end()


class OtlpRecorder:
    """Samples by the trace's id alone, so that every process decides alike, and exports."""

    def __init__(self, process: str, endpoint: str, ratio: float) -> None:
        self._provider = TracerProvider(
            resource=Resource.create({SERVICE_NAME: process}),
            sampler=TraceIdRatioBased(ratio),
            span_limits=SpanLimits(max_attribute_length=LONGEST_ATTRIBUTE),
        )
        exporter = OTLPSpanExporter(
            endpoint=endpoint.rstrip("/") + TRACES_PATH, timeout=EXPORT_SECONDS
        )
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("vlo")

    def begin(
        self, name: str, kind: Kind, parent: TraceContext | None, attributes: Attributes
    ) -> OtlpSpan:
        """Begin a span, of a new trace where there is no parent."""
        span = self._tracer.start_span(
            name,
            context=_inside(parent),
            kind=_KINDS[kind],
            attributes=attributes,
            record_exception=False,
            set_status_on_exception=False,
        )
        return OtlpSpan(span)

    def close(self) -> None:
        """Export what is left, for a moment at most."""
        self._provider.shutdown()


def _inside(parent: TraceContext | None) -> Context:
    if parent is None:
        return Context()
    flags = TraceFlags(TraceFlags.SAMPLED if parent.is_sampled else TraceFlags.DEFAULT)
    trace_id, span_id = int(parent.trace_id, 16), int(parent.span_id, 16)
    place = SpanContext(trace_id, span_id, is_remote=True, trace_flags=flags)
    return set_span_in_context(NonRecordingSpan(place), Context())
