"""How are comments under an account's posts read, answered and hidden?"""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from local.connectors.answer_values import flag, mapping, mappings, moment, text
from local.connectors.graph import replies
from local.connectors.graph.answers import next_cursor
from local.connectors.graph.host import GraphHost, digits, refuse, words_problem
from local.connectors.graph.port import (
    HideComment,
    ListComments,
    ReplyPrivately,
    ReplyToComment,
)
from local.connectors.instagram.port import (
    MOST_COMMENT_CHARACTERS,
    MOST_COMMENT_HASHTAGS,
    MOST_PRIVATE_BYTES,
)
from local.connectors.instagram.publishing import account_of, hashtags
from local.connectors.instagram.refusals import REFUSALS
from shared.connectors.connector import Access
from shared.connectors.exchange import VendorRequest

_OF_A_REPLY = "id,text,timestamp,username,from{id,username},user{id},hidden,parent_id"
_FIELDS = f"{_OF_A_REPLY},media{{id}}"
_WITH_REPLIES = f"{_FIELDS},replies.limit(50){{{_OF_A_REPLY}}}"
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_ON_A_PAGE = "50"


def listing(host: GraphHost, params: ListComments, access: Access) -> VendorRequest:
    """Return the request for a page of comments, the newest first, each with its replies."""
    query = [("fields", _WITH_REPLIES), *_paging(params.after)]
    return host.reading(f"{digits('post_id', params.post_id)}/comments", access, query)


def reading(host: GraphHost, comment_id: str, access: Access) -> VendorRequest:
    """Return the request for a comment."""
    return host.reading(digits("comment_id", comment_id), access, [("fields", _FIELDS)])


def reply(host: GraphHost, params: ReplyToComment, access: Access) -> VendorRequest:
    """Return the request that answers a comment."""
    refuse({"message": _reply_problem(params.message)})
    path = f"{digits('comment_id', params.comment_id)}/replies"
    return host.posting(path, {"message": params.message}, access)


def hiding(host: GraphHost, params: HideComment, access: Access) -> VendorRequest:
    """Return the request that hides a comment or shows it again."""
    path = digits("comment_id", params.comment_id)
    return host.posting(path, {"hide": params.is_hidden}, access)


def private_reply(host: GraphHost, params: ReplyPrivately, access: Access) -> VendorRequest:
    """Return the request that writes to who wrote a comment."""
    refuse({"message": _private_problem(params.message)})
    digits("comment_id", params.comment_id)
    return replies.privately(host, account_of(access), params, access)


def thread(host: GraphHost, params: ReplyToComment, access: Access) -> replies.Thread:
    """Return how the replies to a comment are read."""
    return replies.Thread(
        reading=reading(host, params.comment_id, access),
        listing=partial(_replies, host, access),
        comment_of=partial(comment_of, account_id=account_of(access)),
        refusals=REFUSALS,
    )


def comments_of(body: Mapping[str, Any], wish: ListComments) -> Mapping[str, Any]:
    """Return a page of comments and replies in our words; older ones than asked for stay out.

    Where a page holds nothing new, those after it hold nothing new either.
    """
    seen = [
        comment_of(stated, wish.post_id, above)
        for item in mappings(body.get("data"))
        for stated, above in _with_replies(item)
    ]
    new = [comment for comment in seen if _is_new(comment["created_at"], wish.since)]
    return {"comments": new, "after": next_cursor(body) if new else None}


def comment_of(
    body: Mapping[str, Any],
    post_id: str | None = None,
    parent_id: str | None = None,
    account_id: str | None = None,
) -> Mapping[str, Any]:
    """Return a comment in our words; Instagram tells `user` only of the account's own."""
    author = mapping(body.get("from"))
    author_id = text(author.get("id"))
    is_users = text(mapping(body.get("user")).get("id")) is not None
    return {
        "id": text(body.get("id")),
        "post_id": post_id or text(mapping(body.get("media")).get("id")),
        "parent_id": text(body.get("parent_id")) or parent_id,
        "message": text(body.get("text")),
        "created_at": text(body.get("timestamp")),
        "author_id": author_id,
        "author_name": text(author.get("username")) or text(body.get("username")),
        "is_own": is_users or (author_id is not None and author_id == account_id),
        "is_hidden": flag(body.get("hidden")),
        "can_reply_privately": None,
    }


def _with_replies(item: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], str | None]]:
    under = mappings(mapping(item.get("replies")).get("data"))
    return [(item, None), *((reply_, text(item.get("id"))) for reply_ in under)]


def _is_new(created_at: object, since: datetime | None) -> bool:
    at = moment(created_at)
    return since is None or at is None or at >= since


def _replies(host: GraphHost, access: Access, above: str, after: str | None) -> VendorRequest:
    query = [("fields", _OF_A_REPLY), *_paging(after)]
    return host.reading(f"{digits('comment_id', above)}/replies", access, query)


def _paging(after: str | None) -> list[tuple[str, str]]:
    return [("limit", _ON_A_PAGE), *([("after", after)] if after else [])]


def _reply_problem(words: str) -> str | None:
    if (problem := words_problem(words, MOST_COMMENT_CHARACTERS, "Instagram")) is not None:
        return problem
    if hashtags(words) > MOST_COMMENT_HASHTAGS:
        return f"has more than {MOST_COMMENT_HASHTAGS} hashtags"
    if len(_LINK.findall(words)) > 1:
        return "has more than one link"
    return "is all capitals" if words.isupper() else None


def _private_problem(words: str) -> str | None:
    if not words.strip():
        return "is empty"
    if (size := len(words.encode())) > MOST_PRIVATE_BYTES:
        return f"has {size} bytes, and Instagram takes {MOST_PRIVATE_BYTES}; shorten it"
    return None
