"""Routes of appointments."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, status

from local.messaging.domain.reminders import AppointmentState
from local.messaging.models import AppointmentRow
from local.messaging.schemas.messages import AppointmentRead, BookingRequest, MoveRequest
from local.messaging.service.appointments import AppointmentService, Booking
from shared.http.dependencies import ClockDep, ReaderPrincipal, SessionDep, WriterPrincipal
from shared.http.idempotency import RepeatableRoute
from shared.http.paging import IdCursor, Limit, page
from shared.http.schemas import Page

router = APIRouter(
    prefix="/api/v2/local/appointments", tags=["appointments"], route_class=RepeatableRoute
)


@router.post("", response_model=AppointmentRead, status_code=status.HTTP_201_CREATED)
async def book_appointment(
    body: BookingRequest, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> AppointmentRow:
    """Book an appointment; reminders go out a day and two hours before, where they are wanted."""
    service = AppointmentService(session, principal.tenant_id, clock=clock)
    return await service.book(Booking(**body.model_dump()))


@router.get("", response_model=Page[AppointmentRead])
async def list_appointments(
    principal: ReaderPrincipal,
    session: SessionDep,
    clock: ClockDep,
    contact_id: UUID | None = None,
    limit: Limit = 50,
    cursor: IdCursor = None,
) -> dict[str, Any]:
    """List appointments, the last booked first."""
    service = AppointmentService(session, principal.tenant_id, clock=clock)
    rows = await service.list(contact_id, cursor, limit)
    return page(rows, limit, lambda row: str(row.id))


@router.patch("/{appointment_id}", response_model=AppointmentRead)
async def move_appointment(
    appointment_id: UUID,
    body: MoveRequest,
    principal: WriterPrincipal,
    session: SessionDep,
    clock: ClockDep,
) -> AppointmentRow:
    """Move an appointment; its reminders move with it."""
    service = AppointmentService(session, principal.tenant_id, clock=clock)
    return await service.move(appointment_id, body.starts_at)


@router.post("/{appointment_id}/cancel", response_model=AppointmentRead)
async def cancel_appointment(
    appointment_id: UUID, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> AppointmentRow:
    """Cancel an appointment; nobody is reminded of it."""
    service = AppointmentService(session, principal.tenant_id, clock=clock)
    return await service.end(appointment_id, AppointmentState.CANCELLED)


@router.post("/{appointment_id}/visited", response_model=AppointmentRead)
async def note_visit(
    appointment_id: UUID, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> AppointmentRow:
    """Note that the customer came."""
    service = AppointmentService(session, principal.tenant_id, clock=clock)
    return await service.end(appointment_id, AppointmentState.VISITED)


@router.post("/{appointment_id}/missed", response_model=AppointmentRead)
async def note_no_show(
    appointment_id: UUID, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> AppointmentRow:
    """Note that the customer did not come."""
    service = AppointmentService(session, principal.tenant_id, clock=clock)
    return await service.end(appointment_id, AppointmentState.MISSED)
