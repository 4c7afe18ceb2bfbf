"""What may a person be sent, by what they said?

Whoever writes to a shop may be answered; everything else is by consent, for each purpose apart.
What was said last counts; nobody who never said yes has said it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Purpose(StrEnum):
    """What a message is for."""

    ANSWER = "answer"
    REMINDERS = "reminders"
    OFFERS = "offers"


# What a person can agree to, and what "stop" ends.
BY_CONSENT = (Purpose.REMINDERS, Purpose.OFFERS)


class ConsentSource(StrEnum):
    """Where it was said."""

    MESSAGE = "message"
    BOOKING = "booking"
    SHOP = "shop"  # the shop says that the person said so, and in which words
    WHATSAPP = "whatsapp"  # in WhatsApp's own settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A yes or a no, once."""

    purpose: Purpose
    is_given: bool
    at: datetime


def standing(said: Sequence[Said]) -> Mapping[Purpose, bool]:
    """Return what holds now; of two sayings of one moment the no counts."""
    latest: dict[Purpose, Said] = {}
    for one in said:
        best = latest.get(one.purpose)
        if best is None or (one.at, not one.is_given) > (best.at, not best.is_given):
            latest[one.purpose] = one
    return {
        purpose: latest[purpose].is_given if purpose in latest else False for purpose in BY_CONSENT
    }
