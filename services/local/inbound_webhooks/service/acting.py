"""Use cases of what was told that only machines see: do it once, or say why not."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.customers.domain.records import IdentityKind
from local.customers.service import CustomerService
from local.inbound_webhooks.domain.told import (
    BookedVisit,
    CancelledVisit,
    RecordedOrder,
    Told,
    ToldState,
)
from local.inbound_webhooks.models import ToldRow
from local.inbound_webhooks.repository import SourceRepository, delete_told
from local.messaging.domain.reminders import AppointmentState
from local.messaging.service.appointments import AppointmentService, Booking
from local.messaging.service.contacts import ContactService
from shared.clock import Clock
from shared.errors import AppError

_KEPT_FOR = timedelta(days=30)
_MOST_PROBLEM_CHARACTERS = 300
UNKNOWN_VISIT = "No visit of this reference was told of. Send appointment.booked first."


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Delete what was told more than a month ago, whoever told it; for maintenance."""
    await delete_told(session, now - _KEPT_FOR)


class ActingService:
    """What the sources of one tenant's business told."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._clock = clock
        self._session = session
        self._stored = SourceRepository(session, tenant_id)
        self._appointments = AppointmentService(session, tenant_id, clock=clock)
        self._contacts = ContactService(session, tenant_id, clock=clock)
        self._customers = CustomerService(session, tenant_id, clock=clock)

    async def waiting(self, told_id: UUID) -> ToldRow | None:
        """Return what is still to be done, locked; None where it is done or forgotten."""
        row = await self._stored.lock_told(told_id)
        return row if row is not None and row.state == ToldState.WAITING else None

    async def act(self, row: ToldRow, told: Told) -> None:
        """Do it; what cannot be is refused with its reason, and leaves nothing half done."""
        problem = None
        try:
            async with self._session.begin_nested():
                problem = await self._done(row.source_id, told)
        except AppError as error:
            problem = "; ".join(
                [error.detail, *(f"{one.field} {one.message}" for one in error.problems)]
            )
        row.state = ToldState.REFUSED if problem else ToldState.DONE
        row.problem = problem[:_MOST_PROBLEM_CHARACTERS] if problem else None
        # Names and numbers live on where they can be erased.
        row.data, row.ended_at = None, self._clock.now()

    async def _done(self, source_id: UUID, told: Told) -> str | None:
        if isinstance(told, RecordedOrder):
            await self._record(told)
            return None
        appointment_id = await self._stored.appointment_of(source_id, told.reference)
        if isinstance(told, BookedVisit) and appointment_id is None:
            await self._book(source_id, told)
            return None
        if appointment_id is None:
            return UNKNOWN_VISIT
        if isinstance(told, CancelledVisit):
            await self._appointments.end(appointment_id, AppointmentState.CANCELLED)
        else:
            # A visit that is told of as booked once more may have another time.
            await self._appointments.move(appointment_id, told.starts_at)
        return None

    async def _book(self, source_id: UUID, told: BookedVisit) -> None:
        contact = await self._contacts.add(told.phone, told.name)
        booking = Booking(
            contact_id=contact.id,
            starts_at=told.starts_at,
            service=told.service,
            wants_reminders=told.wants_reminders,
        )
        row = await self._appointments.book(booking)
        await self._stored.name_appointment(source_id, told.reference, row.id)

    async def _record(self, told: RecordedOrder) -> None:
        cells = {
            "reference": told.reference,
            "at": told.at,
            "amount": told.amount,
            "customer": told.customer,
        }
        await self._customers.take_order(cells, IdentityKind.PHONE if told.customer else None)
