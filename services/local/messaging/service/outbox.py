"""Use cases of messages on their way out: write one down, cancel it, list them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.messaging.domain.consent import Purpose
from local.messaging.domain.message_fact import MessageFact, ReceivedFact
from local.messaging.domain.message_state import MAY_BE_CANCELLED, MessageState
from local.messaging.domain.send_rules import WINDOW, is_window_open
from local.messaging.errors import MessageGoneError, UnsendableError
from local.messaging.jobs import SendMessage
from local.messaging.models import ContactRow, MessageRow
from local.messaging.repository.messages import MessageRepository
from local.messaging.service.contacts import ContactService
from local.messaging.service.people import PeopleService
from local.messaging.service.understanding import UnderstandingService
from shared.clock import Clock
from shared.ids import new_id
from shared.jobs.queue import enqueue

BY_RULE, BY_OWNER = "rule", "owner"
MOST_CHARACTERS = 1024
_LATEST_ANSWERED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message that somebody wants sent: words for the window, a template for outside it.

    The same key is the same wish. `buttons` are pairs of payload and title.
    """

    contact_id: UUID
    key: str
    purpose: Purpose
    ordered_by: str = BY_RULE
    words: str | None = None
    template: tuple[str, str] | None = None
    variables: Sequence[str] = ()
    buttons: Sequence[tuple[str, str]] = ()
    reply_to: str | None = None
    send_from: datetime | None = None
    expires_at: datetime | None = None
    arrive_by: datetime | None = None
    needs_approval: bool = False


class OutboxService:
    """The messages of one tenant's business, as its people see them."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock
        self._messages = MessageRepository(session, tenant_id)
        self._contacts = ContactService(session, tenant_id, clock=clock)
        self._people = PeopleService(session, tenant_id, clock=clock)

    async def write(self, new: NewMessage) -> MessageRow:
        """Keep a message, once for its key, and queue it where it may go now."""
        if problems := _problems(new):
            raise UnsendableError(problems)
        now = self._clock.now()
        row = await self._messages.put(_values(new, now))
        if row.state == MessageState.QUEUED and row.send_from <= now:
            await self._enqueue(row)
        return row

    async def write_by_owner(self, contact_id: UUID, words: str) -> MessageRow:
        """Send words of the owner's, who answers by that: what was prepared is not sent."""
        contact = await self._contacts.lock(contact_id)
        if not is_window_open(contact.wrote_at, self._clock.now()):
            raise UnsendableError(
                {"words": "can be sent for 24 hours after the contact wrote; now only a template"}
            )
        await self.cancel_pending(contact_id, [Purpose.ANSWER])
        await self._is_answered(contact_id)
        return await self.write(
            NewMessage(
                contact_id=contact_id,
                key=f"owner:{new_id()}",
                purpose=Purpose.ANSWER,
                ordered_by=BY_OWNER,
                words=words,
                expires_at=(contact.wrote_at or self._clock.now()) + WINDOW,
            )
        )

    async def approve(self, message_id: UUID) -> MessageRow:
        """Send what waited for the owner's word; approved again, it stays as it is."""
        row = await self._messages.lock(message_id)
        if row.state == MessageState.WAITING:
            # Whoever approves the words has read them: only the window ends them now.
            row.state, row.ordered_by, row.expires_at = MessageState.QUEUED, BY_OWNER, None
            row.send_from = row.changed_at = self._clock.now()
            await self._enqueue(row)
            await self._is_answered(row.contact_id)
        elif MessageState(row.state) in (MessageState.CANCELLED, MessageState.BLOCKED):
            raise MessageGoneError(message_id, row.state)
        return row

    async def cancel(self, message_id: UUID) -> MessageRow:
        """Keep a message from going out; cancelled twice is cancelled."""
        row = await self._messages.lock(message_id)
        if row.state == MessageState.CANCELLED:
            return row
        if MessageState(row.state) not in MAY_BE_CANCELLED:
            raise MessageGoneError(message_id, row.state)
        self._cancel(row)
        return row

    async def cancel_pending(
        self, contact_id: UUID, purposes: Sequence[Purpose], key_prefix: str = ""
    ) -> None:
        """Keep from going out whatever has not: for these purposes, of these keys."""
        for purpose in purposes:
            for row in await self._messages.lock_pending(contact_id, purpose, key_prefix):
                self._cancel(row)

    async def erase(self, contact_id: UUID) -> ContactRow:
        """Forget a contact: nothing that waits for them goes out any more."""
        await UnderstandingService(self._session, self._tenant_id, clock=self._clock).forget(
            contact_id
        )
        row = await self._contacts.erase(contact_id)
        await self.cancel_pending(contact_id, list(Purpose))
        return row

    async def since(self, moment: datetime) -> tuple[Sequence[MessageFact], Sequence[ReceivedFact]]:
        """Return the shop's messages whose time came since a moment, and what customers wrote."""
        sent = [_fact(row) for row in await self._messages.since(moment)]
        received = await self._messages.received_since(moment)
        return sent, [
            ReceivedFact(id=str(row.id), vendor_id=row.vendor_id, at=row.at, reaction=row.reaction)
            for row in received
        ]

    async def list(
        self,
        contact_id: UUID | None,
        states: Sequence[MessageState],
        before: UUID | None,
        limit: int,
    ) -> Sequence[MessageRow]:
        """Return one message more than the limit, so that the surplus tells of more."""
        return await self._messages.list(contact_id, states, before, limit + 1)

    async def _is_answered(self, contact_id: UUID) -> None:
        """Close what people were asked about a contact's messages: the owner has answered."""
        received = await self._messages.received(contact_id, _LATEST_ANSWERED)
        await self._people.close_answers([row.id for row in received])

    def _cancel(self, row: MessageRow) -> None:
        row.state, row.changed_at = MessageState.CANCELLED, self._clock.now()

    async def _enqueue(self, row: MessageRow) -> None:
        job = SendMessage(self._tenant_id, row.id)
        await enqueue(self._session, job, dedupe_key=f"message:{row.id}")


def _problems(new: NewMessage) -> dict[str, str]:
    problems: dict[str, str] = {}
    if new.words is None and new.template is None:
        problems["words"] = "or a template: one is needed"
    if new.words is not None and not 0 < len(new.words.strip()) <= MOST_CHARACTERS:
        problems["words"] = f"must have 1 to {MOST_CHARACTERS} characters"
    return problems


def _values(new: NewMessage, now: datetime) -> dict[str, object]:
    name, language = new.template or (None, None)
    return {
        "id": new_id(),
        "contact_id": new.contact_id,
        "key": new.key,
        "purpose": new.purpose,
        "ordered_by": new.ordered_by,
        "words": new.words,
        "template_name": name,
        "template_language": language,
        "variables": list(new.variables),
        "buttons": [list(button) for button in new.buttons],
        "reply_to": new.reply_to,
        "state": MessageState.WAITING if new.needs_approval else MessageState.QUEUED,
        "attempt": 1,
        "send_from": new.send_from or now,
        "expires_at": new.expires_at,
        "arrive_by": new.arrive_by,
        "is_to_stranger": False,
        "reserved_paise": Decimal(0),
        "created_at": now,
        "changed_at": now,
    }


def _fact(row: MessageRow) -> MessageFact:
    return MessageFact(
        id=str(row.id),
        key=row.key,
        at=row.send_from,
        purpose=Purpose(row.purpose),
        state=MessageState(row.state),
        ordered_by=row.ordered_by,
        reason=row.obstacle or row.error_code,
        verified_at=row.verified_at,
    )
