from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.channel_results.domain.channel_month import Channel, ChannelMonth
from local.intelligence.domain.return_fit import (
    MOST_MONTHS,
    ReturnFit,
    lacking,
    return_fit,
    usable_months,
)
from tests.local.intelligence.channel_months import planted, recorded

SOCIAL = Channel.SOCIAL_MEDIA
TODAY = date(2026, 11, 22)
rupees = st.integers(0, 1_000_000)


def fit_of(spent: list[float], returned: list[float]) -> ReturnFit:
    months = recorded(SOCIAL, spent, returned)
    assert lacking(months) is None
    return return_fit(months)


def loss(fit: ReturnFit, gain: float, scale: float) -> float:
    curve = replace(fit.curve, gain_paise=gain, scale_paise=scale)
    return sum(
        (month.returned_paise - curve.returns(month.spent_paise)) ** 2 for month in fit.months
    )


@pytest.mark.parametrize(("gain", "scale"), [(4_000, 1_500), (900, 20), (30_000, 7_900)])
def test_a_curve_without_scatter_is_found_again(gain: float, scale: float) -> None:
    fit = return_fit(planted(SOCIAL, gain, scale))
    assert fit.curve.gain_paise == pytest.approx(gain * 100, rel=1e-3)
    assert fit.curve.scale_paise == pytest.approx(scale * 100, rel=1e-3)
    low, high = fit.interval(2_000_00)
    assert low == pytest.approx(high, rel=1e-3)
    assert low <= fit.curve.returns(2_000_00) <= high


def test_no_other_curve_within_reach_fits_better() -> None:
    fit = fit_of([500, 900, 1_400, 2_000, 2_600, 3_000], [900, 2_000, 1_700, 3_100, 2_500, 3_600])
    gain, scale = fit.curve.gain_paise, fit.curve.scale_paise
    least = loss(fit, gain, scale)
    for other_scale in [500 + 600_000 * number / 400 for number in range(400)]:
        for more in (0.8, 0.95, 1.0, 1.05, 1.2):
            assert loss(fit, gain * more, other_scale) >= least * (1 - 1e-9)


def test_a_straight_line_is_taken_to_flatten_later_than_the_months_reach() -> None:
    spends = [500.0, 1_000, 1_500, 2_000, 2_500, 3_000]
    fit = fit_of(spends, [3 * spend for spend in spends])
    assert fit.curve.scale_paise == pytest.approx(2 * 3_000_00)


def test_months_in_which_more_brought_nothing_more_promise_nothing_more() -> None:
    spends = [1_000.0, 1_200, 1_500, 2_000, 2_500, 3_000]
    fit = fit_of(spends, [6_000] * 6)
    assert fit.curve.returns(2_000_00) == pytest.approx(6_000_00, rel=0.05)
    counted, _ = fit.curve.gains(2_000_00, 100_00)
    assert counted < 100_00  # the next hundred rupees do not pay for themselves


def test_a_spend_that_is_smaller_than_any_on_record_is_taken_to_bring_in_proportion() -> None:
    fit = fit_of([1_000, 1_200, 1_500, 2_000, 2_500, 3_000], [6_000, 5_000, 7_000] * 2)
    assert fit.curve.least_paise == 1_000_00
    assert fit.curve.returns(100_00) == pytest.approx(fit.curve.returns(1_000_00) / 10)
    assert fit.interval(100_00) == pytest.approx([end / 10 for end in fit.interval(1_000_00)])


def test_a_channel_that_brought_nothing_is_expected_to_bring_nothing() -> None:
    fit = fit_of([500, 600, 700, 800, 900, 1_000], [0] * 6)
    assert fit.curve.gain_paise == 0
    assert fit.interval(900_00) == (0, 0)


def test_nothing_is_expected_beyond_the_largest_spend_on_record() -> None:
    fit = return_fit(planted(SOCIAL, 4_000, 1_500))
    assert fit.curve.most_paise == 4_000_00
    assert fit.curve.returns(40_000_00) == fit.curve.returns(4_000_00)
    assert fit.interval(40_000_00) == fit.interval(4_000_00)


@given(months=st.lists(st.tuples(st.integers(1, 50_000), rupees), min_size=6, max_size=12))
def test_whatever_is_on_record_the_mean_lies_inside_its_interval(
    months: list[tuple[int, int]],
) -> None:
    found = recorded(SOCIAL, [spent for spent, _ in months], [back for _, back in months])
    if lacking(found) is None:
        fit = return_fit(found)
        for spend in (0, 1, 500_00, fit.curve.most_paise, 10**9):
            low, high = fit.interval(spend)
            assert 0 <= low <= fit.curve.returns(spend) * (1 + 1e-9)
            assert fit.curve.returns(spend) <= high * (1 + 1e-9)


@pytest.mark.parametrize(
    ("spent", "what"),
    [
        ([], "6 finished months with spend are needed, there are 0"),
        ([500, 600, 700, 800, 900], "there are 5"),
        ([500, 500, 500, 900, 900, 900], "3 different spends are needed, there are 2"),
        ([500, 600, 700, 720, 740, 749], "1.5 times the smallest; they are 749.00 and 500.00"),
        ([500, 600, 700, 720, 740, 750], None),
    ],
)
def test_months_that_tell_too_little_say_what_they_lack(
    spent: list[float], what: str | None
) -> None:
    found = lacking(recorded(SOCIAL, spent, [1] * len(spent)))
    assert found is None if what is None else what in str(found)


def test_only_finished_months_with_spend_are_used_the_oldest_first() -> None:
    months = recorded(SOCIAL, [100, 0, 300, 400], [1, 2, 3, 4], last=date(2026, 11, 1))
    used = usable_months(months[::-1], TODAY)
    assert [month.month for month in used] == [date(2026, 8, 1), date(2026, 10, 1)]
    assert len(usable_months(months, date(2026, 12, 1))) == 3


def test_only_the_newest_months_are_used() -> None:
    months: tuple[ChannelMonth, ...] = recorded(SOCIAL, [100] * 30, [1] * 30)
    used = usable_months(months, TODAY)
    assert (len(used), used[-1].month) == (MOST_MONTHS, date(2026, 10, 1))


def test_a_fit_cites_its_months() -> None:
    assert return_fit(planted(SOCIAL, 1, 1)).evidence == "own_results:social_media:2026-05..2026-10"
