"""Use cases of appointments: book, move, cancel, and remind of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from local.messaging.domain.consent import ConsentSource, Purpose
from local.messaging.domain.reminders import AHEAD, AppointmentState, reminders
from local.messaging.errors import AppointmentOverError, UnsendableError
from local.messaging.models import AppointmentRow
from local.messaging.repository.desk import DeskRepository
from local.messaging.service.contacts import ContactService
from local.messaging.service.desk import DeskService
from local.messaging.service.outbox import NewMessage, OutboxService
from local.webhooks.domain.event_types import EventType
from local.webhooks.service.announcing import AnnouncingService
from shared.clock import Clock
from shared.ids import new_id

CONFIRM, CANCEL = "visit.confirm", "visit.cancel"
_TITLES = {"en": ("I will come", "Cancel"), "hi": ("मैं आऊँगा/आऊँगी", "रद्द कीजिए")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A new appointment; `wants_reminders` is what the customer said when it was made."""

    contact_id: UUID
    starts_at: datetime
    service: str
    wants_reminders: bool


class AppointmentService:
    """The appointments of one tenant's business; locks go contact, appointment, message."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._clock = clock
        self._stored = DeskRepository(session, tenant_id)
        self._contacts = ContactService(session, tenant_id, clock=clock)
        self._desk = DeskService(session, tenant_id, clock=clock)
        self._outbox = OutboxService(session, tenant_id, clock=clock)
        self._webhooks = AnnouncingService(session, tenant_id, clock=clock)

    async def book(self, booking: Booking) -> AppointmentRow:
        """Keep an appointment, and plan its reminders."""
        self._refuse_past(booking.starts_at)
        contact, now = await self._contacts.lock(booking.contact_id), self._clock.now()
        row = await self._stored.add_appointment(
            {
                "id": new_id(),
                "contact_id": contact.id,
                "starts_at": booking.starts_at,
                "service": booking.service,
                "state": AppointmentState.BOOKED,
                "revision": 1,
                "created_at": now,
                "changed_at": now,
            }
        )
        if booking.wants_reminders:
            purposes = [Purpose.REMINDERS]
            await self._contacts.say(
                contact.id, purposes, ConsentSource.BOOKING, now, is_given=True
            )
        await self._remind(row)
        await self._announce(EventType.APPOINTMENT_BOOKED, row)
        return row

    async def move(self, appointment_id: UUID, starts_at: datetime) -> AppointmentRow:
        """Move an appointment: reminders of the old time are cancelled, new ones planned."""
        self._refuse_past(starts_at)
        row = await self._open(appointment_id)
        if row.starts_at == starts_at:
            return row
        await self._forget_reminders(row)
        row.starts_at, row.state = starts_at, AppointmentState.BOOKED
        row.revision, row.changed_at = row.revision + 1, self._clock.now()
        await self._remind(row)
        await self._announce(EventType.APPOINTMENT_MOVED, row)
        return row

    async def end(self, appointment_id: UUID, state: AppointmentState) -> AppointmentRow:
        """Cancel an appointment, or say how it went; said twice is said."""
        row = await self._locked(appointment_id)
        if row.state == state:
            return row
        if AppointmentState(row.state) not in AHEAD:
            raise AppointmentOverError(appointment_id, row.state)
        row.state, row.changed_at = state, self._clock.now()
        await self._forget_reminders(row)
        if state is AppointmentState.CANCELLED:
            await self._announce(EventType.APPOINTMENT_CANCELLED, row)
        return row

    async def tapped(self, payload: str, contact_id: UUID) -> AppointmentState | None:
        """Carry out a tap on a reminder's button; None where it is of no appointment any more.

        A button of an earlier time, of another person, or of a visit that is over does nothing.
        """
        wish, _, rest = payload.partition(":")
        appointment_id, _, revision = rest.partition(":")
        if wish not in (CONFIRM, CANCEL):
            return None
        row = await self._stored.find_locked(named) if (named := _uuid(appointment_id)) else None
        if row is None or row.contact_id != contact_id or str(row.revision) != revision:
            return None
        if AppointmentState(row.state) not in AHEAD or row.starts_at <= self._clock.now():
            return None
        if wish == CANCEL:
            await self.end(row.id, AppointmentState.CANCELLED)
            return AppointmentState.CANCELLED
        row.state, row.changed_at = AppointmentState.CONFIRMED, self._clock.now()
        return AppointmentState.CONFIRMED

    async def list(
        self, contact_id: UUID | None, before: UUID | None, limit: int
    ) -> Sequence[AppointmentRow]:
        """Return one appointment more than the limit, so that the surplus tells of more."""
        return await self._stored.appointments(contact_id, before, limit + 1)

    async def _announce(self, type_: EventType, row: AppointmentRow) -> None:
        told = {"appointment_id": row.id, "contact_id": row.contact_id}
        await self._webhooks.announce(type_, **told, starts_at=row.starts_at.isoformat())

    async def _remind(self, row: AppointmentRow) -> None:
        settings, business = await self._desk.settings(), await self._desk.business()
        local = row.starts_at.astimezone(ZoneInfo(business.timezone))
        when = f"{local:%d %b}, {local:%I:%M %p}"
        language = settings.reminder_language
        names = settings.reminder_templates
        buttons = [
            (f"{wish}:{row.id}:{row.revision}", title)
            for wish, title in zip((CONFIRM, CANCEL), _titles(language), strict=True)
        ]
        for reminder in reminders(row.starts_at, self._clock.now()):
            name = names[reminder.name]
            await self._outbox.write(
                NewMessage(
                    contact_id=row.contact_id,
                    key=f"reminder:{row.id}:{row.revision}:{reminder.name}",
                    purpose=Purpose.REMINDERS,
                    words=_words(language).format(name=business.name, service=row.service, at=when),
                    template=(name, language) if name else None,
                    variables=[business.name, row.service, when],
                    buttons=buttons,
                    send_from=reminder.due_at,
                    expires_at=reminder.expires_at,
                    arrive_by=row.starts_at,
                )
            )

    async def _forget_reminders(self, row: AppointmentRow) -> None:
        await self._outbox.cancel_pending(
            row.contact_id, [Purpose.REMINDERS], f"reminder:{row.id}:"
        )

    async def _open(self, appointment_id: UUID) -> AppointmentRow:
        row = await self._locked(appointment_id)
        if AppointmentState(row.state) not in AHEAD:
            raise AppointmentOverError(appointment_id, row.state)
        return row

    async def _locked(self, appointment_id: UUID) -> AppointmentRow:
        return await self._stored.lock_appointment(appointment_id)

    def _refuse_past(self, starts_at: datetime) -> None:
        if starts_at <= self._clock.now():
            raise UnsendableError({"starts_at": "is past; book a time that is still to come"})


def _titles(language: str) -> tuple[str, str]:
    return _TITLES.get(language, _TITLES["en"])


def _words(language: str) -> str:
    if language == "hi":
        return "{name}: {at} को आपका अपॉइंटमेंट है ({service})। आप आ रहे हैं?"
    return "{name}: you have an appointment on {at} ({service}). Will you come?"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
