from datetime import date

import pytest

from local.intelligence.domain.message_rates import (
    RATES,
    MessageCategory,
    bill_paise,
    gst_paise,
    rates_on,
)

SERVICE = MessageCategory.SERVICE
UTILITY = MessageCategory.UTILITY
IN_WINDOW = MessageCategory.UTILITY_IN_WINDOW
MARKETING = MessageCategory.MARKETING
SEPTEMBER = rates_on(date(2026, 9, 30))
OCTOBER = rates_on(date(2026, 10, 1))


def test_a_month_of_all_kinds_costs_what_was_worked_by_hand() -> None:
    # 400 service and 300 utility at 11.5 paise, 400 marketing at 86.31.
    bill = bill_paise({SERVICE: 1_400, UTILITY: 300, MARKETING: 400}, OCTOBER)
    assert bill == 425_74
    assert bill + gst_paise(bill) == 502_37


def test_the_same_month_cost_less_a_day_earlier() -> None:
    month = {SERVICE: 1_400, UTILITY: 300, MARKETING: 400}
    assert bill_paise(month, SEPTEMBER) == 379_74


@pytest.mark.parametrize(
    ("messages", "september", "october"),
    [
        ({SERVICE: 1_000}, 0, 0),
        ({SERVICE: 1_001}, 0, 12),  # 11.5 paise, to the nearest
        ({SERVICE: 1_002}, 0, 23),
        ({IN_WINDOW: 100}, 0, 11_50),
        ({UTILITY: 100}, 11_50, 11_50),
        ({MessageCategory.AUTHENTICATION: 100}, 11_50, 11_50),
        ({MARKETING: 100}, 86_31, 86_31),
        ({}, 0, 0),
    ],
)
def test_each_kind_has_its_price_by_the_day_it_is_sent(
    messages: dict[MessageCategory, int], september: int, october: int
) -> None:
    assert bill_paise(messages, SEPTEMBER) == september
    assert bill_paise(messages, OCTOBER) == october


def test_before_the_first_row_there_is_no_price() -> None:
    assert rates_on(date(2025, 12, 31)) == {}
    assert set(rates_on(date(2026, 1, 1))) == set(MessageCategory)


def test_rows_stand_in_order_each_from_the_first_of_a_month_with_its_source() -> None:
    days = [rate.effective_from for rate in RATES]
    assert days == sorted(days)
    assert {day.day for day in days} == {1}
    assert all(rate.source.startswith("https://") for rate in RATES)
    assert len({rate.evidence for rate in RATES}) == len(RATES)


def test_a_price_is_cited_by_market_kind_and_day() -> None:
    assert OCTOBER[SERVICE].evidence == "message_rate:IN:service:2026-10-01"
    assert SEPTEMBER[SERVICE].evidence == "message_rate:IN:service:2026-01-01"
