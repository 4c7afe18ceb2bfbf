"""What others may know of a post: where, how far it is, and who approved it; no words."""

from dataclasses import dataclass
from datetime import date, datetime

from local.execution.domain.post_channel import Channel
from local.execution.domain.post_state import PostState


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFact:
    """A post; `for_day` is the day for which the platform wrote it, None where a person did."""

    id: str
    channel: Channel
    for_day: date | None
    at: datetime
    state: PostState
    approved_by: str | None
    reason: str | None
    verified_at: datetime | None
