"""What follows for our reply from how a review looks at Google now?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from local.execution.domain.reply_state import ReplyState

# Whoever is answered long after a visit wonders why; and Google takes late replies away.
ANSWERED_WITHIN = timedelta(days=14)


class Plan(StrEnum):
    """What is to be done."""

    NOTHING = "nothing"
    DRAFT = "draft"
    DRAFT_ANEW = "draft_anew"
    NOTE_ANSWER = "note_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenReview:
    """A review as Google shows it; `answer` is the reply that stands under it."""

    name: str
    stars: int | None
    text: str | None
    written_at: datetime | None
    updated_at: datetime | None
    answer: str | None

    @property
    def fingerprint(self) -> str:
        """Return what tells this wording of the review from another."""
        return sha256(f"{self.stars}|{self.text or ''}".encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class OurReply:
    """What we hold for a review: how far it is, its words, and for which wording it was made."""

    state: ReplyState
    text: str | None
    drafted_for: str


_ON_ITS_WAY = frozenset({ReplyState.PUBLISHING, ReplyState.ACCEPTED})
_UNSENT = frozenset({ReplyState.WAITING, ReplyState.APPROVED, ReplyState.MANUAL})


def plan(seen: SeenReview, ours: OurReply | None, now: datetime) -> Plan:
    """Return what to do about a review.

    What is on its way is left alone until it has arrived; a review that changed is answered anew.
    """
    if ours is None:
        is_ours_to_answer = seen.answer is None and is_fresh(seen, now)
        return Plan.DRAFT if is_ours_to_answer else Plan.NOTHING
    if ours.state in _ON_ITS_WAY:
        return Plan.NOTHING
    if ours.state in _UNSENT and seen.answer is not None:
        return Plan.NOTE_ANSWER
    if ours.drafted_for != seen.fingerprint and is_fresh(seen, now):
        return Plan.DRAFT_ANEW
    return Plan.NOTHING


def is_fresh(seen: SeenReview, now: datetime) -> bool:
    """Tell whether a review is young enough for an answer; one without a time is not."""
    last = seen.updated_at or seen.written_at
    return last is not None and now - last <= ANSWERED_WITHIN
