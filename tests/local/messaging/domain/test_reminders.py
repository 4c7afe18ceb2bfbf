"""A visitor is reminded a day and two hours before, and never too late for it to be of use."""

from datetime import UTC, datetime, timedelta

import pytest

from local.messaging.domain.reminders import reminders

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "names"), [(30, ["day", "hours"]), (24, ["hours"]), (3, ["hours"]), (2, []), (-1, [])]
)
def test_what_is_still_to_come(hours: int, names: list[str]) -> None:
    found = reminders(NOW + timedelta(hours=hours), NOW)
    assert [reminder.name for reminder in found] == names


def test_each_ends_before_the_visit() -> None:
    starts_at = NOW + timedelta(hours=30)
    for reminder in reminders(starts_at, NOW):
        assert NOW < reminder.due_at < reminder.expires_at < starts_at
