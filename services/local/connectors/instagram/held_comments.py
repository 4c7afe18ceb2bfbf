"""How does Instagram show comments under an account's posts, and take replies, in memory?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from local.connectors.graph.held import HeldComment
from local.connectors.graph.held_answers import page, picked, written
from local.connectors.graph.held_comments import answer_in_public
from local.connectors.instagram.held import HeldProfile
from local.connectors.instagram.port import MOST_COMMENT_CHARACTERS
from local.connectors.twin import Asked, answered
from shared.connectors.exchange import VendorAnswer

_OK = 200


def listed_under_media(held: HeldProfile, media_id: str, asked: Asked) -> VendorAnswer:
    """Return comments of a post, the newest first; replies come along where they are asked for."""
    above = [c for c in held.comments.values() if c.post_id == media_id and c.parent_id is None]
    newest_first = sorted(above, key=lambda c: c.created_at, reverse=True)
    return page([_with_replies(held, c) for c in newest_first], asked.query)


def answer_of_comment(
    held: HeldProfile, comment: HeldComment, edge: Sequence[str], asked: Asked, now: datetime
) -> VendorAnswer:
    """Show a comment and its replies, hide it, or take a reply."""
    if edge and asked.method == "GET":
        return page([_stated(held, reply) for reply in _under(held, comment)], asked.query)
    if edge:
        words = str(asked.body.get("message", ""))
        return answer_in_public(held, comment, words, MOST_COMMENT_CHARACTERS, now)
    if asked.method == "POST":
        comment.is_hidden = asked.body.get("hide") is True
        return answered(_OK, {"success": True})
    return answered(_OK, picked(_with_replies(held, comment), asked.query))


def _under(held: HeldProfile, comment: HeldComment) -> Sequence[HeldComment]:
    return [c for c in held.comments.values() if c.parent_id == comment.id]


def _with_replies(held: HeldProfile, comment: HeldComment) -> Mapping[str, Any]:
    replies = [_stated(held, reply) for reply in _under(held, comment)]
    under = {"replies": {"data": replies}} if replies else {}
    return {**_stated(held, comment), **under}


def _stated(held: HeldProfile, comment: HeldComment) -> Mapping[str, Any]:
    author = {"id": comment.author_id, "username": comment.author_name}
    is_own = comment.author_id == held.id
    return {
        "id": comment.id,
        "text": comment.message,
        "timestamp": written(comment.created_at),
        "username": comment.author_name if comment.is_author_told else None,
        "from": author if comment.is_author_told else None,
        "user": {"id": held.id} if is_own else None,
        "hidden": comment.is_hidden,
        "parent_id": comment.parent_id,
        "media": {"id": comment.post_id},
    }
