"""How are comments answered, in public and in private, and how is a reply found after silence?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from local.connectors.answer_values import is_same_text, mappings, moment
from local.connectors.graph.answers import CLOCK_SKEW, list_of, next_cursor, node_of
from local.connectors.graph.host import GraphHost
from local.connectors.graph.port import ReplyPrivately, ReplyToComment
from local.connectors.graph.refusals import Refusals, is_gone
from shared.connectors.calls import Done, Failed, FailureKind, Outcome
from shared.connectors.connector import Access, Ask
from shared.connectors.exchange import VendorRequest

_MOST_PAGES = 20
_AUTHOR_UNKNOWN = Failed(
    kind=FailureKind.UNKNOWN_OUTCOME,
    code="author_unknown",
    message="A reply of these words is there, and it is not told whose it is.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """How one reads the comment that was answered, and the replies under a comment.

    `comment_of` says a comment in our words.
    """

    reading: VendorRequest
    listing: Callable[[str, str | None], VendorRequest]
    comment_of: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    refusals: Refusals


async def found(thread: Thread, params: ReplyToComment, ask: Ask) -> Outcome | None:
    """Look for the shop's own reply: same words, and not older than the wish.

    A reply to a reply lands under the comment above both. Where Meta hides who wrote such words,
    nobody can tell: they may be the shop's.
    """
    answer = await ask("comment.read", thread.reading)
    body = node_of(answer)
    if body is None:
        refusals = thread.refusals
        return refusals.failure_of(answer) if is_gone(answer) else refusals.of_a_look(answer)
    above = thread.comment_of(body)["parent_id"] or params.comment_id
    return await _among_replies(thread, params, above, ask)


async def _among_replies(
    thread: Thread, params: ReplyToComment, above: str, ask: Ask
) -> Outcome | None:
    after: str | None = None
    for _ in range(_MOST_PAGES):
        answer = await ask("reply.list", thread.listing(above, after))
        if (page := list_of(answer)) is None:
            return thread.refusals.of_a_look(answer)
        replies = [thread.comment_of(item) for item in mappings(page.get("data"))]
        same = [reply for reply in replies if _is_the_same(params, reply)]
        if (own := next((reply for reply in same if reply["is_own"]), None)) is not None:
            return Done(remote_id=own["id"])
        if any(reply["author_id"] is None for reply in same):
            return _AUTHOR_UNKNOWN
        if (after := next_cursor(page)) is None:
            return None
    message = "There are too many replies to look through."
    return Failed(kind=FailureKind.UNKNOWN_OUTCOME, code="too_many_pages", message=message)


def _is_the_same(params: ReplyToComment, reply: Mapping[str, Any]) -> bool:
    at = moment(reply["created_at"])
    is_new = at is not None and at >= params.first_tried_at - CLOCK_SKEW
    return is_new and is_same_text(reply["message"], params.message)


def privately(
    host: GraphHost, account_id: str, params: ReplyPrivately, access: Access
) -> VendorRequest:
    """Return the request that writes to who wrote a comment."""
    body = {
        "recipient": {"comment_id": params.comment_id},
        "message": {"text": params.message},
    }
    return host.posting(f"{account_id}/messages", body, access)
