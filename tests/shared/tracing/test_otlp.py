import logging

import pytest

from shared.tracing.context import TraceContext
from shared.tracing.otlp import OtlpRecorder
from shared.tracing.spans import Kind
from tests.databases import free_port
from tests.otlp import Collector, collecting

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SAMPLED = TraceContext(TRACE, "00f067aa0ba902b7", is_sampled=True)


@pytest.fixture
def collector() -> Collector:
    with collecting() as collector:
        recorder = OtlpRecorder("local-api", f"{collector.url}/", ratio=1.0)
        outer = recorder.begin("GET", Kind.SERVER, SAMPLED, {})
        inner = recorder.begin(
            "postgresql", Kind.CLIENT, outer.context, {"db.query.text": "a" * 5_000}
        )
        inner.fail("QueryCanceled")
        inner.end()
        outer.describe({"http.response.status_code": 503}, "GET /readyz")
        outer.end()
        recorder.close()
    return collector


def test_a_span_arrives_with_its_place_in_the_trace(collector: Collector) -> None:
    inner, outer = collector.spans
    assert (outer.service, outer.name) == ("local-api", "GET /readyz")
    assert (outer.trace_id, outer.parent_id) == (TRACE, SAMPLED.span_id)
    assert (inner.trace_id, inner.parent_id) == (TRACE, outer.span_id)
    assert (outer.kind, inner.kind) == (2, 3)


def test_a_span_says_what_became_of_it(collector: Collector) -> None:
    inner, outer = collector.spans
    assert (outer.is_failed, outer.attributes) == (False, {"http.response.status_code": "503"})
    assert inner.is_failed
    assert inner.attributes["error.type"] == "QueryCanceled"


def test_a_long_statement_is_cut(collector: Collector) -> None:
    assert len(collector.spans[0].attributes["db.query.text"]) == 2_000


def test_all_processes_sample_the_same_traces() -> None:
    recorders = [OtlpRecorder(name, "http://127.0.0.1:9", ratio=0.25) for name in ("a", "b")]
    parents = [TraceContext.begun() for _ in range(400)]
    first, second = (
        [
            recorder.begin("x", Kind.SERVER, TraceContext(p.trace_id, p.span_id, True), {})
            for p in parents
        ]
        for recorder in recorders
    )
    decided = [span.context.is_sampled for span in first]
    assert decided == [span.context.is_sampled for span in second]
    assert 40 < sum(decided) < 180
    for recorder in recorders:
        recorder.close()


def test_a_collector_that_is_away_costs_no_more_than_a_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    recorder = OtlpRecorder("local-api", f"http://127.0.0.1:{free_port()}", ratio=1.0)
    with caplog.at_level(logging.WARNING):
        recorder.begin("GET", Kind.SERVER, None, {}).end()
        recorder.close()
    assert "export" in caplog.text.lower()
