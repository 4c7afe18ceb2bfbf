import pytest

from shared.tracing.context import TraceContext, trace_context
from shared.tracing.spans import NOTHING, Kind, begun, continued, is_recorded, span
from tests.shared.tracing.recorder import recording

SAMPLED = TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", is_sampled=True)
UNSAMPLED = TraceContext(SAMPLED.trace_id, SAMPLED.span_id, is_sampled=False)


@pytest.mark.parametrize("parent", [SAMPLED, UNSAMPLED, None])
def test_while_nobody_records_a_trace_goes_on_by_its_name(parent: TraceContext | None) -> None:
    with continued(parent, "GET", Kind.SERVER) as block:
        assert trace_context.get() == block.context
        assert span("transaction") is NOTHING
        assert not is_recorded()
    assert trace_context.get() is None
    if parent:
        assert block.context.trace_id == parent.trace_id
        assert block.context.span_id != parent.span_id
        assert block.context.is_sampled == parent.is_sampled


def test_a_span_is_the_child_of_the_one_around_it() -> None:
    with recording() as recorder, continued(SAMPLED, "outer", Kind.SERVER), span("inner"):
        assert is_recorded()
    outer, inner = recorder.named("outer"), recorder.named("inner")
    assert (outer.parent, inner.parent) == (SAMPLED, outer.context)
    assert outer.is_over
    assert inner.is_over
    assert inner.context.trace_id == SAMPLED.trace_id


def test_one_span_after_another_are_siblings() -> None:
    with recording() as recorder, continued(None, "outer", Kind.SERVER):
        with span("first"):
            pass
        with span("second"):
            pass
    outer = recorder.named("outer")
    assert outer.parent is None
    assert recorder.named("first").parent == recorder.named("second").parent == outer.context


def test_outside_of_a_trace_nothing_is_recorded() -> None:
    with recording() as recorder, span("of nobody") as block:
        block.describe({"a": 1})
    assert begun("of nobody", Kind.CLIENT, {}) is None
    assert recorder.spans == []


def test_a_trace_that_the_caller_did_not_sample_is_not_recorded() -> None:
    with recording() as recorder, continued(UNSAMPLED, "outer", Kind.SERVER), span("inner"):
        pass
    assert recorder.spans == []


def test_inside_a_span_that_the_recorder_did_not_sample_nothing_is_begun() -> None:
    with recording(samples=False) as recorder, continued(SAMPLED, "outer", Kind.SERVER) as block:
        with span("inner"):
            assert not is_recorded()
        assert not block.context.is_sampled
    assert [kept.name for kept in recorder.spans] == ["outer"]


def test_a_failure_is_told_by_its_class_and_not_by_its_message() -> None:
    with (
        recording() as recorder,
        continued(SAMPLED, "outer", Kind.SERVER),
        pytest.raises(ValueError, match="secret"),
        span("inner"),
    ):
        int("secret +919845000000")
    inner = recorder.named("inner")
    assert (inner.failure, inner.is_over, inner.attributes) == ("ValueError", True, {})
    assert recorder.named("outer").failure is None
    assert trace_context.get() is None


def test_what_becomes_known_is_added() -> None:
    with recording() as recorder, continued(SAMPLED, "call", Kind.CLIENT) as block:
        block.describe({"http.response.status_code": 429})
    assert recorder.named("call").attributes == {"http.response.status_code": 429}
