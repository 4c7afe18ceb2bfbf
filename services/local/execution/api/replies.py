"""Routes of replies to reviews."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, status

from local.execution.domain.reply_mode import ReplyMode
from local.execution.domain.reply_state import ReplyState
from local.execution.models import ReplyRow
from local.execution.schemas.replies import (
    ApproveRequest,
    ReplyCounts,
    ReplyRead,
    ReplySettings,
    ReplySettingsRead,
    SyncAccepted,
)
from local.execution.service.replies import ReplyService
from shared.http.dependencies import ClockDep, ReaderPrincipal, SessionDep, WriterPrincipal
from shared.http.idempotency import RepeatableRoute
from shared.http.paging import IdCursor, Limit, page
from shared.http.schemas import Page

router = APIRouter(
    prefix="/api/v2/local/review-replies", tags=["review replies"], route_class=RepeatableRoute
)
States = Annotated[
    list[ReplyState], Query(alias="state", description="Any of these; all where none is named.")
]
_ANY: list[ReplyState] = []


@router.get("", response_model=Page[ReplyRead])
async def list_replies(
    principal: ReaderPrincipal,
    session: SessionDep,
    clock: ClockDep,
    states: States = _ANY,
    limit: Limit = 50,
    cursor: IdCursor = None,
) -> dict[str, Any]:
    """List replies to reviews, the last drafted first."""
    service = ReplyService(session, principal.tenant_id, clock=clock)
    return page(await service.list(states, cursor, limit), limit, lambda row: str(row.id))


@router.post("/syncs", status_code=status.HTTP_202_ACCEPTED)
async def sync_reviews_now(
    principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> SyncAccepted:
    """Have the reviews at Google read now instead of within 15 minutes."""
    await ReplyService(session, principal.tenant_id, clock=clock).ask_for_sync()
    return SyncAccepted(state="queued")


@router.get("/counts", response_model=ReplyCounts)
async def count_replies(
    principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Count replies by state."""
    counts = await ReplyService(session, principal.tenant_id, clock=clock).counts()
    return {"total": sum(counts.values()), "by_state": counts}


@router.get("/settings", response_model=ReplySettingsRead)
async def read_reply_settings(
    principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, ReplyMode]:
    """Show how replies are approved."""
    return {"mode": await ReplyService(session, principal.tenant_id, clock=clock).mode()}


@router.put("/settings", response_model=ReplySettingsRead)
async def change_reply_settings(
    body: ReplySettings, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, ReplyMode]:
    """Change how replies are approved, from the next draft on."""
    await ReplyService(session, principal.tenant_id, clock=clock).allow(body.mode)
    return {"mode": body.mode}


@router.post("/{reply_id}/approve", response_model=ReplyRead, status_code=status.HTTP_202_ACCEPTED)
async def approve_reply(
    reply_id: UUID,
    body: ApproveRequest,
    principal: WriterPrincipal,
    session: SessionDep,
    clock: ClockDep,
) -> ReplyRow:
    """Approve a reply, in other words where they are sent: it is accepted to be sent, not sent."""
    service = ReplyService(session, principal.tenant_id, clock=clock)
    return await service.approve(reply_id, body.text)


@router.post("/{reply_id}/decline", response_model=ReplyRead)
async def decline_reply(
    reply_id: UUID, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> ReplyRow:
    """Leave a review without a reply."""
    return await ReplyService(session, principal.tenant_id, clock=clock).decline(reply_id)
