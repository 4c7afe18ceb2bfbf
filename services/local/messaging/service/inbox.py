"""Use cases of what comes in: read it, deal with it, once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from local.businesses.domain.business import LocalBusiness
from local.connectors.whatsapp.events import (
    Echoed,
    Event,
    NumberChanged,
    Person,
    PreferenceChanged,
    Received,
    StatusChange,
    TemplateChanged,
)
from local.connectors.whatsapp.webhooks import notices
from local.guidance.domain.manual_task import Reason
from local.messaging.domain.answers import CANCELLED, CONFIRMED, facts_of
from local.messaging.domain.consent import BY_CONSENT, ConsentSource, Purpose
from local.messaging.domain.intent import Intent, Language, Reading
from local.messaging.domain.message_reading import read
from local.messaging.domain.price_list import PriceItem, item_asked
from local.messaging.domain.reaction import (
    ANSWER_IS_OF_USE_FOR,
    Moments,
    Reaction,
    ReactionKind,
    reaction,
)
from local.messaging.domain.reminders import AppointmentState
from local.messaging.jobs import ReadWebhook
from local.messaging.models import ContactRow, ReceivedMessageRow
from local.messaging.repository.desk import DeskRepository
from local.messaging.repository.messages import MessageRepository
from local.messaging.service.appointments import AppointmentService
from local.messaging.service.contacts import ContactService
from local.messaging.service.desk import DeskService
from local.messaging.service.outbox import NewMessage, OutboxService
from local.messaging.service.people import PeopleService
from local.messaging.service.prices import PriceListService
from local.messaging.service.sending import SendingService, Told
from local.messaging.service.understanding import UnderstandingService
from local.webhooks.domain.event_types import EventType
from local.webhooks.service.announcing import AnnouncingService
from shared.clock import Clock
from shared.ids import new_id
from shared.jobs.queue import enqueue

_ANSWERS_AFTER: Mapping[AppointmentState, Mapping[Language, str]] = {
    AppointmentState.CONFIRMED: CONFIRMED,
    AppointmentState.CANCELLED: CANCELLED,
}
_LATEST_ANSWERED = 20


class InboxService:
    """What comes in for one tenant's business."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock
        self._stored = DeskRepository(session, tenant_id)
        self._messages = MessageRepository(session, tenant_id)
        self._contacts = ContactService(session, tenant_id, clock=clock)
        self._appointments = AppointmentService(session, tenant_id, clock=clock)
        self._desk = DeskService(session, tenant_id, clock=clock)
        self._outbox = OutboxService(session, tenant_id, clock=clock)
        self._sending = SendingService(session, tenant_id, clock=clock)
        self._people = PeopleService(session, tenant_id, clock=clock)
        self._webhooks = AnnouncingService(session, tenant_id, clock=clock)
        self._understanding = UnderstandingService(session, tenant_id, clock=clock)
        self._prices = PriceListService(session, tenant_id)

    async def keep(self, digest: str, body: Mapping[str, Any]) -> None:
        """Keep what came by webhook, and queue its reading; the same bytes again are nothing."""
        event_id, now = new_id(), self._clock.now()
        event = {"id": event_id, "digest": digest, "body": dict(body), "received_at": now}
        if await self._stored.put_event(event):
            await enqueue(self._session, ReadWebhook(self._tenant_id, event_id))

    async def list(self, contact_id: UUID, limit: int) -> Sequence[ReceivedMessageRow]:
        """Return what a contact wrote, the last first."""
        await self._contacts.lock(contact_id)
        return await self._messages.received(contact_id, limit)

    async def record(
        self, contact_id: UUID, purpose: Purpose, words: str, *, is_given: bool
    ) -> Mapping[Purpose, bool]:
        """Note what a customer said to the shop; return what holds from now on."""
        await self._contacts.lock(contact_id)
        now, source = self._clock.now(), ConsentSource.SHOP
        await self._say(contact_id, [purpose], now, words, is_given=is_given, source=source)
        return await self._contacts.consents(contact_id)

    async def read(self, event_id: UUID, phone_number_id: str | None) -> None:
        """Deal with everything that an event tells of this number; read twice, it is read."""
        row = await self._stored.lock_event(event_id)
        if row is None or row.read_at is not None:
            return
        for notice in notices(row.body) if phone_number_id else ():
            if notice.phone_number_id in (None, phone_number_id):
                await self._take(notice.event)
        # Its words live on in the messages alone, where they can be erased.
        row.read_at, row.body = self._clock.now(), None

    async def _take(self, event: Event) -> None:
        if isinstance(event, Received):
            await self._received(event)
        elif isinstance(event, StatusChange):
            await self._sending.note_status(event.message_id, _uuid(event.reference), _told(event))
        elif isinstance(event, Echoed):
            await self._echoed(event)
        elif isinstance(event, NumberChanged):
            before, after = event.before, event.after
            await self._contacts.renamed(
                (before.phone, before.user_id), (after.phone, after.user_id)
            )
        elif isinstance(event, PreferenceChanged):
            await self._preferred(event)
        elif isinstance(event, TemplateChanged):
            told = {"status": event.status, "category": event.category, "quality": event.quality}
            await self._desk.note_template(event.name, event.language, told)

    async def _received(self, event: Received) -> None:
        contact = await self._contact(event.person)
        now = self._clock.now()
        row = await self._messages.put_received(
            {
                "id": new_id(),
                "contact_id": contact.id,
                "vendor_id": event.id,
                "kind": event.kind[:30],
                "words": event.words,
                "payload": event.payload[:300] if event.payload else None,
                "at": event.at,
                "received_at": now,
            }
        )
        if row is None:
            return
        told = {"message_id": row.id, "contact_id": contact.id, "kind": row.kind}
        await self._webhooks.announce(EventType.MESSAGE_RECEIVED, **told)
        # A time from the future would hold the window open; an older one never shortens it.
        contact.wrote_at = max(contact.wrote_at or event.at, min(event.at, now))
        if event.is_from_advertisement:
            contact.came_by_advertisement_at = min(event.at, now)
        await self._react(contact, row, event)

    async def _react(self, contact: ContactRow, row: ReceivedMessageRow, event: Received) -> None:
        business, now = await self._desk.business(), self._clock.now()
        understood = read(event.words or "", await self._understanding.model())
        row.reading, row.method = understood.intent, understood.method
        if event.payload and await self._tapped(contact, row, event, business, understood):
            return
        if event.words is None:
            decided = Reaction(kind=ReactionKind.PERSON)
        else:
            settings = await self._desk.settings()
            decided = reaction(
                understood,
                facts_of(business, settings, await self._item_asked(understood, event.words)),
                settings.mode,
                Moments(
                    written_at=event.at,
                    owner_wrote_at=contact.owner_wrote_at,
                    now=now,
                    local_now=now.astimezone(ZoneInfo(business.timezone)),
                ),
            )
        row.reaction = decided.kind
        await self._carry_out(decided, contact, row, event)

    async def _item_asked(self, understood: Reading, words: str) -> PriceItem | None:
        if understood.intent is not Intent.PRICE:
            return None
        return item_asked(words, await self._prices.list())

    async def _carry_out(
        self, decided: Reaction, contact: ContactRow, row: ReceivedMessageRow, event: Received
    ) -> None:
        if decided.kind in (ReactionKind.OPT_OUT, ReactionKind.OPT_IN):
            is_given = decided.kind is ReactionKind.OPT_IN
            await self._say(contact.id, BY_CONSENT, event.at, event.words, is_given=is_given)
        if decided.words is not None:
            needs = decided.needs_approval
            await self._answer(contact.id, event, decided.words, needs_approval=needs)
        if decided.needs_person:
            why = Reason.NEEDS_APPROVAL if decided.needs_approval else Reason.NEEDS_PERSON
            await self._people.ask_to_answer(contact.id, row.id, event.at, why)

    async def _tapped(
        self,
        contact: ContactRow,
        row: ReceivedMessageRow,
        event: Received,
        business: LocalBusiness,
        understood: Reading,
    ) -> bool:
        state = await self._appointments.tapped(event.payload or "", contact.id)
        if state is None:
            return False
        row.reaction = ReactionKind.ANSWER
        words = _ANSWERS_AFTER[state][understood.language].format(name=business.name)
        await self._answer(contact.id, event, words, needs_approval=False)
        return True

    async def _answer(
        self, contact_id: UUID, event: Received, words: str, *, needs_approval: bool
    ) -> None:
        await self._outbox.write(
            NewMessage(
                contact_id=contact_id,
                key=f"answer:{event.id}"[:200],
                purpose=Purpose.ANSWER,
                words=words,
                reply_to=event.id,
                expires_at=event.at + ANSWER_IS_OF_USE_FOR,
                needs_approval=needs_approval,
            )
        )

    async def _echoed(self, event: Echoed) -> None:
        """Let the owner's own words stand: what the platform had prepared is not sent."""
        contact = await self._contact(event.to)
        contact.owner_wrote_at = max(contact.owner_wrote_at or event.at, event.at)
        await self._outbox.cancel_pending(contact.id, [Purpose.ANSWER])
        received = await self._messages.received(contact.id, _LATEST_ANSWERED)
        await self._people.close_answers([row.id for row in received if row.at <= event.at])

    async def _preferred(self, event: PreferenceChanged) -> None:
        contact = await self._contact(event.person)
        await self._say(
            contact.id,
            [Purpose.OFFERS],
            event.at,
            None,
            is_given=event.is_wanted,
            source=ConsentSource.WHATSAPP,
        )

    async def _say(
        self,
        contact_id: UUID,
        purposes: Sequence[Purpose],
        at: datetime,
        words: str | None,
        *,
        is_given: bool,
        source: ConsentSource = ConsentSource.MESSAGE,
    ) -> None:
        await self._contacts.say(contact_id, purposes, source, at, is_given=is_given, words=words)
        if not is_given:
            await self._outbox.cancel_pending(contact_id, purposes)
            told = {"contact_id": contact_id, "purposes": list(purposes)}
            await self._webhooks.announce(EventType.CONTACT_OPTED_OUT, **told)

    async def _contact(self, person: Person) -> ContactRow:
        return await self._contacts.named(
            person.phone, person.user_id, name=person.name, username=person.username
        )


def _told(event: StatusChange) -> Told:
    return Told(
        status=event.status,
        at=event.at,
        category=event.category,
        is_billable=event.is_billable,
        error_code=event.error_code,
        error=event.error,
    )


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
