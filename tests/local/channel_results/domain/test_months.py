from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.channel_results.domain.months import month_after, month_name, month_named, month_of


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-05", date(2026, 5, 1)),
        ("2026-12", date(2026, 12, 1)),
        ("2026-13", None),
        ("2026-00", None),
        ("2026-5", None),
        ("0000-05", None),
        ("2026-05-01", None),
        ("२०२६-05", None),
        ("", None),
    ],
)
def test_a_month_is_written_as_year_and_number(text: str, month: date | None) -> None:
    assert month_named(text) == month


@given(st.dates(date(1, 1, 1), date(9998, 12, 31)))
def test_every_day_belongs_to_one_month_and_the_next_follows(day: date) -> None:
    month = month_of(day)
    assert month_named(month_name(month)) == month
    assert month <= day < month_after(month)
    assert month_after(month).day == 1
