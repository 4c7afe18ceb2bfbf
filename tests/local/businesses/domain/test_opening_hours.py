import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.opening_hours import (
    MINUTES_PER_DAY,
    WEEKDAYS,
    MalformedHoursError,
    Opening,
    OpeningHours,
)


def clock_time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


times = st.integers(0, 1_439).map(clock_time)


def week(**days: list[tuple[str, str]]) -> OpeningHours:
    return OpeningHours.from_dict(
        {
            day: [{"open": opens, "close": closes} for opens, closes in openings]
            for day, openings in days.items()
        }
    )


@pytest.mark.parametrize(
    ("hours", "minutes"),
    [
        ({}, 0),
        ({"monday": [("09:30", "20:00")]}, 630),
        ({"monday": [("09:00", "13:00"), ("16:00", "21:00")]}, 540),
        ({"friday": [("18:00", "02:00")]}, 480),
        ({"sunday": [("22:00", "03:00")]}, 300),
        ({"sunday": [("00:00", "24:00")], "monday": [("00:00", "24:00")]}, 2 * MINUTES_PER_DAY),
        ({"monday": [("18:00", "02:00")], "tuesday": [("02:00", "04:00")]}, 600),
    ],
)
def test_a_week_is_as_long_as_its_stretches(
    hours: dict[str, list[tuple[str, str]]], minutes: int
) -> None:
    assert week(**hours).minutes_per_week == minutes


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ("always", "object"),
        ({"funday": []}, "funday"),
        ({"monday": "09:00-20:00"}, "list"),
        ({"monday": ["09:00-20:00"]}, "stretch"),
        ({"monday": [{"open": "09:00"}]}, "close"),
        ({"monday": [{"open": "9:00", "close": "20:00"}]}, "9:00"),
        ({"monday": [{"open": "09:00", "close": "24:01"}]}, "24:01"),
        ({"monday": [{"open": "24:00", "close": "01:00"}]}, "24:00"),
        ({"monday": [{"open": "09:00", "close": "09:00"}]}, "whole day"),
        ({"monday": [{"open": "09:00", "close": "10:00"}] * 7}, "at most"),
    ],
)
def test_hours_that_no_clock_shows_are_refused(data: object, word: str) -> None:
    with pytest.raises(MalformedHoursError, match=word):
        OpeningHours.from_dict(data)


@pytest.mark.parametrize(
    "hours",
    [
        {"monday": [("09:00", "13:00"), ("12:00", "20:00")]},
        {"monday": [("18:00", "02:00")], "tuesday": [("01:00", "04:00")]},
        {"sunday": [("22:00", "03:00")], "monday": [("02:00", "10:00")]},
    ],
)
def test_a_shop_is_not_open_twice_at_once(hours: dict[str, list[tuple[str, str]]]) -> None:
    with pytest.raises(MalformedHoursError, match="run into"):
        week(**hours)


def test_a_week_has_seven_days() -> None:
    with pytest.raises(MalformedHoursError, match="seven"):
        OpeningHours(((),))


@given(st.dictionaries(st.sampled_from(WEEKDAYS), st.tuples(times, times)))
def test_what_is_accepted_reads_back_the_same(days: dict[str, tuple[str, str]]) -> None:
    try:
        hours = week(**{day: [opening] for day, opening in days.items()})
    except MalformedHoursError:
        return
    assert OpeningHours.from_dict(hours.to_dict()) == hours
    assert 0 <= hours.minutes_per_week <= 7 * MINUTES_PER_DAY


@given(opens=times, closes=times)
def test_a_stretch_never_lasts_longer_than_a_day(opens: str, closes: str) -> None:
    if opens != closes:
        assert 0 < Opening(opens, closes).minutes <= MINUTES_PER_DAY


@pytest.mark.parametrize(
    ("day", "clock", "is_open"),
    [
        (5, "17:59", False),
        (5, "18:00", True),
        (5, "23:59", True),
        (6, "01:59", True),
        (6, "02:00", False),
        (6, "12:00", True),
        (0, "00:30", True),
        (0, "01:00", False),
    ],
)
def test_a_night_runs_into_the_next_day_and_the_next_week(
    day: int, clock: str, is_open: bool
) -> None:
    hours = week(saturday=[("18:00", "02:00")], sunday=[("12:00", "01:00")])
    minute = int(clock[:2]) * 60 + int(clock[3:])
    assert hours.is_open(day * MINUTES_PER_DAY + minute) is is_open


def test_a_week_of_days_off_is_never_open() -> None:
    assert not any(week().is_open(minute) for minute in range(0, 7 * MINUTES_PER_DAY, 60))
