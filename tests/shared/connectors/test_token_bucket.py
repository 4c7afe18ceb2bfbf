from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.connectors.backoff import FIRST_SECONDS, LONGEST_SECONDS, backoff_seconds
from shared.connectors.token_bucket import Bucket, Limit, full
from tests.shared.connectors.conftest import START

LIMITS = st.builds(
    Limit,
    name=st.just("x"),
    tokens=st.integers(1, 1000),
    per_seconds=st.sampled_from([1.0, 6.0, 60.0, 86_400.0]),
    burst=st.integers(1, 50),
)


@given(LIMITS, st.lists(st.floats(0, 100), max_size=200))
def test_no_span_of_time_sees_more_than_the_burst_and_what_flowed_in(
    limit: Limit, gaps: list[float]
) -> None:
    bucket, now, sent = full(limit, START), START, 0
    for gap in gaps:
        now += timedelta(seconds=gap)
        bucket = bucket.refilled(limit, now)
        if bucket.wait_seconds(limit) == 0:
            bucket, sent = bucket.less_one(), sent + 1
    flowed = (now - START).total_seconds() * limit.tokens_per_second
    assert sent <= limit.burst + flowed + 1e-6


@given(LIMITS, st.floats(0, 0.99))
def test_whoever_waits_as_told_is_served(limit: Limit, tokens: float) -> None:
    bucket = Bucket(tokens, START)
    later = START + timedelta(seconds=bucket.wait_seconds(limit) + 1e-5)
    assert bucket.refilled(limit, later).wait_seconds(limit) <= 1e-4 * limit.per_seconds


def test_a_clock_that_goes_back_fills_nothing() -> None:
    limit = Limit(name="x", tokens=1, per_seconds=1, burst=5)
    assert Bucket(2, START).refilled(limit, START - timedelta(hours=1)).tokens == 2


@given(st.integers(1, 100), st.text(max_size=20))
def test_waits_grow_to_a_bound_and_are_the_same_again(attempt: int, key: str) -> None:
    wait = backoff_seconds(attempt, key)
    assert FIRST_SECONDS / 2 <= wait <= LONGEST_SECONDS
    assert wait == backoff_seconds(attempt, key)
