from datetime import UTC, datetime, timedelta

import pytest

from local.insights.domain.feedback import Verdict, away_until

NOW = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.mark.parametrize(
    ("verdict", "days"),
    [(Verdict.WRONG, 30), (Verdict.DONE, 90), (Verdict.USEFUL, None), (Verdict.OPEN, None)],
)
def test_what_is_wrong_or_done_stays_away_for_a_while(verdict: Verdict, days: int | None) -> None:
    expected = None if days is None else NOW + timedelta(days=days)
    assert away_until(verdict, NOW) == expected
