"""Work that execution puts on the queue."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class QueueReviewSyncs:
    """Queue a look at the reviews of every business that has connected its profile."""


@dataclass(frozen=True, slots=True)
class SyncReviews:
    """Read a business's reviews at Google, and draft what is not answered yet."""

    tenant_id: UUID


@dataclass(frozen=True, slots=True)
class PublishReply:
    """Send one reply, if it is still to be sent."""

    tenant_id: UUID
    reply_id: UUID


@dataclass(frozen=True, slots=True)
class CheckReply:
    """Read back one reply, if it is not known yet whether it can be seen."""

    tenant_id: UUID
    reply_id: UUID


@dataclass(frozen=True, slots=True)
class QueueDuePosts:
    """Queue a step for every post whose time has come, of all shops."""


@dataclass(frozen=True, slots=True)
class PublishPost:
    """Send one post, if it is still to be sent; let it expire if its time is over."""

    tenant_id: UUID
    post_id: UUID


@dataclass(frozen=True, slots=True)
class CheckPost:
    """Read back one post, if it is not known yet whether it can be seen."""

    tenant_id: UUID
    post_id: UUID


def sync_key(job: SyncReviews) -> str:
    """Return what keeps two looks at the same reviews from waiting at once."""
    return f"review-sync:{job.tenant_id}"
