"""A hundred months; the drill's are ten thousand."""

from bench.message_months import overspent_months

MONTHS = 100


def test_no_month_is_overspent() -> None:
    assert overspent_months(1, MONTHS) == 0
