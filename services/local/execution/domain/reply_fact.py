"""What others may know of a reply to a review: how far it is, and who approved it."""

from dataclasses import dataclass
from datetime import datetime

from local.execution.domain.reply_state import ReplyState


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyFact:
    """A reply; `at` is when it was first drafted."""

    id: str
    at: datetime
    state: ReplyState
    approved_by: str | None
    reason: str | None
    verified_at: datetime | None
