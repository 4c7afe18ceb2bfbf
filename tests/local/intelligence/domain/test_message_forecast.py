from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.customers.domain.monthly import MonthlyCounts
from local.customers.domain.records import RecordKind
from local.intelligence.domain.message_forecast import (
    MessageForecast,
    message_forecast,
    months_on_record,
)
from shared.evidence import Basis

NOW = datetime(2026, 11, 22, tzinfo=UTC)
AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, 1) for month in (8, 9, 10))
counts = st.integers(0, 5_000)


def records(
    first_day: date, last_day: date, by_month: dict[date, int] | None = None
) -> MonthlyCounts:
    return MonthlyCounts(
        first_day=first_day, last_day=last_day, by_month=[*(by_month or {}).items()]
    )


def three_months(august: int, september: int, october: int) -> MonthlyCounts:
    by_month = {AUGUST: august, SEPTEMBER: september, OCTOBER: october}
    return records(AUGUST, date(2026, 11, 20), by_month)


def forecast(
    inquiries: MonthlyCounts | None, appointments: MonthlyCounts | None, as_of: datetime = NOW
) -> MessageForecast:
    recorded = {RecordKind.INQUIRIES: inquiries, RecordKind.APPOINTMENTS: appointments}
    return message_forecast(recorded, as_of)


def test_the_bill_is_the_mean_of_the_last_months_at_this_months_prices() -> None:
    found = forecast(three_months(1_100, 1_400, 1_700), three_months(100, 150, 200))
    # Service above 1,000 and two reminders each, at 11.5 paise: 34.50, 80.50, 126.50 rupees.
    before, tax, cost = found.costs.cost_before_gst, found.costs.gst, found.cost
    assert (before.value, before.low, before.high) == ("80.50", 34.5, 126.5)
    assert (tax.value, cost.value, found.paise) == ("14.49", "94.99", 94_99)
    assert (cost.low, cost.high, cost.confidence) == (40.71, 149.27, 0.5)
    assert (cost.basis, cost.n) == (Basis.MODELLED, 4_200 + 450)


def test_the_messages_foreseen_are_shown_by_kind() -> None:
    found = forecast(three_months(10, 20, 31), three_months(1, 2, 3)).costs
    service, utility = found.service_messages, found.utility_messages
    assert (service.value, service.low, service.high, service.n) == (20.3, 10, 31, 61)
    assert (utility.value, utility.low, utility.high, utility.n) == (4, 2, 6, 6)
    assert "answered by one message" in found.assumes
    assert "reminded by two" in found.assumes


def test_the_forecast_cites_its_months_and_its_prices() -> None:
    found = forecast(three_months(1, 1, 1), records(OCTOBER, date(2026, 12, 1), {OCTOBER: 5}))
    assert found.cost.evidence == (
        "inquiries:2026-10",
        "appointments:2026-10",
        "message_rate:IN:service:2026-10-01",
        "message_rate:IN:utility:2026-01-01",
    )


def test_one_month_gives_no_range() -> None:
    cost = forecast(None, records(OCTOBER, date(2026, 12, 1), {OCTOBER: 50})).cost
    assert (cost.value, cost.low, cost.high, cost.confidence) == ("13.57", None, None, None)


def test_a_kind_that_nobody_recorded_is_unknown_and_not_counted() -> None:
    found = forecast(None, three_months(100, 100, 100))
    assert found.cost.value == "27.14"
    service = found.costs.service_messages
    assert (service.value, service.reason) == (None, "insufficient_data")
    assert "inquiries of one whole month" in str(service.missing)


def test_a_month_of_last_year_has_last_years_records_and_its_own_prices() -> None:
    july = datetime(2026, 7, 5, tzinfo=UTC)
    counted = records(date(2026, 1, 1), date(2026, 7, 4), {date(2026, 6, 1): 2_000})
    # Answers inside the window cost nothing before October.
    assert forecast(counted, None, july).paise == 0


@pytest.mark.parametrize(
    ("inquiries", "appointments"),
    [
        (None, None),
        (records(date(2026, 11, 1), date(2026, 11, 20)), None),
        (records(date(2026, 10, 8), date(2026, 11, 20)), None),
        (records(date(2024, 1, 1), date(2025, 10, 31)), None),
        (
            records(AUGUST, date(2026, 8, 31), {AUGUST: 1}),
            records(OCTOBER, date(2026, 10, 31), {OCTOBER: 1}),
        ),
    ],
    ids=["nothing", "this month", "part of a month", "too old", "no month in common"],
)
def test_without_a_whole_month_there_is_no_forecast(
    inquiries: MonthlyCounts | None, appointments: MonthlyCounts | None
) -> None:
    found = forecast(inquiries, appointments)
    assert found.paise is None
    for figure in (found.cost, found.costs.gst, found.costs.cost_before_gst):
        assert (figure.value, figure.reason) == (None, "insufficient_data")
        assert "one whole month" in str(figure.missing)


def test_without_prices_there_is_no_forecast() -> None:
    found = forecast(records(date(2025, 1, 1), NOW.date()), None, datetime(2025, 12, 5, tzinfo=UTC))
    assert (found.paise, found.cost.missing) == (
        None,
        "The prices of messages in this month are not on file.",
    )


@pytest.mark.parametrize(
    ("first_day", "last_day", "months"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), [OCTOBER]),
        (date(2026, 10, 7), date(2026, 10, 25), [OCTOBER]),
        (date(2026, 10, 8), date(2026, 10, 31), []),
        (date(2026, 10, 1), date(2026, 10, 24), []),
        (date(2026, 9, 20), date(2026, 11, 22), [OCTOBER]),
        (date(2026, 8, 1), date(2026, 11, 22), [AUGUST, SEPTEMBER, OCTOBER]),
    ],
)
def test_a_month_counts_when_its_first_and_last_week_are_reached(
    first_day: date, last_day: date, months: list[date]
) -> None:
    assert [*months_on_record(records(first_day, last_day), NOW.date())] == months


def test_a_month_without_a_record_in_the_midst_of_others_had_none() -> None:
    found = months_on_record(records(AUGUST, NOW.date(), {AUGUST: 3, OCTOBER: 5}), NOW.date())
    assert found == {AUGUST: 3, SEPTEMBER: 0, OCTOBER: 5}


@given(st.tuples(counts, counts, counts), st.tuples(counts, counts, counts))
def test_the_parts_sum_to_the_cost_which_lies_within_its_range(
    inquiries: tuple[int, int, int], appointments: tuple[int, int, int]
) -> None:
    found = forecast(three_months(*inquiries), three_months(*appointments))
    parts = float(str(found.costs.cost_before_gst.value)) + float(str(found.costs.gst.value))
    assert float(str(found.cost.value)) == pytest.approx(parts)
    assert found.cost.low is not None
    assert found.cost.high is not None
    assert found.cost.low <= float(str(found.cost.value)) <= found.cost.high
