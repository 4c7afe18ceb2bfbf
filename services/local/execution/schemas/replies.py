"""Request and response bodies of replies to reviews."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from local.execution.domain.reply_language import Language
from local.execution.domain.reply_mode import ReplyMode
from local.execution.domain.reply_routing import Route, RouteReason
from local.execution.domain.reply_state import ReplyState
from shared.http.schemas import RequestBody, ResponseBody

Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4096),
    Field(description="The reply in other words than drafted."),
]


class ApproveRequest(RequestBody):
    """An approval, in the drafted words or in others."""

    text: Words | None = None


class ReplySettings(RequestBody):
    """How replies are approved: `auto` answers praise by itself, `never` drafts nothing."""

    mode: ReplyMode


class ReplySettingsRead(ResponseBody):
    """How replies are approved now."""

    mode: ReplyMode


class ReplyRead(ResponseBody):
    """A reply; it counts as done only when it is `verified`: read back at Google as approved.

    `route_reason` says why it was or was not sent by itself; `reason` is Google's own word where
    something did not go well.
    """

    id: UUID
    review_id: UUID
    stars: float | None
    written_at: datetime | None
    state: ReplyState
    text: str | None
    language: Language
    route: Route
    route_reason: RouteReason
    method: str
    approved_by: str | None
    approved_at: datetime | None
    accepted_at: datetime | None
    ended_at: datetime | None
    next_at: datetime | None
    reason: str | None
    message: str | None
    created_at: datetime


class SyncAccepted(ResponseBody):
    """The look is queued; without an active connection it finds nothing to do."""

    state: Literal["queued"]


class ReplyCounts(ResponseBody):
    """How many replies are in each state; they add up to the list."""

    total: int
    by_state: dict[ReplyState, int]
