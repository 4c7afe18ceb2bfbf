from datetime import date
from decimal import Decimal

import pytest

from local.channel_results.domain.channel_month import (
    MOST_PAISE,
    Channel,
    ChannelMonth,
    channel_month,
)
from local.channel_results.errors import InvalidChannelResultError

SOCIAL = Channel.SOCIAL_MEDIA
TODAY = date(2026, 11, 22)


def read(month: str = "2026-05", spent: object = 1500, returned: object = 4000) -> ChannelMonth:
    return channel_month(SOCIAL, month, {"spent": spent, "returned": returned}, TODAY)


@pytest.mark.parametrize(
    ("spent", "paise"),
    [
        (0, 0),
        (1500, 1_500_00),
        (Decimal("1500.5"), 1_500_50),
        ({"amount": "1500.50", "currency": "INR"}, 1_500_50),
        (100_000_000, MOST_PAISE),
    ],
)
def test_amounts_are_read_to_the_paisa(spent: object, paise: int) -> None:
    assert read(spent=spent) == ChannelMonth(
        channel=SOCIAL, month=date(2026, 5, 1), spent_paise=paise, returned_paise=4_000_00
    )


def test_the_present_month_may_be_recorded() -> None:
    assert read("2026-11").month == date(2026, 11, 1)


@pytest.mark.parametrize("month", ["2026-12", "2027-01", "1999-12", "2026-13", "May"])
def test_a_month_that_has_not_begun_or_is_none_is_refused(month: str) -> None:
    with pytest.raises(InvalidChannelResultError, match="month must be a month from 2000-01") as no:
        read(month)
    assert [problem.field for problem in no.value.problems] == ["month"]


@pytest.mark.parametrize(
    ("spent", "why"),
    [
        (-1, "negative"),
        (Decimal("0.001"), "two decimals"),
        (Decimal("NaN"), "finite"),
        (Decimal("100000000.01"), "at most 10 crore"),
        ({"amount": "5", "currency": "USD"}, "currency"),
        (True, "rupees"),
    ],
)
def test_an_amount_that_makes_no_sense_is_refused(spent: object, why: str) -> None:
    with pytest.raises(InvalidChannelResultError, match=why) as no:
        read(spent=spent)
    assert [problem.field for problem in no.value.problems] == ["spent"]


def test_everything_wrong_is_named_at_once() -> None:
    with pytest.raises(InvalidChannelResultError, match="Nothing was stored") as no:
        read("2030-01", -1, -1)
    assert [problem.field for problem in no.value.problems] == ["month", "spent", "returned"]
