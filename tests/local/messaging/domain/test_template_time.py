"""What a template sends must arrive while it is of use, or not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.messaging.domain.template_time import TRIES_UNLESS_TOLD, ends_in_time

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
LEAST_SECONDS, MOST_SECONDS = 30, 43_200  # of a utility template, by WhatsApp's page


@pytest.mark.parametrize("ttl_seconds", [LEAST_SECONDS, 3_600, MOST_SECONDS])
@pytest.mark.parametrize(("spare", "is_in_time"), [(-1, False), (0, True), (1, True)])
def test_the_last_try_is_at_the_visit_or_before(
    ttl_seconds: int, spare: int, *, is_in_time: bool
) -> None:
    visit_at = NOW + timedelta(seconds=ttl_seconds + spare)
    assert ends_in_time(ttl_seconds, NOW, visit_at) is is_in_time


def test_a_template_that_says_nothing_is_tried_for_thirty_days() -> None:
    assert not ends_in_time(None, NOW, NOW + timedelta(days=1))
    assert ends_in_time(None, NOW, NOW + TRIES_UNLESS_TOLD)


def test_what_need_not_arrive_by_a_time_may_go_by_any() -> None:
    assert ends_in_time(None, NOW, None)


@given(st.integers(LEAST_SECONDS, MOST_SECONDS), st.integers(0, 200_000))
def test_whatever_goes_cannot_come_after_the_visit(ttl_seconds: int, left_seconds: int) -> None:
    visit_at = NOW + timedelta(seconds=left_seconds)
    if ends_in_time(ttl_seconds, NOW, visit_at):
        assert NOW + timedelta(seconds=ttl_seconds) <= visit_at
