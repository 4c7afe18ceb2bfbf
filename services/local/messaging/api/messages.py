"""Routes of messages, templates, settings and costs."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, status

from local.messaging.domain.message_state import MessageState
from local.messaging.schemas.messages import (
    MessageCostsRead,
    MessageRead,
    MessageRequest,
    MessageSettingsBody,
    TemplateRead,
    costs_body,
    message_body,
    settings_body,
    settings_of,
)
from local.messaging.service.desk import DeskService
from local.messaging.service.outbox import OutboxService
from shared.http.dependencies import ClockDep, ReaderPrincipal, SessionDep, WriterPrincipal
from shared.http.idempotency import RepeatableRoute
from shared.http.paging import IdCursor, Limit, page
from shared.http.schemas import Page

router = APIRouter(prefix="/api/v2/local/messages", tags=["messages"], route_class=RepeatableRoute)
States = Annotated[
    list[MessageState], Query(alias="state", description="Any of these; all where none is named.")
]
_ANY: list[MessageState] = []


@router.get("", response_model=Page[MessageRead])
async def list_messages(  # noqa: PLR0913, PLR0917 - every argument is a filter
    principal: ReaderPrincipal,
    session: SessionDep,
    clock: ClockDep,
    contact_id: UUID | None = None,
    states: States = _ANY,
    limit: Limit = 50,
    cursor: IdCursor = None,
) -> dict[str, Any]:
    """List the shop's messages, the last written first."""
    service = OutboxService(session, principal.tenant_id, clock=clock)
    rows = await service.list(contact_id, states, cursor, limit)
    return page([message_body(row) for row in rows], limit, lambda body: str(body["id"]))


@router.post("", response_model=MessageRead, status_code=status.HTTP_202_ACCEPTED)
async def write_message(
    body: MessageRequest, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Write to a contact: accepted to be sent, not sent; its state tells what came of it."""
    service = OutboxService(session, principal.tenant_id, clock=clock)
    return message_body(await service.write_by_owner(body.contact_id, body.words))


@router.get("/costs", response_model=MessageCostsRead)
async def read_message_costs(
    principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Show what this month's messages have cost or may still, against the cap."""
    costs = await DeskService(session, principal.tenant_id, clock=clock).costs()
    return costs_body(costs.month, costs.spent_paise, costs.cap_paise, costs.by_category)


@router.get("/templates", response_model=Page[TemplateRead])
async def list_message_templates(
    principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """List the templates as WhatsApp last told of them; they are few, and one page."""
    rows = await DeskService(session, principal.tenant_id, clock=clock).templates()
    return {"items": rows, "next_cursor": None}


@router.get("/settings", response_model=MessageSettingsBody)
async def read_message_settings(
    principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Show what the shop allows."""
    settings = await DeskService(session, principal.tenant_id, clock=clock).settings()
    return settings_body(settings)


@router.put("/settings", response_model=MessageSettingsBody)
async def change_message_settings(
    body: MessageSettingsBody, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Change what the shop allows, from the next message on."""
    settings = settings_of(body)
    await DeskService(session, principal.tenant_id, clock=clock).allow(settings)
    return settings_body(settings)


@router.post(
    "/{message_id}/approve", response_model=MessageRead, status_code=status.HTTP_202_ACCEPTED
)
async def approve_message(
    message_id: UUID, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Send a prepared answer that waits for the owner's word."""
    service = OutboxService(session, principal.tenant_id, clock=clock)
    return message_body(await service.approve(message_id))


@router.post("/{message_id}/cancel", response_model=MessageRead)
async def cancel_message(
    message_id: UUID, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Keep a message from going out."""
    service = OutboxService(session, principal.tenant_id, clock=clock)
    return message_body(await service.cancel(message_id))
