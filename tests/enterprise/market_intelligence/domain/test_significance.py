import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprise.market_intelligence.domain.significance import (
    adjusted_probabilities,
    chi_square_probability,
    correlation_with_next,
    student_quantile,
    two_sided_probability,
    variance_widening,
)


@pytest.mark.parametrize(
    ("freedom", "published"),
    [(5, 2.5706), (7, 2.3646), (10, 2.2281), (20, 2.0860), (30, 2.0423), (120, 1.9799)],
)
def test_student_quantiles_are_those_of_the_tables(freedom: int, published: float) -> None:
    assert student_quantile(freedom) == pytest.approx(published, abs=1e-3)


@pytest.mark.parametrize(("statistic", "published"), [(0, 1), (12.5916, 0.05), (16.8119, 0.01)])
def test_chi_square_probabilities_are_those_of_the_tables(
    statistic: float, published: float
) -> None:
    assert chi_square_probability(statistic) == pytest.approx(published, abs=1e-5)


@pytest.mark.parametrize(("z", "published"), [(0, 1), (1.959964, 0.05), (-2.575829, 0.01)])
def test_normal_probabilities_are_those_of_the_tables(z: float, published: float) -> None:
    assert two_sided_probability(z) == pytest.approx(published, abs=1e-6)


def test_probabilities_are_adjusted_as_benjamini_and_hochberg_did() -> None:
    published = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
                 0.4262, 0.5719, 0.6528, 0.7590, 1.0]  # fmt: skip
    adjusted = adjusted_probabilities(published)
    assert sum(value < 0.05 for value in adjusted) == 4
    assert adjusted[3] == pytest.approx(0.0095 * 15 / 4)


def test_nothing_tested_is_nothing_adjusted() -> None:
    assert adjusted_probabilities([]) == []


@given(st.lists(st.floats(0, 1), max_size=50))
def test_adjusting_never_lowers_a_probability_nor_changes_the_order(values: list[float]) -> None:
    adjusted = adjusted_probabilities(values)
    assert all(after >= before - 1e-12 for before, after in zip(values, adjusted, strict=True))
    by_value = [after for _, after in sorted(zip(values, adjusted, strict=True))]
    assert by_value == sorted(by_value)


def test_neighbours_that_resemble_each_other_are_correlated() -> None:
    chance = random.Random(4)
    noise = [chance.gauss(0, 1) for _ in range(5_000)]
    smooth = [one + two for one, two in itertools.pairwise(noise)]
    assert correlation_with_next(noise, fitted=1) == pytest.approx(0, abs=0.05)
    assert correlation_with_next(smooth, fitted=1) == pytest.approx(0.5, abs=0.05)
    assert correlation_with_next([3, 3, 3], fitted=1) == 0


@pytest.mark.parametrize(("correlation", "factor"), [(-0.5, 1), (0, 1), (0.5, 3), (1.2, 19)])
def test_only_resemblance_widens_a_variance(correlation: float, factor: float) -> None:
    assert variance_widening(correlation) == pytest.approx(factor)
