"""Routes of channel results."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, status

from local.channel_results.domain.channel_month import Channel
from local.channel_results.schemas import (
    ChannelResultRead,
    ChannelResultRequest,
    channel_result_body,
)
from local.channel_results.service import ChannelResultService
from shared.http.dependencies import ClockDep, ReaderPrincipal, SessionDep, WriterPrincipal
from shared.http.idempotency import RepeatableRoute
from shared.http.schemas import Page

router = APIRouter(
    prefix="/api/v2/local/channel-results", tags=["channel results"], route_class=RepeatableRoute
)
Month = Annotated[str, Path(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$", description="Such as 2026-05.")]


@router.put("/{channel}/{month}", response_model=ChannelResultRead)
async def record_channel_result(
    channel: Channel,
    month: Month,
    body: ChannelResultRequest,
    principal: WriterPrincipal,
    session: SessionDep,
    clock: ClockDep,
) -> dict[str, Any]:
    """Record what a channel cost in a month and what came back; sent again, it changes nothing.

    Sales are what the owner attributes to the channel, by coupon or by asking.
    """
    service = ChannelResultService(session, principal.tenant_id, clock=clock)
    return channel_result_body(await service.record(channel, month, body.model_dump()))


@router.get("", response_model=Page[ChannelResultRead])
async def list_channel_results(
    principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """List every month of every channel, the newest first; they are few, and one page."""
    service = ChannelResultService(session, principal.tenant_id, clock=clock)
    rows = await service.list()
    return {"items": [channel_result_body(row) for row in rows], "next_cursor": None}


@router.delete("/{channel}/{month}", status_code=status.HTTP_204_NO_CONTENT)
async def forget_channel_result(
    channel: Channel,
    month: Month,
    principal: WriterPrincipal,
    session: SessionDep,
    clock: ClockDep,
) -> None:
    """Take a month back; taken back twice is taken back."""
    service = ChannelResultService(session, principal.tenant_id, clock=clock)
    await service.forget(channel, month)
