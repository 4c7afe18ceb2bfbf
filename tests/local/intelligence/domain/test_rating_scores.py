import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.intelligence.domain.rating_scores import bayesian_average

STARS = st.floats(1, 5)


@pytest.mark.parametrize(
    ("mean", "count", "expected"), [(5.0, 3, 4.217), (4.6, 220, 4.558), (3.0, 0, 4.1)]
)
def test_few_ratings_say_little(mean: float, count: int, expected: float) -> None:
    assert round(bayesian_average(mean, count, 4.1), 3) == expected


@given(mean=STARS, count=st.integers(0, 10_000), prior=STARS)
def test_a_score_lies_between_the_local_mean_and_the_own(
    mean: float, count: int, prior: float
) -> None:
    low, high = sorted((mean, prior))
    assert low - 1e-9 <= bayesian_average(mean, count, prior) <= high + 1e-9
