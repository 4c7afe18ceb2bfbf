from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.category import BusinessCategory
from local.customers.domain.monthly import MonthlyCounts
from local.customers.domain.records import RecordKind
from local.intelligence.domain.automation_recommendations import (
    ROUTINES,
    AutomationRecommendations,
    automation_recommendations,
)
from local.intelligence.domain.figures import number
from shared.evidence import Basis

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SHOP = LocalBusiness(name="Asha", category=BusinessCategory.SALON, city="Delhi")
MONTHS = [date(2026, month, 1) for month in (8, 9, 10)]


def three_months(*records: int) -> MonthlyCounts:
    return MonthlyCounts(
        first_day=MONTHS[0],
        last_day=date(2026, 11, 20),
        by_month=list(zip(MONTHS, records, strict=True)),
    )


def found(
    inquiries: MonthlyCounts | None, appointments: MonthlyCounts | None, shop: LocalBusiness = SHOP
) -> AutomationRecommendations:
    recorded = {RecordKind.INQUIRIES: inquiries, RecordKind.APPOINTMENTS: appointments}
    return automation_recommendations(shop, recorded, NOW)


def test_minutes_are_what_was_counted_times_an_estimate_that_says_so() -> None:
    items = found(three_months(80, 100, 120), None).items
    assert items is not None
    (item,) = items
    assert (item.task, item.times_per_month.value, item.minutes_per_month.value) == (
        "answer_inquiries",
        100.0,
        300.0,
    )
    assert (item.times_per_month.basis, item.minutes_each.basis, item.minutes_per_month.basis) == (
        Basis.MEASURED,
        Basis.DECLARED,
        Basis.MODELLED,
    )
    assert item.times_per_month.n == 300
    assert item.times_per_month.evidence == (
        "inquiries:2026-08",
        "inquiries:2026-09",
        "inquiries:2026-10",
    )


def test_both_are_done_by_the_platform() -> None:
    items = found(three_months(1, 2, 3), three_months(1, 2, 3)).items or ()
    assert [item.is_offered for item in items] == [True, True]


@given(st.integers(1, 5_000), st.integers(1, 5_000))
def test_what_takes_most_minutes_comes_first(inquiries: int, appointments: int) -> None:
    items = found(three_months(*[inquiries] * 3), three_months(*[appointments] * 3)).items or ()
    minutes = [number(item.minutes_per_month) for item in items]
    assert minutes == sorted(minutes, reverse=True)
    asked, booked = ROUTINES[RecordKind.INQUIRIES], ROUTINES[RecordKind.APPOINTMENTS]
    most = max(
        inquiries * asked.times_each * asked.minutes,
        appointments * booked.times_each * booked.minutes,
    )
    assert minutes[0] == most


@pytest.mark.parametrize("records", [None, three_months(0, 0, 0)])
def test_where_nothing_is_on_record_nothing_is_recommended(records: MonthlyCounts | None) -> None:
    nothing = found(records, None)
    assert (nothing.items, nothing.assessment.value) == (None, None)
    assert "inquiries/imports" in (nothing.assessment.missing or "")


def test_a_channel_that_is_missing_is_named_until_it_is_there() -> None:
    connected = replace(SHOP, whatsapp_phone_number_id="1234567890")
    needs = [
        [item.missing for item in found(three_months(1, 1, 1), None, shop).items or ()]
        for shop in (SHOP, connected)
    ]
    assert needs == [[("whatsapp_phone_number_id",)], [()]]
