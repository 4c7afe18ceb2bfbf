from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.webhooks.domain.delivery import (
    MOST_ATTEMPTS,
    WAITS_SECONDS,
    Attempted,
    DeliveryState,
    WhyDisabled,
    after_attempt,
    held_for,
    why_disabled,
)
from local.webhooks.domain.event_types import EVENTS, EventType

NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_only_a_2xx_is_delivered(status: int) -> None:
    assert after_attempt(1, Attempted(status=status), 0.5, NOW).state is DeliveryState.DELIVERED


@pytest.mark.parametrize("status", [None, 199, 301, 302, 307, 400, 404, 429, 500, 502, 504])
def test_anything_else_is_tried_again(status: int | None) -> None:
    step = after_attempt(1, Attempted(status=status), 0.0, NOW)
    assert (step.state, step.again_at) == (DeliveryState.WAITING, NOW + timedelta(seconds=5))


def test_gone_is_the_end_at_once() -> None:
    came = Attempted(status=410)
    assert after_attempt(1, came, 0.0, NOW).state is DeliveryState.FAILED
    assert why_disabled(came, NOW, NOW) is WhyDisabled.GONE


def test_the_schedule_is_the_standards_and_then_ends() -> None:
    hours = [round(seconds / 3600, 2) for seconds in WAITS_SECONDS]
    assert hours == [0.0, 0.08, 0.5, 2, 5, 10, 14, 20, 24]
    failed = Attempted(status=500)
    for attempt, seconds in enumerate(WAITS_SECONDS, start=1):
        step = after_attempt(attempt, failed, 0.0, NOW)
        assert step.again_at == NOW + timedelta(seconds=seconds)
    assert after_attempt(MOST_ATTEMPTS, failed, 0.0, NOW).state is DeliveryState.FAILED


def test_a_wish_to_wait_longer_is_honoured_up_to_a_day() -> None:
    waits = [
        after_attempt(1, Attempted(status=429, retry_after_seconds=s), 0, NOW).again_at
        for s in (1.0, 3_600.0, 9e9)
    ]
    assert waits == [NOW + timedelta(seconds=s) for s in (5, 3_600, 86_400)]


@given(attempt=st.integers(1, MOST_ATTEMPTS - 1), chance=st.floats(0, 1, exclude_max=True))
def test_chance_adds_at_most_a_tenth(attempt: int, chance: float) -> None:
    again = after_attempt(attempt, Attempted(status=None), chance, NOW).again_at
    assert again is not None
    wait, least = (again - NOW).total_seconds(), WAITS_SECONDS[attempt - 1]
    assert least <= wait <= least * 1.1 + 1e-6


def test_an_endpoint_that_fails_is_asked_ever_less_often_but_every_five_minutes() -> None:
    held = [held_for(failures).total_seconds() for failures in (0, 1, 2, 3, 7, 50)]
    assert held == [0, 5, 10, 20, 300, 300]


@pytest.mark.parametrize(
    ("days", "why"), [(4.99, None), (5.0, WhyDisabled.FAILING), (9.0, WhyDisabled.FAILING)]
)
def test_five_days_of_failure_disable(days: float, why: WhyDisabled | None) -> None:
    assert why_disabled(Attempted(status=500), NOW - timedelta(days=days), NOW) is why


def test_a_success_disables_nothing() -> None:
    assert why_disabled(Attempted(status=200), None, NOW) is None


@pytest.mark.parametrize("type_", list(EventType))
def test_every_type_says_what_it_means_and_shows_an_example(type_: EventType) -> None:
    assert EVENTS[type_].meaning.endswith(".")
    assert EVENTS[type_].example
