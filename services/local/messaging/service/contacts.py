"""Use cases of contacts: who it is, what they agreed to, and to be forgotten."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.customers.domain.identities import phone_of
from local.messaging.domain.consent import ConsentSource, Purpose, Said, standing
from local.messaging.errors import UnsendableError
from local.messaging.models import ContactRow
from local.messaging.repository.contacts import ContactRepository
from shared.clock import Clock
from shared.ids import new_id


class ContactService:
    """The contacts of one tenant's business."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._contacts = ContactRepository(session, tenant_id)
        self._clock = clock

    async def named(
        self,
        phone: str | None,
        user_id: str | None,
        *,
        name: str | None = None,
        username: str | None = None,
    ) -> ContactRow:
        """Return the contact of a number, an id or both, locked; the first time makes it.

        Whoever was two contacts until both were told at once is one from then on.
        """
        now = self._clock.now()
        found = await self._contacts.lock_named(phone, user_id)
        if not found:
            fresh = {"id": new_id(), "phone": phone, "user_id": user_id, "created_at": now}
            await self._contacts.put(fresh)
            found = await self._contacts.lock_named(phone, user_id)
        row = found[0] if len(found) == 1 else await self._merged(found)
        row.phone, row.user_id = phone or row.phone, user_id or row.user_id
        row.name, row.username = name or row.name, username or row.username
        return row

    async def add(self, written_phone: str, name: str | None) -> ContactRow:
        """Return the contact of a number as a person wrote it; the first time makes it."""
        phone = phone_of(written_phone)
        if phone is None:
            raise UnsendableError({"phone": "is no phone number; write it with its area code"})
        return await self.named(phone.removeprefix("+"), None, name=name)

    async def get(self, contact_id: UUID) -> ContactRow:
        """Return a contact, to look at."""
        return await self._contacts.get(contact_id)

    async def lock(self, contact_id: UUID) -> ContactRow:
        """Return a contact whom nobody else changes."""
        return await self._contacts.lock(contact_id)

    async def list(self, before: UUID | None, limit: int) -> Sequence[ContactRow]:
        """Return one contact more than the limit, so that the surplus tells of more."""
        return await self._contacts.list(before, limit + 1)

    async def consents(self, contact_id: UUID) -> Mapping[Purpose, bool]:
        """Return what a contact agrees to now."""
        rows = await self._contacts.consents(contact_id)
        return standing(
            [Said(purpose=Purpose(r.purpose), is_given=r.is_given, at=r.at) for r in rows]
        )

    async def say(
        self,
        contact_id: UUID,
        purposes: Sequence[Purpose],
        source: ConsentSource,
        at: datetime,
        *,
        is_given: bool,
        words: str | None = None,
    ) -> None:
        """Note a yes or a no for each purpose, with the words in which it was said."""
        for purpose in purposes:
            said = {"id": new_id(), "contact_id": contact_id, "purpose": purpose}
            told = {"is_given": is_given, "source": source, "words": words, "at": at}
            await self._contacts.add_consent(said | told)

    async def renamed(
        self, before: tuple[str | None, str | None], after: tuple[str | None, str | None]
    ) -> ContactRow:
        """Give a contact the new number or id; consents and messages go along."""
        row = await self.named(*before)
        phone, user_id = after
        others = await self._contacts.lock_named(phone, user_id)
        if strangers := [other for other in others if other.id != row.id]:
            row = await self._merged([row, *strangers])
        row.phone, row.user_id = phone or row.phone, user_id or row.user_id
        return row

    async def erase(self, contact_id: UUID) -> ContactRow:
        """Forget who it was and what was written; that there were messages, and costs, stays.

        A number that writes again is a new contact.
        """
        row = await self._contacts.lock(contact_id)
        now = self._clock.now()
        row.phone = row.user_id = row.name = row.username = None
        row.wrote_at = row.came_by_advertisement_at = None
        row.erased_at = row.erased_at or now
        await self._contacts.forget_words(contact_id, now)
        return row

    async def _merged(self, rows: Sequence[ContactRow]) -> ContactRow:
        first, *others = rows
        for other in others:
            first.wrote_at = _later(first.wrote_at, other.wrote_at)
            first.owner_wrote_at = _later(first.owner_wrote_at, other.owner_wrote_at)
            came = _later(first.came_by_advertisement_at, other.came_by_advertisement_at)
            first.came_by_advertisement_at = came
            phone, user_id = other.phone, other.user_id
            name, username = other.name, other.username
            await self._contacts.move_belongings(other.id, first.id)
            first.phone, first.user_id = first.phone or phone, first.user_id or user_id
            first.name, first.username = first.name or name, first.username or username
        return first


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    moments = [moment for moment in (one, other) if moment is not None]
    return max(moments, default=None)
