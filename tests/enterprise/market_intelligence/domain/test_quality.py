import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from enterprise.market_intelligence.domain.finding import Fault
from enterprise.market_intelligence.domain.observation import MILLIONTHS, Metric, Observation
from enterprise.market_intelligence.domain.quality import QualityReport, quality_report
from enterprise.market_intelligence.domain.series import series_by_channel
from tests.enterprise.market_intelligence.made_up import (
    MONDAY,
    changed,
    channel_days,
    clean_client,
    scaled_spend,
)

Rows = Sequence[Observation]
ALL = range(1_000)
MIDDLE = range(60, 90)
LATE = range(90, 1_000)


def report_on(rows: Rows) -> QualityReport:
    return quality_report(*series_by_channel(rows))


def with_last_value_repeated(rows: Rows) -> Rows:
    return changed(rows, "mail", range(40, 50), lambda row: replace(row, spend_paise=98_765))


def with_impressions_in_thousands(rows: Rows) -> Rows:
    return changed(
        rows, "search", LATE, lambda row: replace(row, impressions=(row.impressions or 0) // 1_000)
    )


def with_negative_revenue(rows: Rows) -> Rows:
    return changed(rows, "social", range(70, 71), lambda row: replace(row, revenue_paise=-1))


def with_a_copy_of_mail(rows: Rows) -> Rows:
    return [*rows, *(replace(row, channel="copy") for row in rows if row.channel == "mail")]


def without_worth(rows: Rows) -> Rows:
    return [replace(row, conversions_millionths=None, revenue_paise=None) for row in rows]


PLANTED: dict[str, tuple[Callable[[Rows], Rows], Fault, str | None, Metric | None]] = {
    "days left out": (
        lambda rows: changed(rows, "search", range(50, 53), lambda _: None),
        Fault.GAP, "search", None,
    ),
    "a channel that stops": (
        lambda rows: changed(rows, "search", range(150, 1_000), lambda _: None),
        Fault.STOPPED_REPORTING, "search", None,
    ),
    "a row sent twice": (lambda rows: [*rows, rows[5]], Fault.DUPLICATE_ROW, "mail", None),
    "six weeks of history": (
        lambda rows: [row for row in rows if row.day < MONDAY + timedelta(42)],
        Fault.SHORT_HISTORY, None, None,
    ),
    "a name in two spellings": (
        lambda rows: [*rows, *channel_days("E-Mail", 77), *channel_days("e mail", 78)],
        Fault.CHANNEL_NAME_VARIANTS, "E-Mail", None,
    ),
    "a channel under two names": (
        with_a_copy_of_mail,
        Fault.IDENTICAL_CHANNELS, "mail", Metric.SPEND,
    ),
    "a refund as a negative day": (
        with_negative_revenue,
        Fault.NEGATIVE_VALUE, "social", Metric.REVENUE,
    ),
    "clicks always the same": (
        lambda rows: changed(rows, "social", ALL, lambda row: replace(row, clicks=7)),
        Fault.CONSTANT_COLUMN, "social", Metric.CLICKS,
    ),
    "the last value repeated": (
        with_last_value_repeated,
        Fault.STUCK_VALUES, "mail", Metric.SPEND,
    ),
    "paise for rupees from a day on": (
        lambda rows: changed(rows, "search", LATE, scaled_spend(100)),
        Fault.UNIT_JUMP, "search", Metric.SPEND,
    ),
    "thousands for units from a day on": (
        with_impressions_in_thousands,
        Fault.UNIT_JUMP, "search", Metric.IMPRESSIONS,
    ),
    "micros for a month": (
        lambda rows: changed(rows, "mail", MIDDLE, scaled_spend(1_000_000)),
        Fault.UNIT_JUMP, "mail", Metric.SPEND,
    ),
    "one odd day": (
        lambda rows: changed(rows, "mail", range(80, 81), scaled_spend(30)),
        Fault.OUTLIER, "mail", Metric.SPEND,
    ),
    "no column of worth": (
        without_worth,
        Fault.MISSING_OUTCOME_COLUMN, "mail", Metric.CONVERSIONS,
    ),
    "a column that one channel lacks": (
        lambda rows: changed(rows, "mail", ALL, lambda row: replace(row, clicks=None)),
        Fault.MISSING_OUTCOME_COLUMN, "mail", Metric.CLICKS,
    ),
    "a month without revenue": (
        lambda rows: changed(rows, "mail", MIDDLE, lambda row: replace(row, revenue_paise=None)),
        Fault.PARTIAL_OUTCOME, "mail", Metric.REVENUE,
    ),
    "tracking broken for two weeks": (
        lambda rows: changed(
            rows, "search", range(60, 74), lambda row: replace(row, conversions_millionths=0)
        ),
        Fault.TRACKING_STOPPED, "search", Metric.CONVERSIONS,
    ),
    "two weeks of free clicks": (
        lambda rows: changed(rows, "search", range(60, 74), scaled_spend(0)),
        Fault.SPEND_MISSING, "search", Metric.SPEND,
    ),
    "free impressions where clicks are unknown": (
        lambda rows: changed(
            changed(rows, "search", range(60, 74), scaled_spend(0)),
            "search", ALL, lambda row: replace(row, clicks=None),
        ),
        Fault.SPEND_MISSING, "search", Metric.SPEND,
    ),
    "clicks and impressions swapped": (
        lambda rows: changed(
            rows, "social", MIDDLE,
            lambda row: replace(row, clicks=row.impressions, impressions=row.clicks),
        ),
        Fault.CLICKS_EXCEED_IMPRESSIONS, "social", Metric.CLICKS,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_where_it_was_planted(name: str) -> None:
    plant, fault, channel, column = PLANTED[name]
    report = report_on(plant(clean_client()))
    assert not report.is_clean
    assert (fault, channel, column) in {
        (found.fault, found.channel, found.column) for found in report.findings
    }


def test_every_fault_that_is_looked_for_was_planted() -> None:
    assert {fault for _, fault, _, _ in PLANTED.values()} == set(Fault)


@pytest.mark.parametrize("seed", range(10))
def test_nothing_is_found_in_clean_data(seed: int) -> None:
    assert report_on(clean_client(seed)).findings == ()


def test_the_gravest_findings_come_first() -> None:
    rows = changed(clean_client(), "mail", range(80, 81), scaled_spend(30))
    rows = changed(rows, "search", range(50, 53), lambda _: None)
    findings = report_on([*rows, rows[5]]).findings
    assert [found.fault for found in findings] == [
        Fault.DUPLICATE_ROW, Fault.GAP, Fault.OUTLIER,
    ]  # fmt: skip


def test_a_finding_says_when() -> None:
    [found] = report_on(changed(clean_client(), "mail", range(10, 13), lambda _: None)).findings
    assert (found.first_day, found.last_day, found.rows) == (
        MONDAY + timedelta(10), MONDAY + timedelta(12), 3,
    )  # fmt: skip
    assert "3 days missing in 1 stretch." in found.message


def test_two_gaps_are_one_finding() -> None:
    rows = changed(clean_client(), "mail", range(10, 11), lambda _: None)
    [found] = report_on(changed(rows, "mail", range(20, 22), lambda _: None)).findings
    assert (found.rows, "2 stretches" in found.message) == (3, True)


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (100, "paise"),
        (0.01, "smaller"),
        (1_000, "thousands"),
        (1_000_000, "micros"),
        (30, "larger."),
    ],
)
def test_a_unit_jump_is_explained(factor: float, words: str) -> None:
    rows = changed(clean_client(), "mail", LATE, scaled_spend(factor))
    [found] = report_on(rows).findings
    assert words in found.message
    assert found.first_day == MONDAY + timedelta(90)


def test_a_jump_there_and_back_is_found_twice() -> None:
    rows = changed(clean_client(), "mail", MIDDLE, scaled_spend(100))
    days = [found.first_day for found in report_on(rows).findings if found.fault is Fault.UNIT_JUMP]
    assert days == [MONDAY + timedelta(60), MONDAY + timedelta(90)]


def test_growth_is_no_unit_jump() -> None:
    rows = [
        replace(row, spend_paise=round(row.spend_paise * 1.03 ** (row.day - MONDAY).days))
        for row in channel_days("search", 3)
    ]
    assert Fault.UNIT_JUMP not in {found.fault for found in report_on(rows).findings}


def test_a_strong_weekend_is_no_outlier() -> None:
    rows = [
        replace(row, spend_paise=row.spend_paise * (10 if row.day.weekday() == 6 else 1))
        for row in channel_days("search", 3)
    ]
    assert report_on(rows).findings == ()


def test_small_counts_jump_without_being_odd() -> None:
    chance = random.Random(5)
    rows = [
        replace(row, conversions_millionths=chance.choice([0, 0, 0, 1, 1, 7]) * MILLIONTHS)
        for row in channel_days("search", 3)
    ]
    assert report_on(rows).findings == ()


def test_a_rare_conversion_that_stays_away_is_no_broken_tracking() -> None:
    rows = [
        replace(row, conversions_millionths=MILLIONTHS * (row.day.day == 1), revenue_paise=None)
        for row in channel_days("search", 3)
    ]
    assert report_on(rows).findings == ()


def test_a_channel_that_never_spends_is_constant_and_nothing_else() -> None:
    rows = changed(clean_client(), "mail", ALL, scaled_spend(0))
    [found] = report_on(rows).findings
    assert (found.fault, found.column) == (Fault.CONSTANT_COLUMN, Metric.SPEND)


def test_a_steady_daily_budget_is_not_stuck() -> None:
    rows = [
        replace(row, spend_paise=50_000 + 10_000 * (row.day.month % 2))
        for row in channel_days("search", 3)
    ]
    assert report_on(rows).findings == ()


def test_weekly_rows_have_no_gaps_between_them() -> None:
    rows = [row for row in channel_days("search", 3, days=7 * 60) if row.day.weekday() == 0]
    assert report_on(rows).findings == ()
    without = [row for row in rows if row.day not in (rows[20].day, rows[21].day)]
    [found] = report_on(without).findings
    assert (found.fault, found.rows) == (Fault.GAP, 2)
    assert "2 weeks missing" in found.message


def test_one_row_is_a_short_history() -> None:
    [found] = report_on([Observation(date(2026, 1, 1), "a", 1, 1, 1, 1, 1)]).findings
    assert found.fault is Fault.SHORT_HISTORY


def test_channels_named_by_signs_alone_are_not_one_channel() -> None:
    rows = [*channel_days("!", 1), *channel_days("?", 2)]
    assert report_on(rows).findings == ()
