"""Can a post go out on a channel as it is? Every wrong field is named before anything is asked."""

import re
from collections.abc import Iterator
from datetime import date, time

from local.execution.domain.post_channel import Channel, ChannelRules, Topic
from local.execution.domain.post_content import Button, ButtonAction, Event, PostContent
from local.execution.domain.post_linter import refusals
from shared.errors import FieldProblem

_WEB_ADDRESS = re.compile(r"https?://[^\s/.]+\.\S+")
_IMAGE_NAME = re.compile(r"\.(?P<kind>[A-Za-z0-9]{2,5})$")
_PICTURES = frozenset({"jpg", "jpeg", "png"})
_MOST_TITLE, _MOST_CODE, _MOST_TERMS = 58, 58, 5000


def problems(
    content: PostContent, channel: Channel, rules: ChannelRules, today: date
) -> list[FieldProblem]:
    """Return what is wrong with a post for a channel; `today` is the shop's own day."""
    found = [
        FieldProblem("text", problem) for problem in refusals(content.text, channel, rules).values()
    ]
    found += _event_problems(content, today)
    found += _offer_problems(content)
    found += _button_problems(content.button)
    if problem := _image_problem(content.image_url, channel, rules):
        found.append(FieldProblem("image_url", problem))
    return found


def _event_problems(content: PostContent, today: date) -> Iterator[FieldProblem]:
    event, is_due = content.event, content.topic is not Topic.STANDARD
    if event is None:
        if is_due:
            problem = f"is missing: an {content.topic.lower()} needs a title and days"
            yield FieldProblem("event", problem)
        return
    if not is_due:
        yield FieldProblem("event", "does not belong to a standard post; make it an EVENT or OFFER")
    if not event.title.strip():
        yield FieldProblem("event.title", "is empty")
    if len(event.title) > _MOST_TITLE:
        yield FieldProblem("event.title", f"has more than {_MOST_TITLE} characters")
    if _end(event) < (event.first_day, event.opens or time.min):
        yield FieldProblem("event.last_day", "is before the first day")
    elif event.last_day < today:
        yield FieldProblem("event.last_day", "is over already")


def _end(event: Event) -> tuple[date, time]:
    return event.last_day, event.closes or time.max


def _offer_problems(content: PostContent) -> Iterator[FieldProblem]:
    offer = content.offer
    if offer is None:
        return
    if content.topic is not Topic.OFFER:
        yield FieldProblem("offer", "does not belong to a post of this topic; make it an OFFER")
    if offer.coupon_code is not None and not 0 < len(offer.coupon_code) <= _MOST_CODE:
        yield FieldProblem("offer.coupon_code", f"must have 1 to {_MOST_CODE} characters")
    if offer.terms is not None and len(offer.terms) > _MOST_TERMS:
        yield FieldProblem("offer.terms", f"has more than {_MOST_TERMS} characters")
    if offer.redeem_url is not None and not _WEB_ADDRESS.fullmatch(offer.redeem_url):
        yield FieldProblem("offer.redeem_url", "is no web address; write it with https://")


def _button_problems(button: Button | None) -> Iterator[FieldProblem]:
    if button is None:
        return
    if button.action is ButtonAction.CALL:
        if button.url is not None:
            yield FieldProblem(
                "button.url", "must be left out: a call goes to the profile's number"
            )
    elif button.url is None or not _WEB_ADDRESS.fullmatch(button.url):
        yield FieldProblem("button.url", "is no web address; write it with https://")


def _image_problem(url: str | None, channel: Channel, rules: ChannelRules) -> str | None:
    if url is None:
        return (
            f"is missing: {channel} takes no post without a picture" if rules.needs_image else None
        )
    if not _WEB_ADDRESS.fullmatch(url):
        return "is no web address; the vendor fetches the picture from there"
    named = _IMAGE_NAME.search(url.partition("?")[0].partition("//")[2].partition("/")[2])
    kind = named["kind"].lower() if named else None
    if kind is None:
        return None
    if kind not in _PICTURES:
        return f"is a {kind} file; give a JPEG or PNG picture"
    if kind == "png" and not rules.takes_png:
        return f"is a PNG, and {channel} takes JPEG alone"
    return None
