import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.jobs.retry import RetryPolicy, delay_after, jitter

POLICY = RetryPolicy(max_attempts=6, first_delay_seconds=2, longest_delay_seconds=20)


@pytest.mark.parametrize(
    ("attempt", "longest"), [(1, 2), (2, 4), (3, 8), (4, 16), (5, 20), (6, None), (7, None)]
)
def test_the_wait_doubles_up_to_the_longest_and_ends(attempt: int, longest: float | None) -> None:
    delay = delay_after(attempt, 1, POLICY)
    if longest is None:
        assert delay is None
    else:
        assert delay is not None
        assert longest / 2 < delay <= longest


@given(attempt=st.integers(1, 10_000), job_id=st.integers(1, 2**62))
def test_the_same_failure_always_waits_equally_long(attempt: int, job_id: int) -> None:
    policy = RetryPolicy(max_attempts=20_000)
    delay = delay_after(attempt, job_id, policy)
    assert delay == delay_after(attempt, job_id, policy)
    assert delay is not None
    assert 0 < delay <= policy.longest_delay_seconds


def test_jobs_that_failed_together_do_not_come_back_together() -> None:
    shares = [jitter(job_id, 1) for job_id in range(1000)]
    assert len(set(shares)) > 990
    assert 0 <= min(shares) < 0.01
    assert 0.99 < max(shares) < 1
    assert 0.45 < sum(shares) / len(shares) < 0.55


@pytest.mark.parametrize(
    "settings",
    [
        {"max_attempts": 0},
        {"first_delay_seconds": 0},
        {"first_delay_seconds": -1},
        {"first_delay_seconds": 10, "longest_delay_seconds": 9},
    ],
)
def test_a_policy_without_sense_is_refused(settings: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="retry policy"):
        RetryPolicy(**settings)
