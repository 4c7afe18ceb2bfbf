from datetime import UTC, datetime
from math import log1p, sqrt

import pytest

from local.channel_results.domain.channel_month import Channel, ChannelMonth
from local.intelligence.domain.budget_facts import BudgetFacts, channel_records
from local.intelligence.domain.budget_plan import BudgetPlan, budget_plan
from local.intelligence.domain.expected_returns import channel_returns, expected_roi
from shared.evidence import Basis, Figure
from tests.local.intelligence.channel_months import SPENDS, planted, recorded

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FEE = 999_00
EXACT = (
    *planted(Channel.WHATSAPP_MESSAGES, 9_000, 1_500),
    *planted(Channel.SOCIAL_MEDIA, 6_000, 3_000),
    *planted(Channel.GOOGLE_BUSINESS_PROFILE, 2_000, 1_000),
)
RETURNED = (1_000, 900, 2_500, 2_000, 2_600, 4_100)
SCATTERED = (
    *recorded(Channel.WHATSAPP_MESSAGES, SPENDS, RETURNED),
    *recorded(Channel.SOCIAL_MEDIA, SPENDS, RETURNED),
    *recorded(Channel.GOOGLE_BUSINESS_PROFILE, SPENDS, RETURNED),
)


def plan(*results: ChannelMonth, budget_paise: int = 500_000) -> BudgetPlan:
    facts = BudgetFacts(fee_paise=FEE, results=results)
    records = channel_records(facts, NOW.date())
    return budget_plan(budget_paise, {"platform_fee": FEE}, records)


def by_channel(found: BudgetPlan) -> dict[str, Figure]:
    return {item.channel: item.expected_return for item in channel_returns(found, NOW)}


def test_the_return_counts_the_whole_budget() -> None:
    found = plan(*EXACT)
    # Up to the 500 that were tried at least, a rupee brings 5.18, 1.62 and 1.85; beyond them the
    # first channel's rupee brings 9,000 / (1,500 + x), which is above 1.85 up to 3,363.
    assert found.spent == {"whatsapp_messages": 3_501_00, "social_media": 500_00}
    returned = 9_000 * log1p(3_501 / 1_500) + 6_000 * log1p(500 / 3_000)
    roi = expected_roi(found, NOW)
    assert roi.value == pytest.approx(returned / 5_000 - 1, abs=0.001)
    assert (roi.basis, roi.n, roi.confidence) == (Basis.MODELLED, 12, 0.95)
    assert roi.evidence == tuple(f"own_results:{name}:2026-05..2026-10" for name in found.spent)


def test_the_scatter_of_the_months_becomes_an_interval() -> None:
    roi = expected_roi(plan(*SCATTERED), NOW)
    assert isinstance(roi.value, float)
    assert roi.low is not None
    assert roi.high is not None
    assert roi.low < roi.value < roi.high


def test_either_end_adds_up_like_independent_errors() -> None:
    found = plan(*SCATTERED)
    parts = [figure for name, figure in by_channel(found).items() if name in found.spent]
    below = sqrt(sum((float(str(part.value)) - float(str(part.low))) ** 2 for part in parts))
    roi = expected_roi(found, NOW)
    assert float(str(roi.value)) - float(str(roi.low)) == pytest.approx(below / 5_000, abs=0.002)


def test_each_channel_has_its_return_or_what_it_lacks() -> None:
    figures = by_channel(plan(*EXACT))
    assert list(figures) == [channel.value for channel in Channel]
    known, lacking = figures["whatsapp_messages"], figures["festival_offers"]
    assert (known.basis, known.n, known.unit) == (Basis.MODELLED, 6, "INR")
    assert (lacking.value, lacking.reason) == (None, "insufficient_data")
    assert "Of festival_offers, 6 finished months with spend are needed, there are 0" in str(
        lacking.missing
    )
    assert "PUT /api/v2/local/channel-results" in str(lacking.missing)


def test_no_return_is_counted_beyond_the_largest_month_on_record() -> None:
    tried = plan(*EXACT, budget_paise=999_00 + 3 * 4_000_00)
    beyond = plan(*EXACT, budget_paise=40_000_00)
    assert by_channel(beyond)["whatsapp_messages"].value == pytest.approx(
        9_000 * log1p(4_000 / 1_500), abs=0.05
    )
    assert float(str(by_channel(tried)["whatsapp_messages"].value)) <= float(
        str(by_channel(beyond)["whatsapp_messages"].value)
    )


def test_a_loss_is_shown_as_one() -> None:
    poor = tuple(
        month
        for channel in Channel
        for month in recorded(channel, SPENDS, [10, 11, 12, 13, 14, 15])
    )
    roi = expected_roi(plan(*poor), NOW)
    assert roi.value == pytest.approx(-0.99, abs=0.01)
