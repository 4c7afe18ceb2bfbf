from datetime import date

import pytest

from local.intelligence.domain.occasion import Occasion, states

SEASON = Occasion(
    name="Season",
    first_day=date(2026, 11, 20),
    last_day=date(2026, 12, 15),
    states=states("UP MP"),
    source="test",
)


@pytest.mark.parametrize(
    ("first_day", "last_day", "overlaps"),
    [
        (date(2026, 11, 1), date(2026, 11, 19), False),
        (date(2026, 11, 1), date(2026, 11, 20), True),
        (date(2026, 12, 1), date(2026, 12, 2), True),
        (date(2026, 12, 15), date(2026, 12, 31), True),
        (date(2026, 12, 16), date(2026, 12, 31), False),
    ],
)
def test_a_season_overlaps_a_window_that_holds_any_of_its_days(
    first_day: date, last_day: date, overlaps: bool
) -> None:
    assert SEASON.overlaps(first_day, last_day) is overlaps


def test_an_occasion_without_states_is_kept_everywhere() -> None:
    everywhere = Occasion(name="A", first_day=date.min, last_day=date.max, source="test")
    assert everywhere.is_kept_in("KL")
    assert SEASON.is_kept_in("UP")
    assert not SEASON.is_kept_in("KL")
