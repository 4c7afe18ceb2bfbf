"""Worlds whose truth is known: how often the interval holds it, and what noise makes us promise."""

from collections.abc import Iterator
from random import Random
from statistics import median

import pytest

from local.channel_results.domain.channel_month import Channel
from local.intelligence.domain.channel_returns import ReturnCurve, best_split, expected_return
from local.intelligence.domain.return_fit import ReturnFit, return_fit
from tests.local.intelligence.channel_months import drawn_spends, recorded, with_noise

SEEDS = 120
TRUE = ReturnCurve(gain_paise=8_656_17, scale_paise=1_000_00, observations=1)
FLAT = 6_000


def fits(months: int, noise: float, *, is_flat: bool = False) -> Iterator[ReturnFit]:
    """Draw one channel's months after another; a flat one returns the same whatever is spent."""
    for seed in range(SEEDS):
        random = Random(seed)
        spent = drawn_spends(random, months, 1_000, 3)
        means = [FLAT if is_flat else TRUE.returns(round(each * 100)) / 100 for each in spent]
        returned = [with_noise(random, mean, noise) for mean in means]
        yield return_fit(recorded(Channel.SOCIAL_MEDIA, spent, returned))


@pytest.mark.parametrize(
    ("months", "noise", "within"), [(6, 0.1, 0.12), (12, 0.1, 0.08), (24, 0.1, 0.06)]
)
def test_a_planted_curve_is_recovered(months: int, noise: float, within: float) -> None:
    errors = [
        abs(fit.curve.returns(2_000_00) / TRUE.returns(2_000_00) - 1) for fit in fits(months, noise)
    ]
    assert sorted(errors)[int(0.9 * SEEDS)] < within


@pytest.mark.parametrize(("months", "noise"), [(6, 0.1), (6, 0.3), (12, 0.1), (12, 0.3)])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(months: int, noise: float) -> None:
    held = 0
    for fit in fits(months, noise):
        low, high = fit.interval(2_000_00)
        held += low <= TRUE.returns(2_000_00) <= high
    assert held / SEEDS > 0.85


@pytest.mark.parametrize("months", [6, 12])
def test_noise_alone_promises_no_profit_from_spending_more(months: int) -> None:
    found = [*fits(months, 0.3, is_flat=True)]
    paid_back = [fit.curve.gains(2_000_00, 100_00)[0] for fit in found]
    assert median(paid_back) < 50_00
    means = [fit.curve.returns(2_000_00) / (FLAT * 100) for fit in found]
    assert median(means) == pytest.approx(1, abs=0.1)


def test_a_split_by_fitted_curves_promises_little_more_than_it_brings() -> None:
    promised = list[float]()
    for seed in range(SEEDS):
        random = Random(seed)
        truth, fitted = dict[str, ReturnCurve](), dict[str, ReturnCurve]()
        for channel in Channel:
            curve = ReturnCurve(
                gain_paise=random.uniform(2_000_00, 6_000_00),
                scale_paise=random.choice([500_00, 1_000_00, 3_000_00]),
                observations=1,
            )
            spent = drawn_spends(random, 12, 700, 3)
            returned = [
                with_noise(random, curve.returns(round(each * 100)) / 100, 0.3) for each in spent
            ]
            truth[channel] = curve
            fitted[channel] = return_fit(recorded(channel, spent, returned)).curve
        split = best_split(6_000_00, fitted)
        promised.append(expected_return(split, fitted) / expected_return(split, truth))
    assert 0.95 < median(promised) < 1.1
