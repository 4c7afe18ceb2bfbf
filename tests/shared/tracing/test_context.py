import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.tracing.context import TraceContext, read_traceparent

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SPAN = "00f067aa0ba902b7"
HEX = "0123456789abcdef"


@pytest.mark.parametrize(
    ("header", "is_sampled"),
    [
        (f"00-{TRACE}-{SPAN}-01", True),
        (f"00-{TRACE}-{SPAN}-00", False),
        # Flags that we do not know are not ours to obey.
        (f"00-{TRACE}-{SPAN}-02", False),
        (f"00-{TRACE}-{SPAN}-03", True),
        (f"00-{TRACE}-{SPAN}-ff", True),
        # Of a later version what we know is read, whatever follows.
        (f"01-{TRACE}-{SPAN}-01", True),
        (f"cc-{TRACE}-{SPAN}-01-what-the-future-will-be", True),
        (f"cc-{TRACE}-{SPAN}-00-", False),
    ],
)
def test_a_valid_header_is_taken_over(header: str, is_sampled: bool) -> None:
    assert read_traceparent(header) == TraceContext(TRACE, SPAN, is_sampled)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "-",
        TRACE,
        f"00-{TRACE}-{SPAN}",
        f"00-{TRACE}-{SPAN}-",
        f"00-{TRACE}-{SPAN}-1",
        f"00-{TRACE}-{SPAN}-001",
        f"00-{TRACE}-{SPAN}-0g",
        f"00-{TRACE}-{SPAN}-.0",
        f"00-{TRACE}-{SPAN}-01-x",
        f"00-{TRACE}-{SPAN}-01-",
        f"00-{TRACE}-{SPAN}-01.",
        f"00-{TRACE}-{SPAN}-01\n",
        f" 00-{TRACE}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}-01,00-{TRACE}-{SPAN}-01",
        f"cc-{TRACE}-{SPAN}-01.what-the-future-will-not-be",
        f"cc-{TRACE}-{SPAN}-01what",
        f"ff-{TRACE}-{SPAN}-01",
        f"0-{TRACE}-{SPAN}-01",
        f"000-{TRACE}-{SPAN}-01",
        f"0G-{TRACE}-{SPAN}-01",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE.upper()}-{SPAN}-01",
        f"00-{TRACE}-{SPAN.upper()}-01",
        f"00-{TRACE[1:]}-{SPAN}-01",
        f"00-{TRACE}0-{SPAN}-01",
        f"00-{TRACE}-{SPAN[1:]}-01",
        f"00_{TRACE}_{SPAN}_01",
        f"00-{TRACE[:-1]}.-{SPAN}-01",
    ],
)
def test_what_is_no_traceparent_is_none(header: str | None) -> None:
    assert read_traceparent(header) is None


@given(st.text(max_size=80))
def test_whatever_is_sent_is_read_or_refused(header: str) -> None:
    found = read_traceparent(header)
    assert found is None or header.startswith(f"{header[:2]}-{found.trace_id}-{found.span_id}-")


ids = st.text(HEX, min_size=32, max_size=32).filter(lambda found: set(found) != {"0"})


@given(ids, ids.filter(lambda found: set(found[:16]) != {"0"}), st.booleans())
def test_what_we_write_is_read_as_the_same(trace: str, span: str, is_sampled: bool) -> None:
    context = TraceContext(trace, span[:16], is_sampled)
    assert read_traceparent(context.traceparent) == context


def test_our_own_place_is_in_the_same_trace_under_another_id() -> None:
    parent = TraceContext(TRACE, SPAN, is_sampled=True)
    ours = parent.next()
    assert (ours.trace_id, ours.is_sampled) == (TRACE, True)
    assert ours.span_id != SPAN


def test_a_new_trace_has_a_name_of_its_own_and_is_recorded_by_nobody() -> None:
    begun = [TraceContext.begun() for _ in range(100)]
    assert len({context.trace_id for context in begun}) == 100
    assert not any(context.is_sampled for context in begun)
    assert all(read_traceparent(context.traceparent) == context for context in begun)
