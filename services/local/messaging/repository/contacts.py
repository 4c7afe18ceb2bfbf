"""Queries of contacts and of what they agreed to."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from local.messaging.errors import ContactNotFoundError
from local.messaging.models import (
    AppointmentRow,
    ConsentRow,
    ContactRow,
    MessageRow,
    ReceivedMessageRow,
)
from shared.db.repository import TenantRepository

_BELONGINGS = (ConsentRow, ReceivedMessageRow, MessageRow, AppointmentRow)


class ContactRepository(TenantRepository):
    """The contacts of one tenant."""

    async def lock_named(self, phone: str | None, user_id: str | None) -> Sequence[ContactRow]:
        """Return who has this number or this id, locked, the oldest first."""
        named = [ContactRow.phone == phone] if phone else []
        named += [ContactRow.user_id == user_id] if user_id else []
        query = self._query().where(or_(*named)).order_by(ContactRow.id).with_for_update()
        return (await self._session.scalars(query)).all()

    async def put(self, values: Mapping[str, Any]) -> None:
        """Keep a contact, unless there is one of this number or this id."""
        new = insert(ContactRow).values(tenant_id=self._tenant_id, **values)
        await self._session.execute(new.on_conflict_do_nothing())

    async def lock(self, contact_id: UUID) -> ContactRow:
        """Return a contact whom nobody else changes until the transaction ends."""
        query = self._query().where(ContactRow.id == contact_id).with_for_update()
        row = await self._session.scalar(query.execution_options(populate_existing=True))
        if row is None:
            raise ContactNotFoundError(contact_id)
        return row

    async def list(self, before: UUID | None, limit: int) -> Sequence[ContactRow]:
        """Return contacts, the newest first."""
        query = self._query()
        if before is not None:
            query = query.where(ContactRow.id < before)
        return (
            await self._session.scalars(query.order_by(ContactRow.id.desc()).limit(limit))
        ).all()

    async def move_belongings(self, source: UUID, target: UUID) -> None:
        """Give everything of one contact to another, and forget the one."""
        for table in _BELONGINGS:
            mine = (table.tenant_id == self._tenant_id, table.contact_id == source)
            await self._session.execute(update(table).where(*mine).values(contact_id=target))
        await self._session.execute(
            delete(ContactRow).where(
                ContactRow.tenant_id == self._tenant_id, ContactRow.id == source
            )
        )

    async def add_consent(self, values: Mapping[str, Any]) -> None:
        """Note a yes or a no."""
        self._session.add(ConsentRow(tenant_id=self._tenant_id, **values))
        await self._session.flush()

    async def consents(self, contact_id: UUID) -> Sequence[ConsentRow]:
        """Return everything that a contact has said, the oldest first."""
        query = select(ConsentRow).where(
            ConsentRow.tenant_id == self._tenant_id, ConsentRow.contact_id == contact_id
        )
        return (await self._session.scalars(query.order_by(ConsentRow.at, ConsentRow.id))).all()

    async def forget_words(self, contact_id: UUID, now: datetime) -> None:
        """Take away what was written, by either side; that something was written stays."""
        received = update(ReceivedMessageRow).where(
            ReceivedMessageRow.tenant_id == self._tenant_id,
            ReceivedMessageRow.contact_id == contact_id,
        )
        await self._session.execute(received.values(words=None, payload=None))
        sent = update(MessageRow).where(
            MessageRow.tenant_id == self._tenant_id, MessageRow.contact_id == contact_id
        )
        await self._session.execute(sent.values(words=None, variables=[], changed_at=now))
        said = update(ConsentRow).where(
            ConsentRow.tenant_id == self._tenant_id, ConsentRow.contact_id == contact_id
        )
        await self._session.execute(said.values(words=None))

    def _query(self) -> Select[ContactRow]:
        return select(ContactRow).where(ContactRow.tenant_id == self._tenant_id)
