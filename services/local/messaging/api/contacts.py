"""Routes of contacts."""

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, status

from local.messaging.domain.consent import Purpose
from local.messaging.schemas.messages import (
    ConsentRequest,
    ConsentsRead,
    ContactRead,
    ContactRequest,
    ReceivedRead,
    contact_body,
)
from local.messaging.service.contacts import ContactService
from local.messaging.service.inbox import InboxService
from local.messaging.service.outbox import OutboxService
from shared.http.dependencies import ClockDep, ReaderPrincipal, SessionDep, WriterPrincipal
from shared.http.idempotency import RepeatableRoute
from shared.http.paging import IdCursor, Limit, page
from shared.http.schemas import Page

router = APIRouter(prefix="/api/v2/local/contacts", tags=["contacts"], route_class=RepeatableRoute)


@router.get("", response_model=Page[ContactRead])
async def list_contacts(
    principal: ReaderPrincipal,
    session: SessionDep,
    clock: ClockDep,
    limit: Limit = 50,
    cursor: IdCursor = None,
) -> dict[str, Any]:
    """List who has written to the shop, the newest first."""
    rows = await ContactService(session, principal.tenant_id, clock=clock).list(cursor, limit)
    found = [contact_body(row, clock.now()) for row in rows]
    return page(found, limit, lambda body: str(body["id"]))


@router.post("", response_model=ContactRead, status_code=status.HTTP_201_CREATED)
async def add_contact(
    body: ContactRequest, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Add somebody who called or came in; a number that is known is the contact that has it."""
    service = ContactService(session, principal.tenant_id, clock=clock)
    return contact_body(await service.add(body.phone, body.name), clock.now())


@router.get("/{contact_id}", response_model=ContactRead)
async def read_contact(
    contact_id: UUID, principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Show a contact, and whether words may be sent now."""
    row = await ContactService(session, principal.tenant_id, clock=clock).get(contact_id)
    return contact_body(row, clock.now())


@router.get("/{contact_id}/messages", response_model=Page[ReceivedRead])
async def list_received(
    contact_id: UUID,
    principal: ReaderPrincipal,
    session: SessionDep,
    clock: ClockDep,
    limit: Limit = 50,
) -> dict[str, Any]:
    """List what a contact wrote, the last first, and what was done about it; one page."""
    service = InboxService(session, principal.tenant_id, clock=clock)
    return {"items": await service.list(contact_id, limit), "next_cursor": None}


@router.get("/{contact_id}/consents", response_model=ConsentsRead)
async def read_consents(
    contact_id: UUID, principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, bool]:
    """Show what a contact agrees to."""
    service = ContactService(session, principal.tenant_id, clock=clock)
    await service.get(contact_id)
    consents = await service.consents(contact_id)
    return {purpose.value: is_given for purpose, is_given in consents.items()}


@router.put("/{contact_id}/consents/{purpose}", response_model=ConsentsRead)
async def record_consent(
    contact_id: UUID,
    purpose: Literal["reminders", "offers"],
    body: ConsentRequest,
    principal: WriterPrincipal,
    session: SessionDep,
    clock: ClockDep,
) -> dict[str, bool]:
    """Record a yes or a no that was said to the shop; a no cancels what has not gone out."""
    service = InboxService(session, principal.tenant_id, clock=clock)
    consents = await service.record(
        contact_id, Purpose(purpose), body.words, is_given=body.is_given
    )
    return {known.value: is_given for known, is_given in consents.items()}


@router.post("/{contact_id}/erase", response_model=ContactRead)
async def erase_contact(
    contact_id: UUID, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Forget who it was and what was written; erased twice is erased."""
    row = await OutboxService(session, principal.tenant_id, clock=clock).erase(contact_id)
    return contact_body(row, clock.now())
