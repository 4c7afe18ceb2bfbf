import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.opening_hours import OpeningHours
from local.places.domain.written_hours import is_same_week, week_of

WEEK = {day: [{"open": "10:00", "close": "21:30"}] for day in ("monday", "tuesday")}


@pytest.mark.parametrize(
    ("hours", "other"),
    [
        ("10:00-21:30", "Mo-Su 10:00-21:30"),
        ("10:00 - 21:30", "10:00-21:30"),
        ("Mo-Su 9-17", "09:00-17:00"),
        ("24/7", "Mo-Su 00:00-24:00"),
        ("Mo-Su,PH 10:00-22:00", "PH,Mo-Su 10:00-22:00"),
        ("Mo-Fr 10:00-18:00; PH off", "mo-fr 10:00-18:00"),
        ("Mo-Fr 10:00-18:00; Sa off; Su off", "Mo,Tu,We,Th,Fr 10:00-18:00"),
        ("08:00-00:00", "08:00-24:00"),
        ("Mo-Su 18:00-22:00,08:00-12:00", "08:00-12:00, 18:00-22:00"),
        ("We-Mo 10:00-20:00", "10:00-20:00; Tu closed"),
        ("Mo-Sa 10:00\u201320:00", "Mo-Sa 10:00-20:00"),
        ("by  appointment", "By appointment"),
    ],
)
def test_two_spellings_of_one_week_are_no_change(hours: str, other: str) -> None:
    assert is_same_week(hours, other)


@pytest.mark.parametrize(
    ("hours", "other"),
    [
        ("10:00-21:30", "10:00-22:00"),
        ("Mo-Sa 10:00-20:00", "Mo-Su 10:00-20:00"),
        ("10:00-20:00", "by appointment"),
        ("by appointment", "call first"),
    ],
)
def test_other_times_are_a_change(hours: str, other: str) -> None:
    assert not is_same_week(hours, other)


@pytest.mark.parametrize(
    "hours",
    [
        "",
        "by appointment",
        "25:00-26:00",
        "Mo-Xy 10:00-20:00",
        "11:30 t0 15:30",
        "11:00-11:00",
        "10:00-14:00,12:00-18:00",
        "Sa[2,4] off",
        "Mo 10:00",
    ],
)
def test_what_is_no_week_is_not_guessed(hours: str) -> None:
    assert (week_of(hours) is None) == (hours != "")


def test_a_week_is_read_day_by_day() -> None:
    assert week_of("Mo-Tu 10:00-21:30") == OpeningHours.from_dict(WEEK)


@given(hours=st.text("MoTuSuPH 0123456789:-,;/off", max_size=30))
def test_any_text_is_the_same_as_itself(hours: str) -> None:
    assert is_same_week(hours, hours)
