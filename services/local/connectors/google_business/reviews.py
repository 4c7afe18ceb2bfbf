"""How are reviews listed and answered?"""

from collections.abc import Mapping
from typing import Any

from local.connectors.answer_values import mapping, mappings, text
from local.connectors.google_business.hosts import bearer, name_under, profile_of
from local.connectors.google_business.port import (
    MOST_REPLY_BYTES,
    DeleteReviewReply,
    ListReviews,
    ReadReview,
    ReplyToReview,
)
from shared.connectors.connector import Access, InvalidCallError
from shared.connectors.exchange import VendorRequest, get, sending_json

_STARS: Mapping[str, int] = {"ONE": 1, "TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5}
_MOST_ON_A_PAGE = 50


def listing(host: str, params: ListReviews, access: Access) -> VendorRequest:
    """Return the request for a page of reviews."""
    if not 1 <= params.page_size <= _MOST_ON_A_PAGE:
        raise InvalidCallError({"page_size": f"must be 1 to {_MOST_ON_A_PAGE}"})
    query = [("pageSize", str(params.page_size)), ("orderBy", "updateTime desc")]
    if params.page_token:
        query.append(("pageToken", params.page_token))
    return get(f"{host}/v4/{profile_of(access)}/reviews", query, bearer(access))


def reply(host: str, params: ReplyToReview, access: Access) -> VendorRequest:
    """Return the request that puts a reply, in place of an earlier one."""
    name = name_under(access, "reviews", "review_name", params.review_name)
    if not params.comment.strip():
        raise InvalidCallError({"comment": "is empty"})
    if (size := len(params.comment.encode())) > MOST_REPLY_BYTES:
        raise InvalidCallError(
            {"comment": f"has {size} bytes, and Google takes {MOST_REPLY_BYTES}; shorten it"}
        )
    body = {"comment": params.comment}
    return sending_json("PUT", f"{host}/v4/{name}/reply", body, headers=bearer(access))


def reply_deletion(host: str, params: DeleteReviewReply, access: Access) -> VendorRequest:
    """Return the request that takes a reply away."""
    name = name_under(access, "reviews", "review_name", params.review_name)
    return VendorRequest(method="DELETE", url=f"{host}/v4/{name}/reply", headers=bearer(access))


def one(host: str, params: ReadReview | DeleteReviewReply, access: Access) -> VendorRequest:
    """Return the request for one review."""
    name = name_under(access, "reviews", "review_name", params.review_name)
    return get(f"{host}/v4/{name}", headers=bearer(access))


def page_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a page of reviews in our words; Google leaves out a count of nought."""
    listed = [review_of(stated) for stated in mappings(body.get("reviews"))]
    return {
        "reviews": listed,
        "next_page_token": text(body.get("nextPageToken")),
        "average_rating": body.get("averageRating"),
        "total": body.get("totalReviewCount", None if listed else 0),
    }


def reply_of(stated: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a reply in our words; older answers hold no state."""
    return {
        "comment": text(stated.get("comment")),
        "updated_at": text(stated.get("updateTime")),
        "state": text(stated.get("reviewReplyState")),
        "policy_violation": text(stated.get("policyViolation")),
    }


def review_of(stated: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return one review in our words."""
    answered = mapping(stated.get("reviewReply"))
    return {
        "name": text(stated.get("name")),
        "stars": _STARS.get(str(stated.get("starRating"))),
        "comment": text(stated.get("comment")),
        "reviewer": text(mapping(stated.get("reviewer")).get("displayName")),
        "created_at": text(stated.get("createTime")),
        "updated_at": text(stated.get("updateTime")),
        "reply": reply_of(answered) if answered else None,
    }
