from datetime import date

from local.channel_results.domain.channel_month import Channel
from local.intelligence.domain.budget_bands import split
from local.intelligence.domain.budget_facts import BudgetFacts, channel_records
from tests.local.intelligence.channel_months import planted

TODAY = date(2026, 11, 22)


def test_every_channel_of_a_budget_has_a_record() -> None:
    records = channel_records(BudgetFacts(fee_paise=0), TODAY)
    assert set(records) == set(split(0, {}))
    assert all(record.fit is None and record.lacks for record in records.values())


def test_months_are_fitted_by_channel() -> None:
    results = (
        *planted(Channel.SOCIAL_MEDIA, 100, 50),
        *planted(Channel.FESTIVAL_OFFERS, 900, 50)[:5],
    )
    records = channel_records(BudgetFacts(fee_paise=0, results=results), TODAY)
    social, festival = records["social_media"], records["festival_offers"]
    assert (social.lacks, social.fit is None) == (None, False)
    assert festival.fit is None
    assert "there are 5" in str(festival.lacks)


def test_a_month_that_is_not_over_does_not_count_yet() -> None:
    results = planted(Channel.SOCIAL_MEDIA, 100, 50)
    records = channel_records(BudgetFacts(fee_paise=0, results=results), date(2026, 10, 31))
    assert "there are 5" in str(records["social_media"].lacks)
