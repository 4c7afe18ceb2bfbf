"""What a channel would turn down is refused beforehand, by field."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from local.execution.domain.post_channel import RULES, Channel, Topic, rules_on
from local.execution.domain.post_content import (
    Button,
    ButtonAction,
    Event,
    Offer,
    PostContent,
    event_from,
    event_to,
    text_key,
)
from local.execution.domain.post_linter import Doubt, doubts
from local.execution.domain.post_rules import problems

TODAY = date(2026, 11, 27)
GOOGLE, FACEBOOK, INSTAGRAM = Channel.GOOGLE, Channel.FACEBOOK, Channel.INSTAGRAM
PLAIN = PostContent(text="Fresh jalebi from four o'clock.")
WEEK = Event(title="Thali week", first_day=date(2026, 12, 1), last_day=date(2026, 12, 7))
OFFER = replace(PLAIN, topic=Topic.OFFER, event=WEEK, offer=Offer(coupon_code="THALI"))


def fields(content: PostContent, channel: Channel = GOOGLE) -> dict[str, str]:
    found = problems(content, channel, rules_on(channel, TODAY), TODAY)
    return {problem.field: problem.message for problem in found}


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        OFFER,
        replace(PLAIN, topic=Topic.EVENT, event=replace(WEEK, last_day=WEEK.first_day)),
        replace(PLAIN, button=Button(action=ButtonAction.CALL)),
        replace(PLAIN, button=Button(action=ButtonAction.ORDER, url="https://shop.example/order")),
        replace(PLAIN, image_url="https://shop.example/pic.jpg?size=2"),
        replace(PLAIN, image_url="https://shop.example/pictures/17"),
        replace(PLAIN, text="Open 10.30-20.30, offer 01.12.2026 - 07.12.2026, only ₹1,299!"),
    ],
)
def test_a_sound_post_goes_through(content: PostContent) -> None:
    assert fields(content) == {}


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"text": "  "}, "text", "says nothing"),
        ({"text": "a" * 1501}, "text", "has 1501 characters, and google_my_business takes 1500"),
        ({"text": "Call +91 98765 43210"}, "text", "phone number"),
        ({"text": "Ring nine eight seven six five four"}, "text", "phone number"),
        ({"text": "Write to asha@shop.example"}, "text", "address of mail"),
        ({"text": "You idiots, come!"}, "text", "abuse"),
        ({"text": "Dear {name}, come!"}, "text", "gap"),
        ({"topic": Topic.OFFER}, "event", "is missing: an offer needs a title and days"),
        ({"topic": Topic.EVENT}, "event", "is missing: an event needs a title and days"),
        ({"event": WEEK}, "event", "does not belong"),
        ({"offer": Offer()}, "offer", "does not belong"),
        ({"button": Button(action=ButtonAction.BOOK)}, "button.url", "is no web address"),
        (
            {"button": Button(action=ButtonAction.BOOK, url="shop.example")},
            "button.url",
            "is no web address",
        ),
        (
            {"button": Button(action=ButtonAction.CALL, url="https://shop.example")},
            "button.url",
            "must be left out",
        ),
        ({"image_url": "pic.jpg"}, "image_url", "is no web address"),
        ({"image_url": "https://shop.example/film.mp4"}, "image_url", "is a mp4 file"),
        ({"image_url": "https://shop.example/pic.webp?x=1"}, "image_url", "is a webp file"),
    ],
)
def test_what_is_wrong_is_named_with_its_field(
    changes: dict[str, Any], field: str, problem: str
) -> None:
    assert problem in fields(replace(PLAIN, **changes))[field]


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"title": " "}, "event.title", "is empty"),
        ({"title": "a" * 59}, "event.title", "more than 58"),
        ({"last_day": date(2026, 11, 30)}, "event.last_day", "is before the first day"),
        (
            {"last_day": WEEK.first_day, "opens": time(18), "closes": time(9)},
            "event.last_day",
            "is before the first day",
        ),
        (
            {"first_day": date(2026, 11, 1), "last_day": date(2026, 11, 26)},
            "event.last_day",
            "is over already",
        ),
    ],
)
def test_an_offer_needs_days_that_can_be(changes: dict[str, Any], field: str, problem: str) -> None:
    assert problem in fields(replace(OFFER, event=replace(WEEK, **changes)))[field]


@pytest.mark.parametrize(
    ("offer", "field"),
    [
        (Offer(coupon_code=""), "offer.coupon_code"),
        (Offer(coupon_code="A" * 59), "offer.coupon_code"),
        (Offer(terms="a" * 5001), "offer.terms"),
        (Offer(redeem_url="shop"), "offer.redeem_url"),
    ],
)
def test_an_offer_is_redeemed_as_google_takes_it(offer: Offer, field: str) -> None:
    assert list(fields(replace(OFFER, offer=offer))) == [field]


def test_each_channel_has_rules_of_its_own() -> None:
    phone = replace(PLAIN, text="Call +91 98765 43210")
    assert fields(phone, FACEBOOK) == {}
    assert "takes no post without a picture" in fields(PLAIN, INSTAGRAM)["image_url"]
    png = replace(PLAIN, image_url="https://shop.example/pic.PNG")
    assert fields(png) == {}
    assert "takes JPEG alone" in fields(png, INSTAGRAM)["image_url"]
    tags = replace(png, image_url="https://shop.example/p.jpg", text="Jalebi #a #b #c #d #e #f")
    assert "has 6 hashtags" in fields(tags, INSTAGRAM)["text"]
    assert fields(tags) == {}


@pytest.mark.parametrize("channel", Channel)
def test_rules_are_dated_and_sourced(channel: Channel) -> None:
    rows = RULES[channel]
    assert [row.since for row in rows] == sorted(row.since for row in rows)
    assert all(row.source for row in rows)
    assert rules_on(channel, date(2000, 1, 1)) == rows[0]
    assert rules_on(channel, date(2100, 1, 1)) == rows[-1]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("See www.shop.in for more", Doubt.LINK),
        ("The best salon in India", Doubt.SUPERLATIVE),
        ("शहर का सबसे अच्छा सैलून", Doubt.SUPERLATIVE),
        ("We are #1 in Pune", Doubt.SUPERLATIVE),
        ("Sabse accha khana", Doubt.SUPERLATIVE),
        ("This oil cures hair fall", Doubt.MEDICAL),
        ("हर रोग का इलाज", Doubt.MEDICAL),
        ("Guaranteed result in a week", Doubt.PROMISE),
        ("COME TODAY AND BRING YOUR FRIENDS", Doubt.SHOUTING),
    ],
)
def test_the_owner_is_warned_of_what_is_hard_to_prove(text: str, doubt: Doubt) -> None:
    assert doubt in doubts(text)
    assert fields(replace(PLAIN, text=text)) == {}


@pytest.mark.parametrize(
    "text", ["Fresh jalebi today.", "ATM NEXT DOOR", "आज ताज़ी जलेबी", "A treat for two"]
)
def test_a_plain_text_raises_no_doubt(text: str) -> None:
    assert doubts(text) == []


def test_the_same_words_are_told_however_they_are_spaced() -> None:
    assert text_key("Fresh  jalebi, today!") == text_key("fresh jalebi today")
    assert text_key("ताज़ी जलेबी") != text_key("ताज़ी इमरती")
    assert text_key("🙏") != text_key("🎉")


@pytest.mark.parametrize("event", [None, WEEK, replace(WEEK, opens=time(9, 30), closes=time(18))])
def test_an_event_is_kept_as_it_is(event: Event | None) -> None:
    assert event_from(event_to(event)) == event
