"""Use cases of messages that only machines see: send one, and note what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.guidance.domain.manual_task import Reason
from local.messaging.domain.consent import ConsentSource, Purpose
from local.messaging.domain.message_state import (
    MAY_BE_SENT,
    VERIFIED,
    MessageState,
    after_status,
)
from local.messaging.domain.send_rules import (
    Form,
    Later,
    Never,
    Obstacle,
    Send,
)
from local.messaging.models import ContactRow, MessageRow
from local.messaging.repository.messages import MessageRepository
from local.messaging.service.contacts import ContactService
from local.messaging.service.decisions import DecisionService
from local.messaging.service.desk import DeskService
from local.messaging.service.month_account import MonthAccount
from local.messaging.service.people import PeopleService
from local.webhooks.domain.event_types import EventType
from local.webhooks.service.announcing import AnnouncingService
from shared.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A message as it is to be sent, or was: its key stays the same until it surely was not."""

    message_id: UUID
    key: str
    phone: str | None
    user_id: str | None
    form: Form
    words: str | None
    template: tuple[str, str]
    variables: list[str]
    buttons: list[tuple[str, str]]
    reply_to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What WhatsApp told of a message by webhook."""

    status: str
    at: datetime
    category: str | None = None
    is_billable: bool | None = None
    error_code: int | None = None
    error: str | None = None


class SendingService:
    """The messages of one tenant's business on their way; locks go contact, message, month."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._clock = clock
        self._messages = MessageRepository(session, tenant_id)
        self._contacts = ContactService(session, tenant_id, clock=clock)
        self._desk = DeskService(session, tenant_id, clock=clock)
        self._decisions = DecisionService(session, tenant_id, clock=clock)
        self._people = PeopleService(session, tenant_id, clock=clock)
        self._account = MonthAccount(self._messages)
        self._webhooks = AnnouncingService(session, tenant_id, clock=clock)

    async def begin(self, message_id: UUID) -> Sending | None:
        """Return what is to be sent, its cost put aside; None where nothing is, or not yet."""
        contact, row = await self._locked(message_id)
        if MessageState(row.state) not in MAY_BE_SENT:
            return None
        if row.state == MessageState.QUEUED and not await self._may_go(contact, row):
            return None
        return _sending(contact, row)

    async def note_taken(self, message_id: UUID, vendor_id: str) -> None:
        """Write down that WhatsApp took a message, whatever its webhook has told before."""
        contact, row = await self._locked(message_id)
        _name(contact, row, vendor_id)
        if MessageState(row.state) in (MessageState.SENDING, MessageState.UNCONFIRMED):
            self._become(row, MessageState.ACCEPTED)

    async def note_silence(self, message_id: UUID) -> None:
        """Write down that nobody knows: the money stays put aside, and nothing is repeated."""
        _, row = await self._locked(message_id)
        if row.state == MessageState.SENDING:
            self._become(row, MessageState.UNCONFIRMED)

    async def note_delay(self, message_id: UUID, wait_seconds: float, code: str) -> None:
        """Write down that nothing happened, and when to try again."""
        _, row = await self._locked(message_id)
        if row.state != MessageState.SENDING:
            return
        now = self._clock.now()
        await self._account.give_back(row)
        row.error_code, row.attempt, row.sent_at = code[:40], row.attempt + 1, None
        self._become(row, MessageState.QUEUED)
        row.send_from = now + timedelta(seconds=max(1.0, wait_seconds))

    async def note_refusal(self, message_id: UUID, why: Reason, code: str, message: str) -> None:
        """Write down that WhatsApp will not have it."""
        contact, row = await self._locked(message_id)
        if row.state != MessageState.SENDING:
            return
        row.error_code, row.error = code[:40], message[:500]
        await self._account.give_back(row)
        await self._note_reason(contact, row, code)
        await self._fail(row, why)

    async def note_status(self, vendor_id: str, reference: UUID | None, told: Told) -> bool:
        """Write down what a webhook told; tell whether the message is one of ours."""
        message_id = await self._messages.find_id(vendor_id, reference)
        if message_id is None:
            return False
        contact, row = await self._locked(message_id)
        _name(contact, row, vendor_id)
        before = MessageState(row.state)
        after = after_status(before, told.status)
        if after is before:
            return True
        self._become(row, after)
        if after in VERIFIED:
            await self._settle(row, told)
        elif after is MessageState.FAILED:
            row.error_code, row.error = str(told.error_code or "")[:40], (told.error or "")[:500]
            await self._account.give_back(row)
            await self._note_reason(contact, row, row.error_code or "")
            await self._announce(EventType.MESSAGE_FAILED, row)
            await self._tell(row, Reason.REJECTED)
        return True

    async def ask_about_silence(self, message_id: UUID) -> None:
        """Ask a person about a message of which nothing was heard for a day."""
        _, row = await self._locked(message_id)
        if row.state == MessageState.UNCONFIRMED and row.obstacle is None:
            row.obstacle = Reason.UNKNOWN_OUTCOME
            await self._people.ask_to_look(row)

    async def _locked(self, message_id: UUID) -> tuple[ContactRow, MessageRow]:
        contact = await self._contacts.lock(await self._messages.contact_of(message_id))
        return contact, await self._messages.lock(message_id)

    async def _may_go(self, contact: ContactRow, row: MessageRow) -> bool:
        """Decide, and put the money aside in the month's account."""
        now = self._clock.now()
        decided = await self._decisions.decide(contact, row, now)
        if isinstance(decided, Later):
            row.send_from, row.obstacle, row.changed_at = decided.at, decided.obstacle, now
            return False
        if isinstance(decided, Never):
            row.obstacle = decided.obstacle
            self._become(row, MessageState.BLOCKED)
            if decided.obstacle not in _NOBODY_WANTS_IT:
                await self._tell(row, _WHY.get(decided.obstacle, Reason.REJECTED))
            return False
        await self._reserve(row, decided, now)
        return True

    async def _reserve(self, row: MessageRow, send: Send, now: datetime) -> None:
        await self._account.put_aside(row, send, now)
        row.obstacle, row.sent_at = None, now
        self._become(row, MessageState.SENDING)

    async def _settle(self, row: MessageRow, told: Told) -> None:
        """Put WhatsApp's price in place of what was put aside, and close what was asked."""
        row.verified_at = row.verified_at or told.at
        await self._account.settle(row, told.category, is_billable=told.is_billable)
        await self._people.close(row)
        await self._announce(EventType.MESSAGE_DELIVERED, row)

    async def _note_reason(self, contact: ContactRow, row: MessageRow, code: str) -> None:
        """Learn from a refusal: who wants no offers, and which template is stopped."""
        if code == _OPTED_OUT:
            purposes, now = [Purpose.OFFERS], self._clock.now()
            await self._contacts.say(
                contact.id, purposes, ConsentSource.WHATSAPP, now, is_given=False
            )
        status = _TEMPLATE_CODES.get(code)
        if status and row.template_name and row.template_language:
            told = {"status": status}
            await self._desk.note_template(row.template_name, row.template_language, told)

    async def _fail(self, row: MessageRow, why: Reason) -> None:
        self._become(row, MessageState.FAILED)
        await self._announce(EventType.MESSAGE_FAILED, row)
        await self._tell(row, why)

    async def _announce(self, type_: EventType, row: MessageRow) -> None:
        await self._webhooks.announce(type_, message_id=row.id, contact_id=row.contact_id)

    async def _tell(self, row: MessageRow, why: Reason) -> None:
        """Ask a person to send what the customer waits for; nobody waits for an offer."""
        if row.purpose != Purpose.OFFERS:
            await self._people.ask_to_send(row, why)

    def _become(self, row: MessageRow, state: MessageState) -> None:
        row.state, row.changed_at = state, self._clock.now()


_OPTED_OUT = "131050"
_TEMPLATE_CODES: Mapping[str, str] = {"132015": "PAUSED", "132016": "DISABLED"}
_NOBODY_WANTS_IT = (Obstacle.NO_CONSENT, Obstacle.NOT_WANTED)
_WHY: Mapping[Obstacle, Reason] = {
    Obstacle.WINDOW_CLOSED: Reason.WINDOW_CLOSED,
    Obstacle.TEMPLATE_NOT_APPROVED: Reason.TEMPLATE_NOT_APPROVED,
    Obstacle.TEMPLATE_TOO_SLOW: Reason.TEMPLATE_TOO_SLOW,
    Obstacle.OVER_CAP: Reason.OVER_CAP,
}


def _name(contact: ContactRow, row: MessageRow, vendor_id: str) -> None:
    """Keep WhatsApp's id of a message, which holds the number of whoever got it."""
    if contact.erased_at is None:
        row.vendor_id = row.vendor_id or vendor_id


def _sending(contact: ContactRow, row: MessageRow) -> Sending:
    return Sending(
        message_id=row.id,
        key=f"message:{row.id}:{row.attempt}",
        phone=contact.phone,
        user_id=contact.user_id,
        form=Form(row.form or Form.WORDS),
        words=row.words,
        template=(row.template_name or "", row.template_language or ""),
        variables=row.variables,
        buttons=[(payload, title) for payload, title in row.buttons],
        reply_to=row.reply_to,
    )
