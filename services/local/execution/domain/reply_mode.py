"""How far may the platform go with replies by itself?"""

from enum import StrEnum

from local.execution.domain.reply_routing import Route
from local.execution.domain.reply_state import ReplyState


class ReplyMode(StrEnum):
    """What the shop allows."""

    AUTO = "auto"  # praise is answered by itself, the rest waits for the owner
    ASK = "ask"  # everything waits for the owner
    NEVER = "never"  # nothing is drafted, nothing is sent


def first_state(mode: ReplyMode, route: Route, *, has_text: bool) -> ReplyState:
    """Return the state in which a draft begins."""
    is_sent_by_itself = mode is ReplyMode.AUTO and route is Route.AUTOMATIC and has_text
    return ReplyState.APPROVED if is_sent_by_itself else ReplyState.WAITING
