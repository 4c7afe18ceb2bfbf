"""How does Google list reviews and moderate replies, in memory?"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from local.connectors.google_business.held import (
    GoogleRules,
    HeldReply,
    HeldReview,
    HeldShop,
    Moderation,
    invalid,
    not_found,
    page,
    refused,
    written,
)
from local.connectors.google_business.moderation import reply_violation
from local.connectors.google_business.port import MOST_REPLY_BYTES, ReplyState
from local.connectors.twin import Asked, answered
from shared.connectors.exchange import VendorAnswer

_STARS = ("", "ONE", "TWO", "THREE", "FOUR", "FIVE")
_MOST_ON_A_PAGE, _REMEMBERED = 50, 50


def answer(
    shop: HeldShop, asked: Asked, now: datetime, rules: GoogleRules, moderation: Moderation
) -> VendorAnswer:
    """Answer whatever is asked of a shop's reviews."""
    name, _, end = asked.path.removeprefix("/v4/").partition("/reply")
    if name == f"{shop.name}/reviews":
        return _listed(shop, asked.query, now)
    review = shop.reviews.get(name)
    if review is None:
        return not_found()
    if not asked.path.endswith("/reply") or end:
        return answered(200, _stated(review, now))
    if asked.method == "DELETE":
        return _without_reply(review)
    return _replied(shop, review, asked, now, rules, moderation)


def _listed(shop: HeldShop, query: Mapping[str, str], now: datetime) -> VendorAnswer:
    reviews = sorted(shop.reviews.values(), key=lambda review: review.updated_at, reverse=True)
    body = page("reviews", [_stated(review, now) for review in reviews], query, _MOST_ON_A_PAGE)
    if isinstance(body, VendorAnswer) or not reviews:
        return body if isinstance(body, VendorAnswer) else answered(200, body)
    average = sum(review.stars for review in reviews) / len(reviews)
    return answered(200, body | {"averageRating": average, "totalReviewCount": len(reviews)})


def _replied(
    shop: HeldShop,
    review: HeldReview,
    asked: Asked,
    now: datetime,
    rules: GoogleRules,
    moderation: Moderation,
) -> VendorAnswer:
    comment = asked.body.get("comment")
    if not isinstance(comment, str) or not comment.strip():
        return invalid("review_reply.comment", "is empty")
    if len(comment.encode()) > MOST_REPLY_BYTES:
        return invalid("review_reply.comment", f"is longer than {MOST_REPLY_BYTES} bytes")
    if not shop.is_verified:
        return refused(403, "PERMISSION_DENIED", "The location is not verified.")
    violation = reply_violation(comment, _earlier(shop, review))
    deserved = ReplyState.REJECTED if violation else ReplyState.APPROVED
    review.reply = HeldReply(
        comment=comment,
        updated_at=now,
        decided_at=now + timedelta(seconds=rules.reply_moderation_seconds),
        verdict=moderation.reply or deserved,
        violation=violation,
    )
    return answered(200, _reply(review.reply, now))


def _earlier(shop: HeldShop, review: HeldReview) -> list[str]:
    replies = [
        other.reply for other in shop.reviews.values() if other is not review and other.reply
    ]
    newest_first = sorted(replies, key=lambda reply: reply.updated_at, reverse=True)
    return [reply.comment for reply in newest_first[:_REMEMBERED]]


def _without_reply(review: HeldReview) -> VendorAnswer:
    if review.reply is None:
        return not_found()
    review.reply = None
    return answered(200, {})


def _stated(review: HeldReview, now: datetime) -> dict[str, Any]:
    stated: dict[str, Any] = {
        "name": review.name,
        "reviewId": review.name.rpartition("/")[2],
        "starRating": _STARS[review.stars],
        "createTime": written(review.created_at),
        "updateTime": written(review.updated_at),
        "reviewer": {"displayName": review.reviewer} if review.reviewer else {"isAnonymous": True},
    }
    if review.comment:
        stated["comment"] = review.comment
    if review.reply:
        stated["reviewReply"] = _reply(review.reply, now)
    return stated


def _reply(reply: HeldReply, now: datetime) -> dict[str, Any]:
    state = reply.verdict if now >= reply.decided_at else ReplyState.PENDING
    stated: dict[str, Any] = {
        "comment": reply.comment,
        "updateTime": written(reply.updated_at),
        "reviewReplyState": state,
    }
    if state is ReplyState.REJECTED:
        stated["policyViolation"] = reply.violation or "OTHER"
    return stated
