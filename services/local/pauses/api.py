"""Routes of pauses."""

from typing import Any

from fastapi import APIRouter, status

from local.pauses.domain.pause import PausedChannel
from local.pauses.schemas import PauseRead, PauseRequest
from local.pauses.service import PauseService
from shared.http.dependencies import ClockDep, ReaderPrincipal, SessionDep, WriterPrincipal
from shared.http.idempotency import RepeatableRoute
from shared.http.schemas import Page

router = APIRouter(prefix="/api/v2/local/pauses", tags=["pauses"], route_class=RepeatableRoute)


@router.get("", response_model=Page[PauseRead])
async def list_pauses(
    principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """List what is paused; they are few, and one page."""
    rows = await PauseService(session, principal.tenant_id, clock=clock).list()
    return {"items": rows, "next_cursor": None}


@router.put("/{paused_channel}", status_code=status.HTTP_204_NO_CONTENT)
async def pause_channel(
    paused_channel: PausedChannel,
    body: PauseRequest,
    principal: WriterPrincipal,
    session: SessionDep,
    clock: ClockDep,
) -> None:
    """Stop what the platform sends by itself; what is on its way already cannot be called back."""
    service = PauseService(session, principal.tenant_id, clock=clock)
    await service.pause(paused_channel, body.until)


@router.delete("/{paused_channel}", status_code=status.HTTP_204_NO_CONTENT)
async def lift_pause(
    paused_channel: PausedChannel,
    principal: WriterPrincipal,
    session: SessionDep,
    clock: ClockDep,
) -> None:
    """Let a channel go on; what waited and is still of use goes out."""
    await PauseService(session, principal.tenant_id, clock=clock).lift(paused_channel)
