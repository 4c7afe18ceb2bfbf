from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from local.businesses.domain.category import BusinessCategory
from local.businesses.domain.state import state_named
from local.intelligence.domain.opportunity import Candidate
from local.intelligence.domain.season_candidates import MOST_AT_ONCE, season_candidates
from local.intelligence.domain.seasons import (
    DailyOrders,
    FestivalTables,
    Shop,
    seasonal_trends,
)

TODAY = date(2026, 9, 1)
IN_TEN_DAYS = date(2026, 9, 11)


def candidates(
    *days: tuple[date, tuple[str, ...]],
    category: BusinessCategory = BusinessCategory.SALON,
    daily_orders: DailyOrders = (),
    state: str | None = "MH",
) -> list[Candidate]:
    shop = Shop(
        category=category,
        today=TODAY,
        as_of=datetime(2026, 9, 1, tzinfo=UTC),
        daily_orders=daily_orders,
    )
    tables = FestivalTables(days=days, first_year=2001, last_year=2035, version="tables@1")
    found = seasonal_trends(shop, state_named(state) if state else None, tables)
    return list(season_candidates(replace(found, occasions=())))


def test_a_festival_is_to_be_prepared_once_its_lead_time_has_come() -> None:
    (found,) = candidates((IN_TEN_DAYS, ("Ganesh Chaturthi",)))
    assert found.key == "season:2026-09-11:Ganesh Chaturthi"
    assert found.title == "Prepare for Ganesh Chaturthi"
    assert "It begins on 11 September; in your trade one begins by 28 August." in found.why
    assert (found.expires_on, found.confidence_ratio) == (IN_TEN_DAYS, 1.0)


@pytest.mark.parametrize(
    ("day", "category"),
    [
        (TODAY + timedelta(days=15), BusinessCategory.SALON),
        (TODAY, BusinessCategory.SALON),
        (IN_TEN_DAYS, BusinessCategory.CLINIC),
    ],
    ids=["too early", "today it is too late", "a trade that needs less time"],
)
def test_at_other_times_it_is_not(day: date, category: BusinessCategory) -> None:
    assert candidates((day, ("Feast",)), category=category) == []


def test_a_day_that_may_move_gives_less_confidence() -> None:
    (found,) = candidates((IN_TEN_DAYS, ("Milad (estimated)",)))
    assert (found.title, found.confidence_ratio) == ("Prepare for Milad", 0.8)


def test_no_more_than_a_few_at_once() -> None:
    feasts = [(TODAY + timedelta(days=n), (f"Feast {n}",)) for n in range(1, 12)]
    assert len(candidates(*feasts)) == MOST_AT_ONCE


def test_without_a_state_nothing_is_known_to_come() -> None:
    assert candidates((IN_TEN_DAYS, ("Feast",)), state=None) == []


def test_a_festival_that_moved_the_own_orders_weighs_more() -> None:
    feasts = [date(year, 9, 11) for year in (2024, 2025, 2026)]
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range((TODAY - date(2024, 1, 1)).days)]
    weeks = {feast - timedelta(days=back) for feast in feasts for back in range(7)}
    orders = [(day, 60 if day in weeks else 30) for day in days]
    (found,) = candidates(*((feast, ("Feast",)) for feast in feasts), daily_orders=orders)
    assert found.impact == "high"


def test_our_own_occasions_are_to_be_prepared_too() -> None:
    day = date(2027, 2, 7)
    shop = Shop(category=BusinessCategory.SALON, today=day, as_of=datetime(2027, 2, 7, tzinfo=UTC))
    tables = FestivalTables(days=[], first_year=2001, last_year=2035, version="tables@1")
    found = season_candidates(seasonal_trends(shop, state_named("MH"), tables))
    assert "season:2027-02-14:Valentine's Day" in [item.key for item in found]
