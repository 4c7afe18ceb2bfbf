"""A message costs what it costs on its day, and never more than was put aside."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from local.messaging.domain.message_costs import (
    MonthSoFar,
    actual_paise,
    estimate_paise,
    month_of_bill,
)

SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 1)
RESERVED = Decimal("11.5")


def test_the_same_message_costs_more_from_october() -> None:
    costs = [
        estimate_paise("utility", day, MonthSoFar(), is_in_window=True, is_free=False)
        for day in (SEPTEMBER, OCTOBER)
    ]
    assert costs == [Decimal(0), Decimal("11.5")]


@pytest.mark.parametrize(("sent", "paise"), [(998, "0"), (999, "0"), (1000, "11.5")])
def test_the_1001st_service_message_of_a_month_costs(sent: int, paise: str) -> None:
    month = MonthSoFar(service_messages=sent)
    cost = estimate_paise("service", OCTOBER, month, is_in_window=True, is_free=False)
    assert cost == Decimal(paise)


@pytest.mark.parametrize(
    ("category", "is_billable", "paise"),
    [
        (None, None, "11.5"),
        ("utility", False, "0"),
        ("utility", True, "11.5"),
        ("MARKETING", True, "86.31"),
        ("a new one", True, "11.5"),
    ],
)
def test_whatsapps_word_takes_the_place_of_the_estimate(
    category: str | None, *, is_billable: bool | None, paise: str
) -> None:
    cost = actual_paise(category, OCTOBER, RESERVED, is_billable=is_billable)
    assert cost == Decimal(paise)


def test_a_month_is_the_shops_own() -> None:
    late = datetime(2026, 11, 30, 18, 30, tzinfo=UTC)
    assert month_of_bill(late, "Asia/Kolkata") == date(2026, 12, 1)
