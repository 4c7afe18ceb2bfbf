from datetime import UTC, date, datetime

import pytest

from local.businesses.domain.category import BusinessCategory
from local.intelligence.domain.lead_times import LEAD_DAYS, preparation
from shared.evidence import Basis

NOW = datetime(2026, 10, 1, tzinfo=UTC)
DIWALI = date(2026, 11, 8)


def test_every_trade_has_a_lead_time() -> None:
    assert set(LEAD_DAYS) == set(BusinessCategory)


@pytest.mark.parametrize(
    ("category", "prepare_by"),
    [
        (BusinessCategory.CLINIC, date(2026, 11, 1)),
        (BusinessCategory.SALON, date(2026, 10, 25)),
        (BusinessCategory.JEWELLERY, date(2026, 9, 24)),
    ],
)
def test_a_trade_begins_as_early_as_it_must(category: BusinessCategory, prepare_by: date) -> None:
    assert preparation(category, DIWALI, NOW).prepare_by == prepare_by


def test_what_comes_every_month_needs_little_preparation() -> None:
    found = preparation(BusinessCategory.JEWELLERY, date(2026, 11, 30), NOW, is_monthly=True)
    assert found.prepare_by == date(2026, 11, 25)
    assert found.lead_time.value == 5


def test_a_lead_time_says_that_it_is_a_rule_of_our_own() -> None:
    found = preparation(BusinessCategory.SALON, DIWALI, NOW).lead_time
    assert (found.value, found.unit, found.basis) == (14, "days", Basis.DECLARED)
    assert found.evidence == ("starting_rule:lead_time_by_trade@1:salon",)
