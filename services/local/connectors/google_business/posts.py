"""How is a post written for Google, and what does Google say of it?"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from local.connectors.answer_values import is_same_text, mapping, mappings, moment, text
from local.connectors.google_business.hosts import bearer, name_under, profile_of
from local.connectors.google_business.port import (
    MOST_POST_CHARACTERS,
    ActionType,
    CreatePost,
    PostEvent,
    PostOffer,
    PostState,
    PostTopic,
)
from local.connectors.google_business.refusals import garbled
from shared.connectors.calls import Done, Failed, FailureKind, Outcome
from shared.connectors.connector import Access, InvalidCallError
from shared.connectors.exchange import VendorRequest, get, sending_json

_WEB_ADDRESS = re.compile(r"https?://\S+")
_TIMED = (PostTopic.EVENT, PostTopic.OFFER)
_WHOLE_DAY = time(0, 0), time(23, 59)
# A vendor's clock and ours may differ by so much.
CLOCK_SKEW = timedelta(minutes=5)
BUTTON_DROPPED = "Google shows no button on an offer: it was left out."


def creation(host: str, params: CreatePost, access: Access) -> VendorRequest:
    """Return the request that makes a post; raise InvalidCallError for what Google refuses."""
    if problems := {field: problem for field, problem in _problems(params) if problem}:
        raise InvalidCallError(problems)
    url = f"{host}/v4/{profile_of(access)}/localPosts"
    return sending_json("POST", url, _body(params), headers=bearer(access))


def reading(host: str, post_name: str, access: Access) -> VendorRequest:
    """Return the request for a post."""
    name = name_under(access, "localPosts", "post_name", post_name)
    return get(f"{host}/v4/{name}", headers=bearer(access))


def deletion(host: str, post_name: str, access: Access) -> VendorRequest:
    """Return the request that takes a post away."""
    name = name_under(access, "localPosts", "post_name", post_name)
    return VendorRequest(method="DELETE", url=f"{host}/v4/{name}", headers=bearer(access))


def listing(host: str, access: Access, page_token: str | None) -> VendorRequest:
    """Return the request for a page of posts."""
    query = [("pageSize", "100"), *([("pageToken", page_token)] if page_token else [])]
    return get(f"{host}/v4/{profile_of(access)}/localPosts", query, bearer(access))


def created(params: CreatePost, stated: Mapping[str, Any]) -> Outcome:
    """Return what became of a post that was made: accepted, or refused at once."""
    if (name := text(stated.get("name"))) is None:
        return garbled()
    if stated.get("state") == PostState.REJECTED:
        message = "Google rejected the post. Change its text or picture and post it anew."
        return Failed(kind=FailureKind.REJECTED, code="POST_REJECTED", message=message)
    return Done(data={**post_of(stated), "warnings": list(warnings_of(params))}, remote_id=name)


def post_of(stated: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a post in our words."""
    return {
        "state": text(stated.get("state")),
        "summary": text(stated.get("summary")),
        "search_url": text(stated.get("searchUrl")),
        "created_at": text(stated.get("createTime")),
    }


def the_same(params: CreatePost, page: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the post of a page that can only be this one: its words, and not older."""
    earliest = params.first_tried_at - CLOCK_SKEW
    for stated in mappings(page.get("localPosts")):
        at = moment(stated.get("createTime"))
        title = mapping(stated.get("event")).get("title")
        if (
            at is not None
            and at >= earliest
            and stated.get("topicType") == params.topic
            and is_same_text(stated.get("summary"), params.summary)
            and is_same_text(title, params.event.title if params.event else None)
        ):
            return stated
    return None


def warnings_of(params: CreatePost) -> Sequence[str]:
    """Return what was left out of the post."""
    is_dropped = params.topic is PostTopic.OFFER and params.call_to_action is not None
    return [BUTTON_DROPPED] if is_dropped else []


def _problems(params: CreatePost) -> Sequence[tuple[str, str | None]]:
    return [
        ("summary", _summary_problem(params.summary)),
        ("language_code", None if params.language_code.strip() else "is empty"),
        ("event", _event_problem(params)),
        ("offer", _belongs(params.offer, is_due=params.topic is PostTopic.OFFER)),
        ("alert_type", _alert_problem(params)),
        ("call_to_action", _button_problem(params)),
        ("media_url", _address_problem(params.media_url) if params.media_url else None),
    ]


def _summary_problem(summary: str) -> str | None:
    if not summary.strip():
        return "is empty"
    if (length := len(summary)) > MOST_POST_CHARACTERS:
        return f"has {length} characters, and Google takes {MOST_POST_CHARACTERS}; shorten it"
    return None


def _belongs(part: object, *, is_due: bool) -> str | None:
    return "does not belong to a post of this topic" if part is not None and not is_due else None


def _event_problem(params: CreatePost) -> str | None:
    event = params.event
    if params.topic not in _TIMED:
        return _belongs(event, is_due=False)
    if event is None or not event.title.strip():
        return "needs a title and days: Google takes no event and no offer without"
    if _end_of(event) < _start_of(event):
        return "ends before it begins"
    return None


def _alert_problem(params: CreatePost) -> str | None:
    is_alert = params.topic is PostTopic.ALERT
    if is_alert and params.alert_type is None:
        return "is missing: an alert says what it is about"
    return _belongs(params.alert_type, is_due=is_alert)


def _button_problem(params: CreatePost) -> str | None:
    button = params.call_to_action
    if button is None or params.topic is PostTopic.OFFER:
        return None
    if button.action is ActionType.CALL:
        return "takes no address: a call goes to the profile's number" if button.url else None
    return _address_problem(button.url)


def _address_problem(url: str | None) -> str | None:
    return None if url and _WEB_ADDRESS.fullmatch(url) else "needs a web address"


def _body(params: CreatePost) -> Mapping[str, Any]:
    body: dict[str, Any] = {
        "topicType": params.topic,
        "languageCode": params.language_code,
        "summary": params.summary,
    }
    if params.event:
        body["event"] = {"title": params.event.title, "schedule": _schedule(params.event)}
    if params.offer:
        body["offer"] = _offer(params.offer)
    if params.alert_type:
        body["alertType"] = params.alert_type
    if params.call_to_action and params.topic is not PostTopic.OFFER:
        button = params.call_to_action
        body["callToAction"] = _stated(actionType=button.action, url=button.url)
    if params.media_url:
        body["media"] = [{"mediaFormat": "PHOTO", "sourceUrl": params.media_url}]
    return body


def _offer(offer: PostOffer) -> Mapping[str, Any]:
    return _stated(
        couponCode=offer.coupon_code,
        redeemOnlineUrl=offer.redeem_online_url,
        termsConditions=offer.terms,
    )


def _schedule(event: PostEvent) -> Mapping[str, Any]:
    """Return all four fields: Google takes no interval with fewer."""
    opens, closes = _start_of(event)[1], _end_of(event)[1]
    return {
        "startDate": date_of(event.first_day),
        "startTime": time_of(opens),
        "endDate": date_of(event.last_day),
        "endTime": time_of(closes),
    }


def _start_of(event: PostEvent) -> tuple[date, time]:
    return event.first_day, event.opens or _WHOLE_DAY[0]


def _end_of(event: PostEvent) -> tuple[date, time]:
    return event.last_day, event.closes or _WHOLE_DAY[1]


def date_of(day: date) -> Mapping[str, int]:
    """Return a day as Google writes it."""
    return {"year": day.year, "month": day.month, "day": day.day}


def time_of(at: time) -> Mapping[str, int]:
    """Return a time of day as Google writes it."""
    return {"hours": at.hour, "minutes": at.minute}


def _stated(**fields: Any) -> Mapping[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
