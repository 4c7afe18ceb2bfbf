"""How far is a post, and what follows from what a vendor said of it?

A post cannot be replaced: sent twice, it stands there twice. So whatever may be out already is
looked for, by the vendor's own reconciling or by a person, and is never handed over to be posted
by hand. Accepted is not done: only a post that was read back as live counts.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class PostState(StrEnum):
    """How far a post is; see `ENDED` for the ends."""

    DRAFT = "draft"  # waits for the owner
    APPROVED = "approved"  # goes out now
    SCHEDULED = "scheduled"  # approved, and its time is to come
    PUBLISHING = "publishing"
    ACCEPTED = "accepted"
    VERIFIED = "verified"
    REJECTED = "rejected"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"
    DECLINED = "declined"
    MANUAL = "manual"  # a person posts it, from a prepared task
    EXPIRED = "expired"  # nobody answered in time, or its day is over


ENDED = frozenset(
    {
        PostState.VERIFIED,
        PostState.REJECTED,
        PostState.UNCONFIRMED,
        PostState.FAILED,
        PostState.DECLINED,
        PostState.EXPIRED,
    }
)
# Nothing of these can be seen at the vendor.
MAY_BE_APPROVED = frozenset(
    {PostState.DRAFT, PostState.MANUAL, PostState.REJECTED, PostState.FAILED}
)
MAY_BE_DECLINED = frozenset(
    {PostState.DRAFT, PostState.APPROVED, PostState.SCHEDULED, PostState.MANUAL}
)
MAY_BE_SENT = frozenset({PostState.APPROVED, PostState.SCHEDULED, PostState.PUBLISHING})

# What was meant for a moment is not posted two days after it without asking.
SENDING_ENDS_AFTER = timedelta(hours=48)
CHECKING_ENDS_AFTER = timedelta(hours=24)
FIRST_CHECK_AFTER = timedelta(minutes=5)
CONNECTION_LOOKED_FOR_EVERY = timedelta(hours=1)
# An attempt of which nothing was noted by then is over: whoever made it is dead.
ATTEMPT_ENDS_WITHIN = timedelta(minutes=3)
_LONGEST_CHECK_AFTER = timedelta(hours=4)


class Sent(StrEnum):
    """What came of sending, in the words that matter here."""

    TAKEN = "taken"
    WAIT = "wait"  # nothing happened; later perhaps
    UNKNOWN = "unknown"  # nobody knows what happened
    REJECTED = "rejected"  # taken, and turned down at once
    REFUSED = "refused"
    NEEDS_RECONNECT = "needs_reconnect"
    NOT_CONNECTED = "not_connected"


class Ask(StrEnum):
    """What a person is asked for."""

    POST = "post"  # by hand: it is certain that the post is not there
    LOOK = "look"  # whether it is there


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a post becomes, when to come back for it, and what a person is asked for."""

    state: PostState
    again_at: datetime | None = None
    may_be_out: bool = False
    ask: Ask | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """When a post is meant to go out, and from when on it makes no sense any more (None: never)."""

    publish_at: datetime
    expires_at: datetime | None

    def is_stale(self, now: datetime) -> bool:
        """Tell whether its day is over."""
        return self.expires_at is not None and now >= self.expires_at

    @property
    def ends_at(self) -> datetime:
        """Return from when on it is not sent any more."""
        ends_at = self.publish_at + SENDING_ENDS_AFTER
        return ends_at if self.expires_at is None else min(ends_at, self.expires_at)


def after_approval(moments: Moments, now: datetime) -> Step:
    """Return what an approved post is: on its way, or waiting for its time."""
    state = PostState.SCHEDULED if moments.publish_at > now else PostState.APPROVED
    return Step(state=state, again_at=max(moments.publish_at, now))


def after_sending(
    sent: Sent, moments: Moments, *, was_unsure: bool, wait_seconds: float, now: datetime
) -> Step:
    """Return what follows from an attempt; `was_unsure` tells that an earlier one may have worked.

    A refusal after that says nothing of the earlier attempt: then a person looks.
    """
    if sent is Sent.TAKEN:
        return Step(state=PostState.ACCEPTED, again_at=now + FIRST_CHECK_AFTER)
    if sent is Sent.REJECTED:
        return Step(state=PostState.REJECTED, ask=Ask.POST)
    is_unsure = was_unsure or sent is Sent.UNKNOWN
    if sent in (Sent.WAIT, Sent.UNKNOWN) and now < moments.ends_at:
        again_at = min(now + timedelta(seconds=max(1.0, wait_seconds)), moments.ends_at)
        return Step(state=PostState.PUBLISHING, again_at=again_at, may_be_out=is_unsure)
    if is_unsure:
        return Step(state=PostState.UNCONFIRMED, may_be_out=True, ask=Ask.LOOK)
    return _not_out(sent, moments, now)


def _not_out(sent: Sent, moments: Moments, now: datetime) -> Step:
    """Return what follows where it is certain that nothing of the post can be seen."""
    if moments.is_stale(now):
        return Step(state=PostState.EXPIRED)
    if sent in (Sent.NEEDS_RECONNECT, Sent.NOT_CONNECTED):
        return waiting_for_connection(moments, now, ask=Ask.POST)
    return Step(state=PostState.FAILED, ask=Ask.POST)


def waiting_for_connection(moments: Moments, now: datetime, ask: Ask | None = None) -> Step:
    """Return the state of a post that a person may post, until the connection is there."""
    if moments.is_stale(now):
        return Step(state=PostState.EXPIRED)
    if now >= moments.ends_at:
        return Step(state=PostState.MANUAL, again_at=moments.expires_at, ask=ask)
    again_at = min(now + CONNECTION_LOOKED_FOR_EVERY, moments.ends_at)
    return Step(state=PostState.MANUAL, again_at=again_at, ask=ask)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A post as the vendor shows it; `is_live` is None where the vendor has not decided."""

    is_live: bool | None
    public_url: str | None = None


def after_look(seen: Seen | None, accepted_at: datetime, now: datetime) -> Step:
    """Return what follows from reading a post back; `seen` is None where it was not found."""
    if seen is not None and seen.is_live is not None:
        if seen.is_live:
            return Step(state=PostState.VERIFIED)
        return Step(state=PostState.REJECTED, ask=Ask.POST)
    if now >= accepted_at + CHECKING_ENDS_AFTER:
        return Step(state=PostState.UNCONFIRMED, may_be_out=True, ask=Ask.LOOK)
    # As long as the post is old: soon at first, seldom later, and at the end once more.
    wait = max(FIRST_CHECK_AFTER, min(now - accepted_at, _LONGEST_CHECK_AFTER))
    again_at = min(now + wait, accepted_at + CHECKING_ENDS_AFTER)
    return Step(state=PostState.ACCEPTED, again_at=again_at)
