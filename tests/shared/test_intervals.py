import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.intervals import wilson_interval


@pytest.mark.parametrize(("successes", "n", "low"), [(3, 3, 0.4385), (198, 220, 0.8532)])
def test_the_lower_end_agrees_with_the_reference(successes: int, n: int, low: float) -> None:
    assert round(wilson_interval(successes, n)[0], 4) == low


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_within_its_interval(counted: tuple[int, int]) -> None:
    successes, n = counted
    low, high = wilson_interval(successes, n)
    assert 0 <= low <= successes / n + 1e-12
    assert successes / n - 1e-12 <= high <= 1
