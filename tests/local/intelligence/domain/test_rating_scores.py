from itertools import product
from math import factorial, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.intelligence.domain.rating_scores import bayesian_average, mean_interval

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


def test_three_times_five_stars_may_be_much_less() -> None:
    interval = mean_interval(5.0, 3)
    assert interval is not None
    # The golden lower bound of 3 of 3, .4385, on a scale from 1 to 5.
    assert round(interval[0], 3) == round(1 + 4 * 0.4385, 3)
    assert interval[1] == 5.0


@pytest.mark.parametrize(("mean", "count"), [(4.0, 0), (0.9, 12), (5.1, 12)])
def test_what_is_no_mean_of_stars_has_no_interval(mean: float, count: int) -> None:
    assert mean_interval(mean, count) is None


@given(mean=STARS, count=st.integers(1, 10_000))
def test_an_interval_lies_on_the_scale_holds_the_mean_and_narrows(mean: float, count: int) -> None:
    few, many = mean_interval(mean, count), mean_interval(mean, 4 * count)
    assert few is not None
    assert many is not None
    assert 1 - 1e-9 <= few[0] <= mean + 1e-9
    assert mean - 1e-9 <= few[1] <= 5 + 1e-9
    assert many[1] - many[0] <= few[1] - few[0] + 1e-9


@pytest.mark.parametrize("count", [3, 8])
@pytest.mark.parametrize(
    "shares",
    [
        (0.05, 0.05, 0.1, 0.3, 0.5),
        (0.2, 0.2, 0.2, 0.2, 0.2),
        (0.02, 0.03, 0.05, 0.4, 0.5),
        (0.0, 0.1, 0.5, 0.3, 0.1),
        (0.15, 0.05, 0.1, 0.2, 0.5),
    ],
)
def test_the_interval_holds_the_true_mean_at_least_as_often_as_it_says(
    shares: tuple[float, ...], count: int
) -> None:
    truth = sum(star * share for star, share in enumerate(shares, 1))
    held = 0.0
    for votes in product(range(count + 1), repeat=4):
        rest = count - sum(votes)
        if rest < 0:
            continue
        tally = (*votes, rest)
        interval = mean_interval(sum(s * v for s, v in enumerate(tally, 1)) / count, count)
        assert interval is not None
        if interval[0] <= truth <= interval[1]:
            held += factorial(count) * prod(
                share**v / factorial(v) for share, v in zip(shares, tally, strict=True)
            )
    assert held >= 0.95
