import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.intelligence.domain.gap_tests import adjusted, poisson_lower_tail

P_VALUES = st.lists(st.floats(0, 1), max_size=30)


@pytest.mark.parametrize(
    ("seen", "expected", "p"),
    [(3, 9.0, 0.0212), (0, 3.0, 0.0498), (9, 9.0, 0.5874), (5, 0.0, 1.0), (900, 1_000.0, 0.0007)],
)
def test_the_lower_tail_of_the_poisson_distribution(seen: int, expected: float, p: float) -> None:
    assert round(poisson_lower_tail(seen, expected), 4) == p


@given(seen=st.integers(0, 200), expected=st.floats(0.01, 300))
def test_a_tail_is_a_probability_and_grows_with_what_was_seen(seen: int, expected: float) -> None:
    assert 0 <= poisson_lower_tail(seen, expected) <= poisson_lower_tail(seen + 1, expected) <= 1


def test_q_values_of_a_worked_example() -> None:
    found = adjusted([0.01, 0.04, 0.03, 0.005])
    assert [round(q, 4) for q in found] == [0.02, 0.04, 0.04, 0.02]


def test_no_questions_have_no_answers() -> None:
    assert adjusted([]) == []


@given(p_values=P_VALUES)
def test_q_values_keep_the_order_and_never_fall_below_the_p_values(p_values: list[float]) -> None:
    q_values = adjusted(p_values)
    assert all(p - 1e-12 <= q <= 1 for p, q in zip(p_values, q_values, strict=True))
    in_order = [q for _, q in sorted(zip(p_values, q_values, strict=True))]
    assert in_order == sorted(in_order)
