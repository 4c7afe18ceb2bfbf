from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.customers.domain.no_shows import LeadCount, no_shows
from local.customers.domain.samples import Span

SPAN = Span(
    records="appointments",
    first_day=date(2026, 1, 1),
    last_day=date(2026, 3, 31),
    as_of=datetime(2026, 3, 31, tzinfo=UTC),
)


def row(lead: int | None, reminded: bool | None, missed: int, kept: int) -> LeadCount:
    return LeadCount(lead_days=lead, was_reminded=reminded, missed=missed, kept=kept)


# Reminders help at every lead time; they go to early bookings only, which are missed more often.
CONFOUNDED = [
    row(0, False, 50, 950),
    row(5, True, 80, 320),
    row(6, False, 30, 70),
    row(20, True, 120, 280),
    row(20, False, 40, 60),
    row(None, True, 100, 0),
    row(10, None, 0, 100),
]


def test_reminders_are_judged_at_equal_lead_times_and_never_naively() -> None:
    found = no_shows(CONFOUNDED, SPAN).reminders
    assert found.from_days == 4
    assert (found.with_reminder.value, found.without_reminder.value) == (0.25, 0.35)
    assert found.difference.value == -0.1
    # Two bands of weight 80: 1.96 x sqrt(0.0025 + 0.002925) / 2 = 0.0722 to either side.
    assert (found.difference.low, found.difference.high) == (-0.1722, -0.0278)
    assert found.difference.n == 1_000
    # Naively, reminded customers would seem to come less often: 37 % missed against 10 %.
    assert "equally far ahead" in found.note


def test_rates_are_told_by_lead_time() -> None:
    found = no_shows(CONFOUNDED, SPAN)
    rates = {(band.from_days, band.to_days): band.rate.value for band in found.by_lead_time}
    assert rates[0, 0] == 0.05
    assert rates[8, 14] == 0
    assert rates[15, 30] == 0.32
    assert rates[31, None] is None
    assert found.rate.n == 2_200


@pytest.mark.parametrize(
    "counts",
    [
        [],
        [row(5, True, 29, 0), row(5, False, 30, 30)],
        [row(0, False, 50, 50), row(20, True, 50, 50)],
    ],
)
def test_without_comparable_appointments_nothing_is_said_of_reminders(
    counts: list[LeadCount],
) -> None:
    found = no_shows(counts, SPAN if counts else None).reminders
    assert found.from_days is None
    for figure in (found.with_reminder, found.without_reminder, found.difference):
        assert (figure.value, figure.reason) == (None, "insufficient_data")


def test_few_appointments_say_nothing() -> None:
    assert no_shows([row(0, None, 10, 19)], SPAN).rate.reason == "insufficient_data"


@given(st.lists(st.integers(0, 60), min_size=8, max_size=8))
def test_the_difference_is_the_opposite_when_the_groups_change_places(cells: list[int]) -> None:
    def counts(turned: bool) -> list[LeadCount]:
        return [
            row(lead, reminded is not turned, cells[place], cells[place + 1])
            for lead, reminded, place in ((5, True, 0), (5, False, 2), (9, True, 4), (9, False, 6))
        ]

    here = no_shows(counts(False), SPAN).reminders.difference.value
    there = no_shows(counts(True), SPAN).reminders.difference.value
    assert (here is None) == (there is None)
    assert here is None or here == pytest.approx(-float(str(there)))
