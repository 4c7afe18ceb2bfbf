"""How does Facebook show comments under a Page's posts, and take replies, in memory?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from local.connectors.facebook_pages.held import HeldPage
from local.connectors.facebook_pages.port import MOST_COMMENT_CHARACTERS
from local.connectors.graph.held import HeldComment
from local.connectors.graph.held_answers import page, picked, written
from local.connectors.graph.held_comments import answer_in_public
from local.connectors.twin import Asked, answered
from shared.connectors.exchange import VendorAnswer

_OK = 200


def listed_under_post(held: HeldPage, post_id: str, asked: Asked, now: datetime) -> VendorAnswer:
    """Return comments of a post: those above, or with `filter=stream` the replies among them."""
    of_post = [c for c in held.comments.values() if c.post_id == post_id]
    is_stream = asked.query.get("filter") == "stream"
    shown = [c for c in of_post if is_stream or c.parent_id is None]
    return _listed(held, shown, asked.query, now)


def answer_of_comment(
    held: HeldPage, comment: HeldComment, edge: Sequence[str], asked: Asked, now: datetime
) -> VendorAnswer:
    """Show a comment and its replies, hide it, or take a reply."""
    if edge and asked.method == "GET":
        replies = [c for c in held.comments.values() if c.parent_id == comment.id]
        return _listed(held, replies, asked.query, now)
    if edge:
        words = str(asked.body.get("message", ""))
        return answer_in_public(held, comment, words, MOST_COMMENT_CHARACTERS, now)
    if asked.method == "POST":
        comment.is_hidden = asked.body.get("is_hidden") is True
        return answered(_OK, {"success": True})
    return answered(_OK, picked(_stated(held, comment, now), asked.query))


def _listed(
    held: HeldPage, comments: Sequence[HeldComment], query: Mapping[str, str], now: datetime
) -> VendorAnswer:
    since = float(query.get("since", "0"))
    newest_first = query.get("order") == "reverse_chronological"
    shown = [c for c in comments if c.created_at.timestamp() >= since]
    ordered = sorted(shown, key=lambda c: c.created_at, reverse=newest_first)
    return page([_stated(held, c, now) for c in ordered], query)


def _stated(held: HeldPage, comment: HeldComment, now: datetime) -> Mapping[str, Any]:
    author = {"id": comment.author_id, "name": comment.author_name}
    parent = None if comment.parent_id is None else {"id": comment.parent_id}
    return {
        "id": comment.id,
        "message": comment.message,
        "created_time": written(comment.created_at),
        "from": author if comment.is_author_told else None,
        "parent": parent,
        "is_hidden": comment.is_hidden,
        "can_reply_privately": comment.may_be_answered_privately(now, held.id),
    }
