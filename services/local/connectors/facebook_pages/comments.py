"""How are comments under a Page's posts read, answered and hidden?"""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from local.connectors.answer_values import flag, mapping, mappings, text
from local.connectors.facebook_pages.port import (
    MOST_COMMENT_CHARACTERS,
    MOST_PRIVATE_CHARACTERS,
)
from local.connectors.facebook_pages.posts import own_post, page_of
from local.connectors.facebook_pages.refusals import REFUSALS
from local.connectors.graph import replies
from local.connectors.graph.answers import next_cursor
from local.connectors.graph.host import GraphHost, refuse, words_problem
from local.connectors.graph.port import (
    HideComment,
    ListComments,
    ReplyPrivately,
    ReplyToComment,
)
from shared.connectors.connector import Access
from shared.connectors.exchange import VendorRequest

_FIELDS = "id,message,created_time,from{id,name},parent{id},is_hidden,can_reply_privately"
_ID = re.compile(r"[0-9]{1,30}_[0-9]{1,30}")
_ON_A_PAGE = "50"


def listing(host: GraphHost, params: ListComments, access: Access) -> VendorRequest:
    """Return the request for a page of comments and replies, the oldest first."""
    query = [("fields", _FIELDS), ("filter", "stream"), ("order", "chronological")]
    if params.since is not None:
        query.append(("since", str(int(params.since.timestamp()))))
    post = own_post(params.post_id, access)
    return host.reading(f"{post}/comments", access, [*query, *_paging(params.after)])


def reading(host: GraphHost, comment_id: str, access: Access) -> VendorRequest:
    """Return the request for a comment."""
    refuse({"comment_id": _id_problem(comment_id)})
    return host.reading(comment_id, access, [("fields", _FIELDS)])


def reply(host: GraphHost, params: ReplyToComment, access: Access) -> VendorRequest:
    """Return the request that answers a comment."""
    refuse(
        {
            "comment_id": _id_problem(params.comment_id),
            "message": words_problem(params.message, MOST_COMMENT_CHARACTERS, "Facebook"),
        }
    )
    return host.posting(f"{params.comment_id}/comments", {"message": params.message}, access)


def hiding(host: GraphHost, params: HideComment, access: Access) -> VendorRequest:
    """Return the request that hides a comment or shows it again."""
    refuse({"comment_id": _id_problem(params.comment_id)})
    return host.posting(params.comment_id, {"is_hidden": params.is_hidden}, access)


def private_reply(host: GraphHost, params: ReplyPrivately, access: Access) -> VendorRequest:
    """Return the request that writes to who wrote a comment."""
    refuse(
        {
            "comment_id": _id_problem(params.comment_id),
            "message": words_problem(params.message, MOST_PRIVATE_CHARACTERS, "Facebook"),
        }
    )
    return replies.privately(host, page_of(access), params, access)


def thread(host: GraphHost, params: ReplyToComment, access: Access) -> replies.Thread:
    """Return how the replies to a comment are read."""
    return replies.Thread(
        reading=reading(host, params.comment_id, access),
        listing=partial(_replies, host, access),
        comment_of=partial(comment_of, post_id=f"{page_of(access)}_"),
        refusals=REFUSALS,
    )


def comments_of(body: Mapping[str, Any], post_id: str) -> Mapping[str, Any]:
    """Return a page of comments in our words."""
    listed = [comment_of(item, post_id) for item in mappings(body.get("data"))]
    return {"comments": listed, "after": next_cursor(body)}


def comment_of(body: Mapping[str, Any], post_id: str | None) -> Mapping[str, Any]:
    """Return a comment in our words; whose it is, is told by the Page in the post's id."""
    author = mapping(body.get("from"))
    page_id = None if post_id is None else post_id.partition("_")[0]
    return {
        "id": text(body.get("id")),
        "post_id": post_id,
        "parent_id": text(mapping(body.get("parent")).get("id")),
        "message": text(body.get("message")),
        "created_at": text(body.get("created_time")),
        "author_id": text(author.get("id")),
        "author_name": text(author.get("name")),
        "is_own": None if page_id is None else author.get("id") == page_id,
        "is_hidden": flag(body.get("is_hidden")),
        "can_reply_privately": flag(body.get("can_reply_privately")),
    }


def _replies(host: GraphHost, access: Access, above: str, after: str | None) -> VendorRequest:
    query = [("fields", _FIELDS), ("order", "reverse_chronological"), *_paging(after)]
    return host.reading(f"{above}/comments", access, query)


def _paging(after: str | None) -> list[tuple[str, str]]:
    return [("limit", _ON_A_PAGE), *([("after", after)] if after else [])]


def _id_problem(comment_id: str) -> str | None:
    return None if _ID.fullmatch(comment_id) else "is no id of a comment on Facebook"
