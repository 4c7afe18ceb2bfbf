"""No message goes out that WhatsApp forbids, that nobody agreed to, or that nobody can pay."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.messaging.domain.consent import Purpose
from local.messaging.domain.message_costs import MonthSoFar
from local.messaging.domain.quiet_hours import QuietHours
from local.messaging.domain.send_rules import (
    Caps,
    Form,
    Later,
    Never,
    Obstacle,
    Send,
    Standing,
    Wish,
    is_window_open,
    verdict,
)

# 14:30 in India.
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
ANSWER = Wish(purpose=Purpose.ANSWER, has_words=True)
REMINDER = Wish(
    purpose=Purpose.REMINDERS,
    has_words=True,
    template_category="UTILITY",
    template_status="APPROVED",
)
OFFER = replace(REMINDER, purpose=Purpose.OFFERS, template_category="MARKETING", has_words=False)
YES = {Purpose.REMINDERS: True, Purpose.OFFERS: True}
WROTE = Standing(wrote_at=NOW - HOUR, came_by_advertisement_at=None, consents=YES)
STRANGER = replace(WROTE, wrote_at=None)
CAPS = Caps(monthly_paise=300_00, strangers_per_day=250)


def decided(wish: Wish, standing: Standing = WROTE, caps: Caps = CAPS) -> Any:
    return verdict(wish, standing, caps, NOW.date(), NOW)


@pytest.mark.parametrize(
    ("ago", "is_open"), [(timedelta(0), True), (DAY - SECOND, True), (DAY, False), (-HOUR, False)]
)
def test_the_window_is_a_day_from_the_messages_own_time(ago: timedelta, *, is_open: bool) -> None:
    assert is_window_open(NOW - ago, NOW) is is_open
    assert not is_window_open(None, NOW)


def test_words_go_within_the_window_and_templates_outside() -> None:
    assert decided(REMINDER).form is Form.WORDS
    assert decided(REMINDER, STRANGER).form is Form.TEMPLATE
    assert decided(ANSWER, STRANGER) == Never(Obstacle.WINDOW_CLOSED)


def test_the_last_minute_of_a_window_is_not_used() -> None:
    closing = replace(WROTE, wrote_at=NOW - DAY + timedelta(seconds=30))
    assert decided(ANSWER, closing) == Never(Obstacle.WINDOW_CLOSED)


@pytest.mark.parametrize("status", ["PENDING", "PAUSED", "DISABLED", "REJECTED", None])
def test_only_an_approved_template_goes(status: str | None) -> None:
    wish = replace(REMINDER, template_status=status)
    assert decided(wish, STRANGER) == Never(Obstacle.TEMPLATE_NOT_APPROVED)


@pytest.mark.parametrize(("ttl_seconds", "goes"), [(7_200, True), (7_201, False), (None, False)])
def test_a_reminder_goes_only_by_a_template_that_is_tried_no_longer_than_until_the_visit(
    ttl_seconds: int | None, *, goes: bool
) -> None:
    visit_at = NOW + timedelta(hours=2)
    wish = replace(REMINDER, template_ttl_seconds=ttl_seconds, arrive_by=visit_at)
    found = decided(wish, STRANGER)
    assert isinstance(found, Send) if goes else found == Never(Obstacle.TEMPLATE_TOO_SLOW)
    assert decided(wish).form is Form.WORDS


@pytest.mark.parametrize("wish", [REMINDER, OFFER])
def test_without_a_yes_nobody_is_written_to(wish: Wish) -> None:
    assert decided(wish, replace(WROTE, consents={})) == Never(Obstacle.NO_CONSENT)


def test_a_shop_that_wants_no_reminders_still_answers() -> None:
    without = replace(CAPS, sends_reminders=False)
    assert decided(REMINDER, caps=without) == Never(Obstacle.NOT_WANTED)
    assert isinstance(decided(ANSWER, caps=without), Send)


def test_what_is_over_is_not_sent() -> None:
    assert decided(replace(REMINDER, expires_at=NOW)) == Never(Obstacle.EXPIRED)


def test_quiet_hours_hold_back_what_nobody_asked_for() -> None:
    quiet = replace(CAPS, quiet=QuietHours(timezone="America/New_York"))
    nine = datetime(2026, 11, 26, 14, tzinfo=UTC)
    assert decided(REMINDER, WROTE, quiet) == Later(nine, Obstacle.QUIET_HOURS)
    assert isinstance(decided(ANSWER, WROTE, quiet), Send)
    too_late = replace(REMINDER, expires_at=nine)
    assert decided(too_late, WROTE, quiet) == Never(Obstacle.QUIET_HOURS)


def test_offers_are_few() -> None:
    one = replace(WROTE, offers_at=(NOW - DAY,))
    assert decided(OFFER, one) == Later(NOW + 6 * DAY, Obstacle.TOO_MANY_OFFERS)
    four = replace(WROTE, offers_at=tuple(NOW - n * DAY for n in (8, 15, 22, 29)))
    assert decided(OFFER, four) == Later(NOW + DAY, Obstacle.TOO_MANY_OFFERS)


def test_the_251st_stranger_waits_for_the_first_to_be_a_day_old() -> None:
    strangers = tuple(NOW - HOUR - n * SECOND for n in range(250))
    crowd = replace(STRANGER, strangers_at=strangers)
    waits = decided(REMINDER, crowd)
    assert isinstance(waits, Later)
    assert waits.obstacle is Obstacle.TOO_MANY_STRANGERS
    assert waits.at > NOW + 22 * HOUR
    assert isinstance(decided(REMINDER, replace(crowd, is_stranger_counted=True)), Send)
    assert isinstance(decided(REMINDER, replace(WROTE, strangers_at=strangers)), Send)


@pytest.mark.parametrize(
    ("wish", "standing", "category", "paise"),
    [
        (ANSWER, WROTE, "service", "0"),
        (
            ANSWER,
            replace(WROTE, month=MonthSoFar(service_messages=1000)),
            "service",
            "11.5",
        ),
        (replace(REMINDER, has_words=False), WROTE, "utility", "11.5"),
        (REMINDER, STRANGER, "utility", "11.5"),
        (OFFER, STRANGER, "marketing", "86.31"),
        (OFFER, replace(STRANGER, came_by_advertisement_at=NOW - DAY), "marketing", "0"),
        (OFFER, replace(STRANGER, came_by_advertisement_at=NOW - 3 * DAY), "marketing", "86.31"),
    ],
)
def test_so_much_is_put_aside(wish: Wish, standing: Standing, category: str, paise: str) -> None:
    send = decided(wish, standing)
    assert (send.category, send.reserved_paise) == (category, Decimal(paise))


def test_the_cap_is_reached_and_never_passed() -> None:
    almost = replace(STRANGER, month=MonthSoFar(spent_paise=Decimal("288.5")))
    caps = replace(CAPS, monthly_paise=300)
    assert isinstance(decided(REMINDER, almost, caps), Send)
    over = replace(almost, month=MonthSoFar(spent_paise=Decimal("288.51")))
    assert decided(REMINDER, over, caps) == Never(Obstacle.OVER_CAP)


def test_before_the_first_price_nothing_goes() -> None:
    day = datetime(2025, 12, 31, tzinfo=UTC).date()
    assert verdict(REMINDER, STRANGER, CAPS, day, NOW) == Never(Obstacle.NO_PRICE)
    strange = replace(REMINDER, template_category="OTHER")
    assert decided(strange, STRANGER) == Never(Obstacle.NO_PRICE)


moments = st.none() | st.integers(-200, 200).map(lambda hours: NOW - hours * HOUR)


@settings(max_examples=60)
@given(moments, moments, st.booleans(), st.booleans(), st.integers(0, 40_000))
def test_whatever_is_sent_keeps_window_consent_and_cap(
    wrote_at: datetime | None,
    came: datetime | None,
    agrees: bool,
    has_words: bool,
    spent: int,
) -> None:
    standing = Standing(
        wrote_at=wrote_at,
        came_by_advertisement_at=came,
        consents={Purpose.REMINDERS: agrees},
        month=MonthSoFar(spent_paise=Decimal(spent)),
    )
    found = decided(replace(REMINDER, has_words=has_words), standing)
    if isinstance(found, Send):
        assert agrees
        assert found.form is Form.TEMPLATE or is_window_open(wrote_at, NOW)
        assert spent + found.reserved_paise <= CAPS.monthly_paise
