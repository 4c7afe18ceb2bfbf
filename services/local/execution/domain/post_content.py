"""What does a post hold?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from hashlib import sha256
from typing import Any

from local.execution.domain.post_channel import Topic
from local.execution.domain.reply_language import Language


class ButtonAction(StrEnum):
    """What the button under a post does; CALL dials the profile's own number."""

    BOOK = "BOOK"
    ORDER = "ORDER"
    SHOP = "SHOP"
    LEARN_MORE = "LEARN_MORE"
    SIGN_UP = "SIGN_UP"
    CALL = "CALL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """When an event or an offer is, on the shop's own clock; without times it is whole days."""

    title: str
    first_day: date
    last_day: date
    opens: time | None = None
    closes: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """How an offer is redeemed."""

    coupon_code: str | None = None
    redeem_url: str | None = None
    terms: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """The button under a post."""

    action: ButtonAction
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostContent:
    """What is to be seen; the same on every channel."""

    text: str
    topic: Topic = Topic.STANDARD
    language: Language = Language.ENGLISH
    event: Event | None = None
    offer: Offer | None = None
    button: Button | None = None
    image_url: str | None = None


def text_key(text: str) -> str:
    """Return what is the same for texts that differ in space, case or stops alone."""
    letters = "".join(sign for sign in text.casefold() if sign.isalnum())
    return sha256((letters or text).encode()).hexdigest()


def event_from(data: Mapping[str, Any] | None) -> Event | None:
    """Read what `event_to` wrote."""
    if data is None:
        return None
    opens, closes = data.get("opens"), data.get("closes")
    return Event(
        title=data["title"],
        first_day=date.fromisoformat(data["first_day"]),
        last_day=date.fromisoformat(data["last_day"]),
        opens=time.fromisoformat(opens) if opens else None,
        closes=time.fromisoformat(closes) if closes else None,
    )


def event_to(event: Event | None) -> dict[str, Any] | None:
    """Return an event as it is stored."""
    if event is None:
        return None
    return {
        "title": event.title,
        "first_day": event.first_day.isoformat(),
        "last_day": event.last_day.isoformat(),
        "opens": event.opens.isoformat() if event.opens else None,
        "closes": event.closes.isoformat() if event.closes else None,
    }
