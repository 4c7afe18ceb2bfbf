import pytest

from monitoring.pace import DAY, DRILL, HOUR, MINUTE, PRODUCTION, written


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0s"), (15, "15s"), (90, "90s"), (300, "5m"), (7200, "2h"), (3 * DAY, "3d")],
)
def test_a_duration_is_written_in_its_largest_whole_unit(seconds: int, text: str) -> None:
    assert written(seconds) == text


def test_production_changes_nothing() -> None:
    assert (PRODUCTION.span(5 * MINUTE), PRODUCTION.wait(30)) == ("5m", "30s")


def test_a_drill_is_twenty_times_as_fast_and_keeps_five_scrapes_in_a_window() -> None:
    assert (DRILL.span(HOUR), DRILL.wait(2 * MINUTE)) == ("3m", "6s")
    assert DRILL.span(MINUTE) == "5s"
