"""May this message go out now: how, or when, or why not?

WhatsApp must never be asked for what it forbids, and a person never be sent what they did not agree
to. The rules are W1 to W9 of the vendor's, the consents, and the shop's own cap and quiet hours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from local.messaging.domain.consent import BY_CONSENT, Purpose
from local.messaging.domain.message_costs import MonthSoFar, estimate_paise
from local.messaging.domain.quiet_hours import QuietHours
from local.messaging.domain.template_time import ends_in_time

WINDOW = timedelta(hours=24)
ADVERTISEMENT_WINDOW = timedelta(hours=72)
# A pause that is lifted lets go on what waits within so long.
LOOKS_AGAIN_AFTER = timedelta(minutes=2)
# What leaves a minute before the window ends may arrive after it.
_MARGIN = timedelta(minutes=1)
# WhatsApp counts strangers over 24 hours from its own moment, which is a little after ours.
STRANGERS_COUNT_FOR = timedelta(hours=24, minutes=10)
_APPROVED = "APPROVED"


class Obstacle(StrEnum):
    """Why a message is not sent, or not yet."""

    EXPIRED = "expired"
    NO_CONSENT = "no_consent"
    QUIET_HOURS = "quiet_hours"
    TOO_MANY_OFFERS = "too_many_offers"
    WINDOW_CLOSED = "window_closed"
    TEMPLATE_NOT_APPROVED = "template_not_approved"
    TEMPLATE_TOO_SLOW = "template_too_slow"
    TOO_MANY_STRANGERS = "too_many_strangers"
    NO_PRICE = "no_price"
    OVER_CAP = "over_cap"
    PAUSED = "paused"
    NOT_WANTED = "not_wanted"  # by the shop


class Form(StrEnum):
    """As what a message goes out."""

    WORDS = "words"
    TEMPLATE = "template"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A message that somebody wants sent; what cannot go as words needs a template.

    `arrive_by` is when it stops being of use to whoever gets it: WhatsApp must not try any longer.
    """

    purpose: Purpose
    has_words: bool
    is_by_rule: bool = True
    template_category: str | None = None
    template_status: str | None = None
    template_ttl_seconds: int | None = None
    expires_at: datetime | None = None
    arrive_by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """What the shop allows itself, and what WhatsApp allows the shop."""

    monthly_paise: int
    quiet: QuietHours = field(default_factory=QuietHours)
    offers_per_week: int = 1
    offers_per_month: int = 4
    sends_reminders: bool = True
    strangers_per_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of the person and of the number at this moment.

    `offers_at` are the person's offers of the last 30 days; `strangers_at` when each person was
    written to first within the last 24 hours, this one left out unless `is_stranger_counted`.
    """

    wrote_at: datetime | None
    came_by_advertisement_at: datetime | None
    consents: Mapping[Purpose, bool]
    offers_at: tuple[datetime, ...] = ()
    strangers_at: tuple[datetime, ...] = ()
    is_stranger_counted: bool = False
    is_paused: bool = False
    month: MonthSoFar = field(default_factory=MonthSoFar)


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """It may go out, in this form; so much is put aside for it."""

    form: Form
    category: str
    reserved_paise: Decimal
    is_to_stranger: bool


@dataclass(frozen=True, slots=True)
class Later:
    """It may go out from then on."""

    at: datetime
    obstacle: Obstacle


@dataclass(frozen=True, slots=True)
class Never:
    """It does not go out."""

    obstacle: Obstacle


Verdict = Send | Later | Never


def is_window_open(wrote_at: datetime | None, now: datetime) -> bool:
    """Tell whether free words may be sent, by the time that the person's last message states."""
    return wrote_at is not None and wrote_at <= now < wrote_at + WINDOW


def verdict(wish: Wish, standing: Standing, caps: Caps, day: date, now: datetime) -> Verdict:
    """Return what to do with a message now; `day` is the shop's own."""
    if wish.expires_at is not None and now >= wish.expires_at:
        return Never(Obstacle.EXPIRED)
    if wish.purpose in BY_CONSENT and not standing.consents.get(wish.purpose, False):
        return Never(Obstacle.NO_CONSENT)
    if wish.purpose is Purpose.REMINDERS and not caps.sends_reminders:
        return Never(Obstacle.NOT_WANTED)
    if standing.is_paused and wish.is_by_rule:
        return _or_never(Later(now + LOOKS_AGAIN_AFTER, Obstacle.PAUSED), wish)
    later = _politeness(wish, standing, caps, now)
    if later is not None:
        return _or_never(later, wish)
    return _allowed(wish, standing, caps, day, now)


def _politeness(wish: Wish, standing: Standing, caps: Caps, now: datetime) -> Later | None:
    """Return when the person may be bothered, where that is not now."""
    if wish.purpose not in BY_CONSENT:
        return None
    allowed = caps.quiet.next_allowed(now)
    if allowed > now:
        return Later(allowed, Obstacle.QUIET_HOURS)
    if wish.purpose is not Purpose.OFFERS:
        return None
    for most, span in (
        (caps.offers_per_week, timedelta(days=7)),
        (caps.offers_per_month, timedelta(days=30)),
    ):
        recent = sorted(at for at in standing.offers_at if at > now - span)
        if len(recent) >= most:
            return Later(recent[len(recent) - most] + span, Obstacle.TOO_MANY_OFFERS)
    return None


def _allowed(wish: Wish, standing: Standing, caps: Caps, day: date, now: datetime) -> Verdict:
    is_open = is_window_open(standing.wrote_at, now + _MARGIN)
    form = _form(wish, now, is_open=is_open)
    if isinstance(form, Never):
        return form
    is_to_stranger = not is_open
    if is_to_stranger and not standing.is_stranger_counted:
        recent = sorted(at for at in standing.strangers_at if at > now - STRANGERS_COUNT_FOR)
        if len(recent) >= caps.strangers_per_day:
            free_at = recent[len(recent) - caps.strangers_per_day] + STRANGERS_COUNT_FOR
            return _or_never(Later(free_at, Obstacle.TOO_MANY_STRANGERS), wish)
    category = "service" if form is Form.WORDS else (wish.template_category or "").lower()
    came = standing.came_by_advertisement_at
    is_free = came is not None and came <= now and now + _MARGIN < came + ADVERTISEMENT_WINDOW
    cost = estimate_paise(category, day, standing.month, is_in_window=is_open, is_free=is_free)
    if cost is None:
        return Never(Obstacle.NO_PRICE)
    if standing.month.spent_paise + cost > caps.monthly_paise:
        return Never(Obstacle.OVER_CAP)
    return Send(form=form, category=category, reserved_paise=cost, is_to_stranger=is_to_stranger)


def _form(wish: Wish, now: datetime, *, is_open: bool) -> Form | Never:
    """Return as what a message can go: words are for the window, and cost no more."""
    if is_open and wish.has_words:
        return Form.WORDS
    if wish.template_category is None:
        return Never(Obstacle.WINDOW_CLOSED)
    if wish.template_status != _APPROVED:
        return Never(Obstacle.TEMPLATE_NOT_APPROVED)
    if not ends_in_time(wish.template_ttl_seconds, now, wish.arrive_by):
        return Never(Obstacle.TEMPLATE_TOO_SLOW)
    return Form.TEMPLATE


def _or_never(later: Later, wish: Wish) -> Later | Never:
    """Return a wait, or that it is none: nothing goes out after its time."""
    if wish.expires_at is not None and later.at >= wish.expires_at:
        return Never(later.obstacle)
    return later
