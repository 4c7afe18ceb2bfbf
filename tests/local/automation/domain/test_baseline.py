"""How long work takes is the median of enough timings, else the owner's word, else unknown."""

from local.automation.domain.baseline import LEAST_SAMPLES, SampleMethod, baselines

TIMER, OWNER = SampleMethod.TIMER, SampleMethod.OWNER_ESTIMATE


def test_five_timings_go_before_the_owners_word() -> None:
    timed = [(TIMER, minutes) for minutes in (1.0, 2.0, 3.0, 4.0, 50.0)]
    assert len(timed) == LEAST_SAMPLES
    assert baselines({"a": [*timed, (OWNER, 9.0)]}) == {"a": 3.0}
    assert baselines({"a": [*timed[1:], (OWNER, 9.0)]}) == {"a": 9.0}


def test_the_owners_last_word_counts_and_few_timings_are_none() -> None:
    assert baselines({"a": [(OWNER, 5.0), (OWNER, 7.0)]}) == {"a": 7.0}
    assert baselines({"a": [(TIMER, 5.0)], "b": []}) == {}
