"""What came of one piece of routine work?

Each piece is a run of its own: a message to be answered, a reminder to be sent, a review to be
replied to, today's post. What the platform did counts once it was read back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from local.automation.domain.routines import ROUTINES, Approval, Routine
from local.execution.domain.post_state import PostState
from local.execution.domain.reply_state import ReplyState
from local.messaging.domain.message_state import MessageState


class RunState(StrEnum):
    """How far a run is."""

    DUE = "due"
    RUNNING = "running"
    ACCEPTED = "accepted"
    VERIFIED = "verified"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"
    BLOCKED = "blocked"
    MANUAL = "manual"  # a person's, not done yet
    DONE_BY_HAND = "done_by_hand"
    MISSED = "missed"  # a person's, and the day is over
    EXPIRED = "expired"  # too late to be of use, so not begun; or not approved in time
    VOID = "void"  # there was nothing to do after all


class TouchKind(StrEnum):
    """What a person did about a run."""

    APPROVE = "approve"
    EDIT = "edit"
    REDO = "redo"
    ANSWER = "answer"
    FIX = "fix"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One piece of work; `key` tells occasions of a routine apart, `evidence` is what was read."""

    routine: Routine
    key: str
    on: date
    state: RunState
    mode: Approval = Approval.AUTO
    is_touched: bool = False
    touch_minutes: float = 0.0
    is_reworked: bool = False
    reason: str | None = None
    evidence: str | None = None
    verified_at: datetime | None = None

    @property
    def is_due(self) -> bool:
        """Tell whether there was anything to do."""
        return self.state is not RunState.VOID

    @property
    def is_counted(self) -> bool:
        """Tell whether the run is in the shares: it was due, and is work of the shop's."""
        return self.is_due and self.is_work

    @property
    def is_work(self) -> bool:
        """Tell whether a shop would do it without the platform."""
        return not ROUTINES[self.routine].is_own_check

    @property
    def is_verified(self) -> bool:
        """Tell whether the platform did it, seen by a read-back."""
        return self.state is RunState.VERIFIED

    @property
    def is_hands_free(self) -> bool:
        """Tell whether nobody had to lift a finger."""
        return self.is_verified and not self.is_touched


OF_REPLIES: Mapping[ReplyState, RunState] = {
    ReplyState.WAITING: RunState.MANUAL,
    ReplyState.APPROVED: RunState.RUNNING,
    ReplyState.PUBLISHING: RunState.RUNNING,
    ReplyState.ACCEPTED: RunState.ACCEPTED,
    ReplyState.VERIFIED: RunState.VERIFIED,
    ReplyState.REJECTED: RunState.FAILED,
    ReplyState.UNCONFIRMED: RunState.UNCONFIRMED,
    ReplyState.FAILED: RunState.FAILED,
    ReplyState.DECLINED: RunState.VOID,
    ReplyState.MANUAL: RunState.MANUAL,
    ReplyState.ANSWERED: RunState.DONE_BY_HAND,
}
OF_POSTS: Mapping[PostState, RunState] = {
    PostState.DRAFT: RunState.MANUAL,
    PostState.APPROVED: RunState.RUNNING,
    PostState.SCHEDULED: RunState.DUE,
    PostState.PUBLISHING: RunState.RUNNING,
    PostState.ACCEPTED: RunState.ACCEPTED,
    PostState.VERIFIED: RunState.VERIFIED,
    PostState.REJECTED: RunState.FAILED,
    PostState.UNCONFIRMED: RunState.UNCONFIRMED,
    PostState.FAILED: RunState.FAILED,
    PostState.DECLINED: RunState.VOID,
    PostState.MANUAL: RunState.MANUAL,
    PostState.EXPIRED: RunState.MISSED,
}
OF_MESSAGES: Mapping[MessageState, RunState] = {
    MessageState.WAITING: RunState.MANUAL,
    MessageState.QUEUED: RunState.DUE,
    MessageState.SENDING: RunState.RUNNING,
    MessageState.UNCONFIRMED: RunState.UNCONFIRMED,
    MessageState.ACCEPTED: RunState.ACCEPTED,
    MessageState.SENT: RunState.ACCEPTED,
    MessageState.DELIVERED: RunState.VERIFIED,
    MessageState.READ: RunState.VERIFIED,
    MessageState.FAILED: RunState.FAILED,
    MessageState.BLOCKED: RunState.BLOCKED,
    MessageState.CANCELLED: RunState.VOID,
}
