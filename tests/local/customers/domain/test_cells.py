from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.customers.domain.cells import (
    UnusableCellError,
    outcome_of,
    paise_of_cell,
    text_of,
    when_of,
    yes_or_no,
)
from local.customers.domain.records import Outcome, When
from shared.money import MAX_PAISE, rupees_of

KOLKATA = ZoneInfo("Asia/Kolkata")
EVENING = datetime(2026, 1, 5, 19, 30, tzinfo=KOLKATA)


@pytest.mark.parametrize(
    ("cell", "paise"),
    [
        ("", None),
        ("  ", None),
        ("0", 0),
        ("300", 300_00),
        ("999.50", 999_50),
        ("1,200", 1_200_00),
        ("1,20,000", 120_000_00),
        ("1,200,000.5", 1_200_000_50),
        ("₹1,200", 1_200_00),
        ("₹ 450", 450_00),
        ("Rs. 300/-", 300_00),
        ("INR 20", 20_00),
        ("20 rs", 20_00),
    ],
)
def test_a_sum_is_read_as_shops_write_it(cell: str, paise: int | None) -> None:
    assert paise_of_cell(cell) == paise


@pytest.mark.parametrize("cell", ["12,5", "1,2,3", ",100", "abc", "-20", "1e3", "1.005", "$5"])
def test_what_could_mean_another_sum_is_refused(cell: str) -> None:
    with pytest.raises(UnusableCellError, match="amount is no sum") as refused:
        paise_of_cell(cell)
    assert (refused.value.reason, refused.value.field) == ("amount_invalid", "amount")
    assert cell not in str(refused.value)


@given(st.integers(0, MAX_PAISE))
def test_a_sum_survives_being_written_with_groups_and_a_sign(paise: int) -> None:
    assert paise_of_cell(f"₹{rupees_of(paise):,}") == paise


@pytest.mark.parametrize(
    ("cell", "when"),
    [
        ("2026-01-05", When(date(2026, 1, 5), None)),
        ("05/01/2026", When(date(2026, 1, 5), None)),
        ("5-1-2026", When(date(2026, 1, 5), None)),
        ("05.01.2026", When(date(2026, 1, 5), None)),
        ("2026-01-05 19:30", When(date(2026, 1, 5), EVENING)),
        ("2026-01-05T19:30:00", When(date(2026, 1, 5), EVENING)),
        ("2026-01-05 07:30 pm", When(date(2026, 1, 5), EVENING)),
        ("05/01/2026 19:30", When(date(2026, 1, 5), EVENING)),
        ("05/01/2026, 07:30 PM", When(date(2026, 1, 5), EVENING)),
        ("05/01/2026 07:30:00 PM", When(date(2026, 1, 5), EVENING)),
        ("2026-01-05T14:00:00Z", When(date(2026, 1, 5), EVENING)),
        ("2026-01-05 20:00:00+06:00", When(date(2026, 1, 5), EVENING)),
        (
            "2026-01-05T20:00:00Z",
            When(date(2026, 1, 6), datetime(2026, 1, 5, 20, tzinfo=UTC)),
        ),
    ],
)
def test_a_date_is_read_day_first_or_iso_in_the_stated_zone(cell: str, when: When) -> None:
    assert when_of(cell, KOLKATA, "at") == when


@pytest.mark.parametrize(
    "cell",
    ["31/02/2026", "12/31/2026", "05/01/26", "tomorrow", "2026-01-05 25:00", "2026"],
)
def test_what_is_no_date_is_refused_by_the_name_of_its_field(cell: str) -> None:
    with pytest.raises(UnusableCellError, match="starts is no") as refused:
        when_of(cell, KOLKATA, "starts")
    assert refused.value.reason == "starts_invalid"


@pytest.mark.parametrize("cell", ["1969-12-31", "2101-01-01"])
def test_a_date_of_another_age_is_refused(cell: str) -> None:
    with pytest.raises(UnusableCellError, match="at is not within the years 1970 to 2100"):
        when_of(cell, KOLKATA, "at")


def is_date_or_refused(cell: str) -> bool:
    try:
        when = when_of(cell, KOLKATA, "at")
    except UnusableCellError as error:
        return error.reason == "at_invalid"
    return when is not None and (
        when.moment is None or when.moment.astimezone(KOLKATA).date() == when.day
    )


@given(st.from_regex(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}([T ][0-9:+Z.-]{0,15})?"))
def test_whatever_looks_like_a_date_is_one_or_is_refused(cell: str) -> None:
    assert is_date_or_refused(cell)


def test_an_empty_date_is_none() -> None:
    assert when_of(" ", KOLKATA, "at") is None


@given(st.datetimes(datetime(1970, 1, 2), datetime(2100, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001  bounds
def test_the_same_moment_is_the_same_key_in_any_zone(moment: datetime) -> None:
    there = when_of(moment.astimezone(KOLKATA).isoformat(), KOLKATA, "at")
    here = when_of(moment.isoformat(), UTC, "at")
    assert str(there) == str(here)


@pytest.mark.parametrize(
    ("cell", "answer"), [("Yes", True), ("1", True), ("NO", False), ("false", False), ("", None)]
)
def test_a_yes_is_a_yes(cell: str, answer: bool | None) -> None:
    assert yes_or_no(cell, "reminded") is answer


def test_a_maybe_is_refused() -> None:
    with pytest.raises(UnusableCellError, match="reminded is neither yes nor no"):
        yes_or_no("maybe", "reminded")


@pytest.mark.parametrize(
    ("cell", "outcome"),
    [
        ("", Outcome.BOOKED),
        ("Completed", Outcome.ATTENDED),
        ("No-Show", Outcome.NO_SHOW),
        ("canceled", Outcome.CANCELLED),
        ("Confirmed", Outcome.BOOKED),
    ],
)
def test_an_outcome_is_known_by_the_words_of_booking_programs(cell: str, outcome: Outcome) -> None:
    assert outcome_of(cell) is outcome


def test_an_unknown_outcome_is_refused() -> None:
    with pytest.raises(UnusableCellError, match="outcome is none of booked, attended"):
        outcome_of("perhaps")


@pytest.mark.parametrize(
    ("cell", "reason"), [("x" * 6, "reference_too_long"), ("a\x00b", "reference_unusable")]
)
def test_a_text_that_cannot_be_stored_is_refused(cell: str, reason: str) -> None:
    with pytest.raises(UnusableCellError) as refused:
        text_of(cell, "reference", 5)
    assert refused.value.reason == reason


def test_a_text_keeps_the_joiners_of_indian_names() -> None:
    assert text_of(" क्\u200dष ", "customer", 20) == "क्\u200dष"
    assert text_of("  ", "customer", 20) is None
