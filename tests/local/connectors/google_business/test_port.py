"""Every request keeps Google's contract; what Google would refuse is not sent."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from local.connectors.google_business import port
from local.connectors.google_business.google_business import CAPABILITIES
from local.connectors.google_business.port import (
    ActionType,
    Attribute,
    CallToAction,
    DailyMetric,
    OpenPeriod,
    PostTopic,
    SpecialDay,
)
from shared.connectors.connector import InvalidCallError
from tests.local.connectors.desk import call
from tests.local.connectors.google_business.desk import (
    GOOGLE,
    OFFER,
    PHOTO,
    POST,
    PROFILE,
    WEEK,
    access,
)
from tests.vendors.google_business import breaches

REVIEW = f"{PROFILE}/reviews/AbFvOqk-3_x="
POST_NAME = f"{PROFILE}/localPosts/7"
DAY = date(2026, 12, 25)
BUTTON = CallToAction(action=ActionType.ORDER, url="https://shop.example/order")
METRICS = port.ReadMetrics(
    metrics=tuple(DailyMetric), first_day=date(2026, 11, 1), last_day=date(2026, 11, 25)
)
GOOD = [
    ("review.read", port.ReadReview(review_name=f"{PROFILE}/reviews/3")),
    ("review.list", port.ListReviews()),
    ("review.list", port.ListReviews(page_size=1, page_token="50")),
    ("review.reply", port.ReplyToReview(review_name=REVIEW, comment="धन्यवाद, आशा जी!")),
    ("review.delete_reply", port.DeleteReviewReply(review_name=REVIEW)),
    ("post.create", POST),
    ("post.create", replace(POST, call_to_action=BUTTON, media_url="https://shop.example/a.jpg")),
    ("post.create", replace(POST, call_to_action=CallToAction(action=ActionType.CALL))),
    ("post.create", OFFER),
    ("post.create", replace(OFFER, call_to_action=BUTTON)),
    ("post.create", replace(OFFER, topic=PostTopic.EVENT, offer=None)),
    ("post.create", replace(POST, topic=PostTopic.ALERT, alert_type=port.AlertType.COVID_19)),
    ("post.read", port.ReadPost(post_name=POST_NAME)),
    ("post.delete", port.DeletePost(post_name=POST_NAME)),
    *(("media.create", replace(PHOTO, category=category)) for category in port.MediaCategory),
    ("media.create", replace(PHOTO, description="Jalebi")),
    ("hours.set", WEEK),
    ("hours.set", port.SetHours(special_days=[SpecialDay(day=DAY)])),
    ("hours.set", port.SetHours(special_days=[SpecialDay(day=DAY, opens_at=time(9))])),
    (
        "attributes.set",
        port.SetAttributes(attributes=[Attribute(name="attributes/x", values=[True])]),
    ),
    (
        "attributes.set",
        port.SetAttributes(attributes=[Attribute(name="attributes/u", urls=["https://a.example"])]),
    ),
    ("location.read", port.ReadLocation()),
    ("location.google_updated", port.ReadGoogleUpdates()),
    ("metrics.read", METRICS),
]


@pytest.mark.parametrize(("capability", "params"), GOOD)
def test_each_request_keeps_the_contract(capability: str, params: object) -> None:
    assert breaches(GOOGLE.build(call(capability, params), access())) == []


def test_every_capability_is_among_them() -> None:
    assert {name for name, _ in GOOD} == {capability.name for capability in CAPABILITIES}


def test_a_dry_run_of_hours_is_google_s_own() -> None:
    request = GOOGLE.build(call("hours.set", WEEK, is_dry_run=True), access())
    assert "validateOnly=true" in request.url
    assert breaches(request) == []


def test_the_renewal_keeps_the_contract() -> None:
    request = GOOGLE.refresh(access())
    assert request is not None
    assert breaches(request) == []


def test_google_is_never_sent_the_button_of_an_offer() -> None:
    request = GOOGLE.build(call("post.create", replace(OFFER, call_to_action=BUTTON)), access())
    assert "callToAction" not in request.json()


def test_hours_past_midnight_end_on_the_next_day() -> None:
    late = SpecialDay(day=date(2026, 12, 31), opens_at=time(18), closes_at=time(2))
    request = GOOGLE.build(call("hours.set", port.SetHours(special_days=[late])), access())
    period = request.json()["specialHours"]["specialHourPeriods"][0]
    assert period["endDate"] == {"year": 2027, "month": 1, "day": 1}


def week(opens_on: int, opens: time, closes_on: int, closes: time | None) -> port.SetHours:
    period = OpenPeriod(opens_on=opens_on, opens_at=opens, closes_on=closes_on, closes_at=closes)
    return port.SetHours(week=[period])


def special(opens: time | None, closes: time | None) -> port.SetHours:
    return port.SetHours(special_days=[SpecialDay(day=DAY, opens_at=opens, closes_at=closes)])


def attribute(name: str, values: Any = (), urls: Any = ()) -> port.SetAttributes:
    return port.SetAttributes(attributes=[Attribute(name=name, values=values, urls=urls)])


BAD = [
    ("review.list", port.ListReviews(page_size=51), "page_size"),
    ("review.reply", port.ReplyToReview(review_name=REVIEW, comment=" "), "comment"),
    ("review.reply", port.ReplyToReview(review_name=REVIEW, comment="क" * 1366), "comment"),
    (
        "review.reply",
        port.ReplyToReview(review_name="accounts/1/locations/3/reviews/1", comment="x"),
        "review_name",
    ),
    (
        "review.delete_reply",
        port.DeleteReviewReply(review_name=f"{PROFILE}/reviews/../3"),
        "review_name",
    ),
    ("review.delete_reply", port.DeleteReviewReply(review_name=POST_NAME), "review_name"),
    ("post.read", port.ReadPost(post_name=REVIEW), "post_name"),
    ("post.create", replace(POST, summary=""), "summary"),
    ("post.create", replace(POST, summary="x" * 1501), "summary"),
    ("post.create", replace(POST, language_code=""), "language_code"),
    ("post.create", replace(OFFER, event=None), "event"),
    ("post.create", replace(POST, topic=PostTopic.EVENT), "event"),
    ("post.create", replace(POST, event=OFFER.event), "event"),
    ("post.create", replace(POST, offer=OFFER.offer), "offer"),
    ("post.create", replace(POST, topic=PostTopic.ALERT), "alert_type"),
    ("post.create", replace(POST, alert_type=port.AlertType.COVID_19), "alert_type"),
    ("post.create", replace(POST, media_url="jalebi.jpg"), "media_url"),
    (
        "post.create",
        replace(POST, call_to_action=CallToAction(action=ActionType.BOOK)),
        "call_to_action",
    ),
    (
        "post.create",
        replace(POST, call_to_action=replace(BUTTON, action=ActionType.CALL)),
        "call_to_action",
    ),
    ("media.create", replace(PHOTO, source_url="file:///a.jpg"), "source_url"),
    ("hours.set", port.SetHours(), "week"),
    ("hours.set", week(0, time(9), 1, time(10)), "week"),
    ("hours.set", week(1, time(9), 1, time(8)), "week"),
    ("hours.set", special(None, time(9)), "special_days"),
    ("hours.set", special(time(18), time(12)), "special_days"),
    ("hours.set", special(time(9), time(9)), "special_days"),
    ("attributes.set", port.SetAttributes(attributes=[]), "attributes"),
    ("attributes.set", attribute("has wifi", [True]), "attributes"),
    ("attributes.set", attribute("attributes/x"), "attributes"),
    ("attributes.set", attribute("attributes/x", [True, False]), "attributes"),
    ("attributes.set", attribute("attributes/x", [True], ["https://a.example"]), "attributes"),
    ("metrics.read", replace(METRICS, metrics=()), "metrics"),
    ("metrics.read", replace(METRICS, last_day=date(2026, 10, 1)), "last_day"),
]


@pytest.mark.parametrize(("capability", "params", "named"), BAD)
def test_what_google_would_refuse_is_named(capability: str, params: object, named: str) -> None:
    with pytest.raises(InvalidCallError) as caught:
        GOOGLE.build(call(capability, params), access())
    assert list(caught.value.problems) == [named]


def test_an_event_that_ends_before_it_begins_is_refused() -> None:
    event = port.PostEvent(title="x", first_day=DAY, last_day=DAY, opens=time(9), closes=time(8))
    with pytest.raises(InvalidCallError, match="ends before it begins"):
        GOOGLE.build(call("post.create", replace(OFFER, event=event)), access())


@pytest.mark.parametrize("value", ["", "2/../3", "locations/2"])
def test_a_connection_without_a_proper_profile_is_refused(value: str) -> None:
    with pytest.raises(InvalidCallError, match="location_id"):
        GOOGLE.build(call("location.read", port.ReadLocation()), access(location_id=value))
