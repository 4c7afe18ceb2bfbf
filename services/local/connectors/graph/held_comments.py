"""How does Meta take answers to what people write under a shop's posts, in memory?"""

from datetime import datetime

from local.connectors.graph.held import HeldAccount, HeldComment
from local.connectors.graph.held_answers import refused
from local.connectors.graph.refusals import (
    ALREADY_REPLIED,
    CANNOT_REPLY,
    INVALID_PARAMETER,
    NOT_ALLOWED,
    OUTSIDE_WINDOW,
)
from local.connectors.twin import answered
from shared.connectors.exchange import VendorAnswer

_OK = 200


def answer_in_public(
    held: HeldAccount, comment: HeldComment, words: str, most: int, now: datetime
) -> VendorAnswer:
    """Take a reply; a reply to a reply stands under the comment above both."""
    if not words.strip() or len(words) > most:
        return refused(INVALID_PARAMETER, "Invalid parameter: message")
    reply = held.write(comment.post_id, words, now, parent_id=comment.parent_id or comment.id)
    return answered(_OK, {"id": reply.id})


def answer_in_private(
    held: HeldAccount, comment: HeldComment, words: str, most: int, now: datetime
) -> VendorAnswer:
    """Take one message to who wrote a comment, within seven days of it."""
    if not words.strip() or len(words) > most:
        return refused(INVALID_PARAMETER, "Invalid parameter: message")
    if comment.author_id == held.id:
        return refused(CANNOT_REPLY, "This user can't reply to this activity")
    if comment.private_reply is not None:
        return refused(ALREADY_REPLIED, "Activity already replied to")
    if not comment.may_be_answered_privately(now, held.id):
        return refused(NOT_ALLOWED, "Sent outside of the allowed window", OUTSIDE_WINDOW)
    comment.private_reply = words
    answer = {"recipient_id": comment.author_id, "message_id": f"m_{comment.id}"}
    return answered(_OK, answer)
