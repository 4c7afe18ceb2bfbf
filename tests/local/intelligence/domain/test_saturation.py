import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.intelligence.domain.saturation import (
    concentration,
    density_percentile,
    location_quotient,
    saturation_label,
)

ORDER = ["open", "balanced", "saturated"]
COUNTS = st.integers(1, 400)


def test_the_location_quotient_has_the_golden_value() -> None:
    assert round(location_quotient(12, 180, 900, 9_000), 3) == 0.667


@pytest.mark.parametrize(
    ("shares", "points"), [([1.0], 10_000), ([0.25] * 4, 2_500), ([0.6, 0.3, 0.1], 4_600)]
)
def test_concentration_runs_from_ten_thousand_over_n_to_ten_thousand(
    shares: list[float], points: float
) -> None:
    assert concentration(shares) == pytest.approx(points)


def test_the_percentile_counts_the_squares_that_hold_fewer() -> None:
    assert density_percentile(3, [0, 1, 3, 9]) == 0.5


@pytest.mark.parametrize(
    ("percentile", "quotient", "label"),
    [
        (0.75, 1.25, "saturated"),
        (0.74, 9.0, "balanced"),
        (1.0, 1.24, "balanced"),
        (0.25, 0.80, "open"),
        (0.26, 0.1, "balanced"),
        (0.0, 0.81, "balanced"),
    ],
)
def test_a_label_needs_both_figures(percentile: float, quotient: float, label: str) -> None:
    assert saturation_label(percentile, quotient) == label


@given(
    rivals=st.integers(0, 60),
    others=COUNTS,
    elsewhere=COUNTS,
    others_elsewhere=COUNTS,
    cells=st.lists(st.integers(0, 60), min_size=1, max_size=40),
)
def test_another_rival_never_makes_a_place_look_emptier(
    rivals: int, others: int, elsewhere: int, others_elsewhere: int, cells: list[int]
) -> None:
    def label(count: int) -> int:
        quotient = location_quotient(count, count + others, elsewhere, elsewhere + others_elsewhere)
        return ORDER.index(saturation_label(density_percentile(count, cells), quotient))

    assert label(rivals) <= label(rivals + 1)
