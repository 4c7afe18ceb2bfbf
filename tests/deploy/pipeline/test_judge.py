import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.judge import Policy, Sample, Verdict, budget_lost, burn_rate, burns, judged
from pipeline.traffic import Counts

POLICY = Policy(watch_seconds=60, patience_seconds=300)


def samples(*points: tuple[float, int, int]) -> list[Sample]:
    return [Sample(seconds, Counts(requests, errors)) for seconds, requests, errors in points]


@pytest.mark.parametrize(
    ("points", "verdict"),
    [
        # A release that only fails goes back at its third error.
        ([(0, 0, 0), (1, 3, 3)], Verdict.ROLL_BACK),
        # One or two errors may be chance.
        ([(0, 0, 0), (1, 2, 2)], Verdict.WAIT),
        # 1.4 errors in a hundred burn at 14, one and a half at 15.
        ([(0, 0, 0), (10, 1000, 14)], Verdict.WAIT),
        ([(0, 0, 0), (10, 1000, 15)], Verdict.ROLL_BACK),
        # Good, but not watched for long enough.
        ([(0, 0, 0), (59, 5000, 0)], Verdict.WAIT),
        ([(0, 0, 0), (60, 5000, 0)], Verdict.PROMOTE),
        # Slow burn: 30 of 5000 is a rate of 6, judged at the end of the step.
        ([(0, 0, 0), (25, 4000, 29), (61, 5000, 31)], Verdict.ROLL_BACK),
        ([(0, 0, 0), (25, 4000, 28), (61, 5000, 29)], Verdict.PROMOTE),
        # Bad only after a while: the window sees it, though the step as a whole is good.
        ([(0, 0, 0), (200, 90_000, 0), (229, 90_100, 0), (230, 90_200, 5)], Verdict.ROLL_BACK),
        # What was before the step does not count in it.
        ([(0, 1000, 2), (60, 1400, 2)], Verdict.PROMOTE),
        # Too few to judge: patience, then back.
        ([(0, 0, 0), (60, 299, 0)], Verdict.WAIT),
        ([(0, 0, 0), (299, 299, 0)], Verdict.WAIT),
        ([(0, 0, 0), (300, 299, 0)], Verdict.ROLL_BACK),
        ([(0, 0, 0), (300, 300, 0)], Verdict.PROMOTE),
        # A release that is never ready gets nothing.
        ([(0, 0, 0), (300, 0, 0)], Verdict.ROLL_BACK),
    ],
)
def test_a_release_is_judged_by_its_burn_rate(
    points: list[tuple[float, int, int]], verdict: Verdict
) -> None:
    assert judged(samples(*points), POLICY).verdict is verdict


def test_the_reason_says_what_was_counted() -> None:
    judgement = judged(samples((0, 0, 0), (2, 40, 40)), POLICY)
    assert judgement.reason == "40 errors in 40 answers, burn rate 1000.0 within 30 s"
    judgement = judged(samples((0, 0, 0), (300, 7, 0)), POLICY)
    assert "only 7 of the 300 requests" in judgement.reason


def test_a_burn_rate_of_one_spends_the_budget_in_its_time() -> None:
    assert burn_rate(Counts(1000, 1), 0.999) == pytest.approx(1)
    assert budget_lost(200 * 86_400 * 30 // 1000, 200, 0.999) == pytest.approx(1)


def test_a_minute_of_only_errors_at_a_tenth_is_a_quarter_percent_of_the_month() -> None:
    assert budget_lost(20 * 60, 200, 0.999) == pytest.approx(0.0023, abs=0.0001)


@given(requests=st.integers(0, 10**6), errors=st.integers(0, 10**6))
def test_more_errors_never_make_a_release_better(requests: int, errors: int) -> None:
    errors = min(errors, requests)
    if burns(Counts(requests, errors), POLICY.fast_burn, POLICY) and errors < requests:
        assert burns(Counts(requests, errors + 1), POLICY.fast_burn, POLICY)


@given(
    errors=st.lists(st.integers(0, 5), min_size=1, max_size=30),
    requests=st.lists(st.integers(5, 100), min_size=30, max_size=30),
)
def test_no_release_is_promoted_above_the_slow_burn(errors: list[int], requests: list[int]) -> None:
    taken = [Sample(0, Counts())]
    for number, failed in enumerate(errors, start=1):
        taken.append(Sample(number * 10, taken[-1].counts + Counts(requests[number - 1], failed)))
    total = taken[-1].counts
    if judged(taken, POLICY).verdict is Verdict.PROMOTE:
        assert total.errors < POLICY.fewest_errors or total.error_ratio < 0.006
