from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.intelligence.domain.channel_returns import (
    MOST_STEPS,
    STEP_PAISE,
    ReturnCurve,
    best_split,
    expected_return,
)

FIVE_HUNDRED = 500_00
FIVE_THOUSAND = 5_000_00


def curve(gain: float, scale: float, most: int = 10**12, least: int = 0) -> ReturnCurve:
    """Return a curve in rupees, as people write them."""
    return ReturnCurve(
        gain_paise=gain * 100,
        scale_paise=scale * 100,
        observations=1,
        least_paise=min(least, most) * 100,
        most_paise=most * 100,
    )


THREE = {
    "whatsapp_messages": curve(40, 1_000),
    "google_business_profile": curve(30, 800),
    "social_media": curve(25, 1_500),
}
curves = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.builds(
        curve,
        st.floats(0, 500),
        st.floats(10, 20_000),
        st.integers(1, 3_000),
        st.integers(0, 3_000),
    ),
    min_size=1,
)


def every_split(steps: int, channels: int) -> Iterator[tuple[int, ...]]:
    """Yield each way to share steps out; brute force, for few steps."""
    for counts in product(range(steps + 1), repeat=channels - 1):
        if sum(counts) <= steps:
            yield (*counts, steps - sum(counts))


def best_return(found: dict[str, ReturnCurve], steps: int, step: int) -> float:
    return max(
        sum(one.returns(count * step) for one, count in zip(found.values(), counts, strict=True))
        for counts in every_split(steps, len(found))
    )


def test_the_split_of_five_thousand_in_five_hundreds_is_the_best_of_all() -> None:
    split = best_split(FIVE_THOUSAND, THREE, FIVE_HUNDRED)
    assert split == {
        "whatsapp_messages": 2_500_00,
        "google_business_profile": 2_000_00,
        "social_media": 500_00,
    }
    # 40 ln(3.5) + 30 ln(3.5) + 25 ln(4/3) rupees
    assert expected_return(split, THREE) == pytest.approx(94.89 * 100, rel=1e-4)
    assert expected_return(split, THREE) == pytest.approx(best_return(THREE, 10, FIVE_HUNDRED))


@pytest.mark.parametrize(
    "channels",
    [
        ((10, 250), (30, 200), (30, 2_000)),
        ((20, 250), (20, 800), (50, 1_200)),
        ((20, 250), (40, 2_000), (50, 1_200)),
        ((30, 400), (30, 1_500), (50, 1_500)),
        ((30, 500), (30, 1_000), (50, 1_500)),
    ],
)
def test_the_studys_golden_return_follows_where_its_channels_may_be_these(
    channels: tuple[tuple[float, float], ...],
) -> None:
    found = {str(number): curve(*channel) for number, channel in enumerate(channels)}
    best = expected_return(best_split(FIVE_THOUSAND, found, FIVE_HUNDRED), found)
    assert round(best / 100, 2) == 111.44
    assert best == pytest.approx(best_return(found, 10, FIVE_HUNDRED))


@given(found=curves, steps=st.integers(0, 12))
def test_no_other_split_in_these_steps_returns_more(
    found: dict[str, ReturnCurve], steps: int
) -> None:
    step = 100_00
    split = best_split(steps * step, found)
    assert expected_return(split, found) == pytest.approx(best_return(found, steps, step))


@given(found=curves, budget=st.integers(0, 30_000_000))
def test_the_split_sums_to_the_budget_to_the_paisa(
    found: dict[str, ReturnCurve], budget: int
) -> None:
    split = best_split(budget, found)
    assert sum(split.values()) == budget
    assert min(split.values()) >= 0


@given(found=curves, steps=st.integers(0, 500), more=st.integers(1, 500))
def test_no_channel_shrinks_when_the_budget_grows_by_whole_steps(
    found: dict[str, ReturnCurve], steps: int, more: int
) -> None:
    before, after = (best_split(count * 100_00, found) for count in (steps, steps + more))
    assert all(after[channel] >= paise for channel, paise in before.items())


@given(found=curves, budget=st.integers(0, 10_000_000), more=st.integers(1, 10_000_000))
def test_no_channel_shrinks_when_the_budget_grows_by_a_paisa_or_more(
    found: dict[str, ReturnCurve], budget: int, more: int
) -> None:
    before, after = best_split(budget, found), best_split(budget + more, found)
    assert all(after[channel] >= paise for channel, paise in before.items())


def test_a_larger_step_of_a_larger_budget_moves_less_than_a_step() -> None:
    border = MOST_STEPS * STEP_PAISE
    before, after = best_split(border, THREE), best_split(border + 1, THREE)
    assert all(abs(after[channel] - before[channel]) <= 2 * STEP_PAISE for channel in THREE)


@pytest.mark.parametrize(
    ("spend", "rupees"),
    [
        (0, 0),
        (250_00, 20.273),
        (500_00, 40.547),
        (2_000_00, 109.861),
        (3_000_00, 138.629),
        (9_000_00, 138.629),
    ],
)
def test_less_than_was_tried_counts_in_proportion_and_more_counts_no_more(
    spend: int, rupees: float
) -> None:
    # 100 ln(1 + x / 1,000) from 500 to 3,000.
    found = curve(100, 1_000, most=3_000, least=500)
    assert found.returns(spend) == pytest.approx(rupees * 100, rel=1e-4)


@given(
    found=st.builds(
        curve,
        st.floats(0.1, 500),
        st.floats(0.001, 20_000),
        st.integers(1, 3_000),
        st.integers(0, 3_000),
    ),
    spend=st.integers(0, 500_000),
    extra=st.integers(1, 500_000),
)
def test_gains_add_up_and_only_ever_shrink(found: ReturnCurve, spend: int, extra: int) -> None:
    first, second = found.gains(spend, extra)[0], found.gains(spend + extra, extra)[0]
    assert found.returns(spend) + first == pytest.approx(found.returns(spend + extra))
    assert second <= first * (1 + 1e-9) + 1e-9


def test_what_was_never_tried_comes_after_what_was() -> None:
    found = {"tried": curve(10, 1_000), "untried": curve(900, 1_000, 300)}
    split = best_split(1_000_00, found)
    assert split == {"tried": 700_00, "untried": 300_00}


def test_where_nothing_more_was_tried_the_next_step_goes_where_the_curve_says() -> None:
    found = {"nothing": curve(0, 10, 1), "less": curve(10, 1_000, 1), "more": curve(20, 1_000, 1)}
    assert best_split(300_00, found) == {"nothing": 0, "less": 100_00, "more": 200_00}
    assert expected_return({"nothing": 0, "less": 100_00, "more": 200_00}, found) == pytest.approx(
        found["less"].returns(1_00) + found["more"].returns(1_00)
    )


def test_of_equal_channels_the_first_named_gains() -> None:
    assert best_split(100_00, {"b": curve(1, 1), "a": curve(1, 1)}) == {"b": 100_00, "a": 0}


def test_what_is_less_than_a_step_goes_where_it_brings_most() -> None:
    found = {"steep": curve(1, 1), "broad": curve(30, 1_000)}
    # For 100 rupees the first return is 4.6, the second 2.9; then 0.7 and 2.9.
    assert best_split(150_00, found) == {"steep": 100_00, "broad": 50_00}


def test_the_largest_budget_is_split_in_bounded_work() -> None:
    largest = 2**63 - 1
    assert sum(best_split(largest, THREE).values()) == largest


@pytest.mark.parametrize(
    ("spend", "returns"), [(0, 0), (1_000_00, 40 * 0.6931), (3_000_00, 40 * 1.3863)]
)
def test_returns_follow_the_logarithm(spend: int, returns: float) -> None:
    found = THREE["whatsapp_messages"].returns(spend)
    assert found == pytest.approx(returns * 100, rel=1e-3)
