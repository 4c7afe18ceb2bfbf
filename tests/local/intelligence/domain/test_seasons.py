from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from local.businesses.domain.category import BusinessCategory
from local.businesses.domain.state import State, state_named
from local.intelligence.domain.seasons import (
    CommercialOccasion,
    DailyOrders,
    Festival,
    FestivalTables,
    SeasonalTrends,
    Shop,
    first_day_measured,
    seasonal_trends,
    window,
)
from shared.evidence import Basis

NOW = datetime(2026, 10, 1, tzinfo=UTC)
TODAY = date(2026, 10, 1)
DIWALI = (date(2026, 11, 8), ("Diwali (Deepavali)", "Naraka Chaturdashi"))
EID = (date(2026, 10, 30), ("Some Day (estimated)",))
EARLIER = (
    (date(2024, 11, 1), ("Diwali (Deepavali)",)),
    (date(2025, 10, 20), ("Diwali (Deepavali)",)),
)
MAHARASHTRA = state_named("MH")


def tables(*days: tuple[date, tuple[str, ...]]) -> FestivalTables:
    return FestivalTables(days=days, first_year=2001, last_year=2035, version="tables@1")


def shop(today: date = TODAY, daily_orders: DailyOrders = ()) -> Shop:
    return Shop(category=BusinessCategory.SALON, today=today, as_of=NOW, daily_orders=daily_orders)


def orders(special: Sequence[date]) -> DailyOrders:
    """Return two years of twenty orders a day, and of thirty-two on the special days."""
    days = (TODAY - timedelta(days=count) for count in range(1, 800))
    return [(day, 32 if day in special else 20) for day in days]


def week_up_to(day: date) -> list[date]:
    return [day - timedelta(days=count) for count in range(7)]


def festivals_of(found: SeasonalTrends) -> list[Festival]:
    assert found.festivals is not None
    return [*found.festivals]


def occasions_of(found: SeasonalTrends) -> list[CommercialOccasion]:
    assert found.occasions is not None
    return [*found.occasions]


def occasion_names(found: SeasonalTrends) -> list[str]:
    return [one.name for one in occasions_of(found)]


def test_the_festivals_of_the_state_are_counted_from_today() -> None:
    found = seasonal_trends(shop(), MAHARASHTRA, tables(EID, DIWALI))
    assert [(day.days_ahead, day.is_estimated) for day in festivals_of(found)] == [
        (29, True),
        (38, False),
    ]
    assert festivals_of(found)[0].names == ("Some Day",)
    assert found.festival_days.value == 2
    assert found.festival_days.basis is Basis.BENCHMARK
    assert found.festival_days.evidence == ("tables@1",)
    assert (found.state, found.state_name) == ("MH", "Maharashtra")


def test_a_festival_says_by_when_this_trade_must_begin() -> None:
    (diwali,) = festivals_of(seasonal_trends(shop(), MAHARASHTRA, tables(DIWALI)))
    assert diwali.preparation.prepare_by == date(2026, 10, 25)
    assert diwali.preparation.lead_time.value == 14


def test_the_occasions_of_our_own_calendar_stand_beside_the_festivals() -> None:
    found = seasonal_trends(shop(), MAHARASHTRA, tables(DIWALI))
    assert occasion_names(found) == [
        "Salary week",
        "Sharad Navratri",
        "Salary week",
        "Dhanteras",
        "Children's Day",
        "Wedding season",
        "Salary week",
    ]
    assert found.occasion_count.value == 7
    assert found.occasion_count.evidence == ("commerce_calendar@1",)
    dhanteras = occasions_of(found)[3]
    assert (dhanteras.first_day, dhanteras.days_ahead) == (date(2026, 11, 6), 36)
    assert dhanteras.preparation.prepare_by == date(2026, 10, 23)
    assert dhanteras.source


def test_an_occasion_that_has_begun_is_still_shown() -> None:
    salary_week = occasions_of(seasonal_trends(shop(), MAHARASHTRA, tables()))[0]
    assert (salary_week.first_day, salary_week.days_ahead) == (date(2026, 9, 30), -1)


def test_states_differ() -> None:
    delhi = seasonal_trends(shop(), state_named("DL"), tables())
    kerala = seasonal_trends(shop(), state_named("KL"), tables())
    assert "Wedding season" in occasion_names(delhi)
    assert "Wedding season" not in occasion_names(kerala)


def test_without_orders_an_uplift_is_a_labelled_prior() -> None:
    found = seasonal_trends(shop(), MAHARASHTRA, tables(*EARLIER, DIWALI))
    uplifts = [one.uplift for one in (*festivals_of(found), *occasions_of(found))]
    assert len(uplifts) == 8
    assert {(figure.value, figure.basis) for figure in uplifts} == {(1.0, Basis.DECLARED)}
    assert all("prior:no_change" in figure.evidence for figure in uplifts)


def test_a_festival_of_two_years_is_measured_over_the_week_up_to_it() -> None:
    special = [day for festival, _ in EARLIER for day in week_up_to(festival)]
    found = seasonal_trends(
        shop(daily_orders=orders(special)), MAHARASHTRA, tables(*EARLIER, EID, DIWALI)
    )
    eid, diwali = festivals_of(found)
    assert diwali.uplift.value == pytest.approx(1.6, abs=0.15)
    assert (diwali.uplift.basis, diwali.uplift.n) == (Basis.MEASURED, 14)
    assert eid.uplift.basis is Basis.DECLARED


def test_an_occasion_of_two_years_is_measured_over_its_own_days() -> None:
    mothers_days = [date(2025, 5, 11), date(2026, 5, 10)]
    found = seasonal_trends(shop(date(2027, 4, 1), orders(mothers_days)), MAHARASHTRA, tables())
    (uplift,) = [one.uplift for one in occasions_of(found) if one.name == "Mother's Day"]
    assert (uplift.basis, uplift.n) == (Basis.MEASURED, 2)
    assert uplift.value == pytest.approx((2 * 1.6 + 1) / 3, abs=0.001)


def test_sixty_days_without_a_festival_are_a_count_of_none() -> None:
    found = seasonal_trends(shop(), MAHARASHTRA, tables())
    assert (found.festivals, found.festival_days.value) == ((), 0)


@pytest.mark.parametrize(
    ("today", "state", "reason"),
    [
        (TODAY, None, "insufficient_data"),
        (date(2000, 12, 31), MAHARASHTRA, "calendar_ends"),
        (date(2035, 11, 3), MAHARASHTRA, "calendar_ends"),
        (date(2036, 3, 1), MAHARASHTRA, "calendar_ends"),
        (date(9999, 12, 31), MAHARASHTRA, "calendar_ends"),
    ],
)
def test_what_the_calendar_does_not_know_is_null_with_its_reason(
    today: date, state: State | None, reason: str
) -> None:
    found = seasonal_trends(shop(today), state, tables())
    assert found.festivals is None
    assert found.festival_days.value is None
    assert found.festival_days.reason == reason
    assert (found.occasion_count.value, found.occasion_count.reason) == (None, reason)


def test_without_a_state_no_occasion_is_listed() -> None:
    assert seasonal_trends(shop(), None, tables()).occasions is None


def test_beyond_our_rows_those_that_follow_from_a_rule_remain() -> None:
    found = seasonal_trends(shop(date(2036, 2, 10)), MAHARASHTRA, tables())
    assert occasion_names(found)[0] == "Valentine's Day"
    assert "2025 to 2027" in (found.occasion_count.missing or "")


def test_the_last_window_of_the_tables_is_known() -> None:
    found = seasonal_trends(shop(date(2035, 11, 1)), MAHARASHTRA, tables())
    assert found.festival_days.value == 0


def test_the_window_ends_where_the_calendar_of_the_world_does() -> None:
    assert window(TODAY) == (TODAY, date(2026, 11, 30))
    assert window(date(9999, 12, 31)) == (date.max, date.max)


def test_festivals_are_needed_from_the_first_order_on() -> None:
    assert first_day_measured(TODAY, ()) == TODAY
    assert first_day_measured(TODAY, [(date(2025, 3, 2), 1), (date(2024, 1, 1), 2)]) == date(
        2024, 1, 1
    )
