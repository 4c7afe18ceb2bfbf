"""Queries of contacts and of what they agreed to."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, or_, select, update
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

_ERASED = "erased:"
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

    async def get(self, contact_id: UUID, *, is_locked: bool = False) -> ContactRow:
        """Return a contact."""
        query = self._query().where(ContactRow.id == contact_id)
        query = query.execution_options(populate_existing=True)
        row = await self._session.scalar(query.with_for_update() if is_locked else query)
        if row is None:
            raise ContactNotFoundError(contact_id)
        return row

    async def lock(self, contact_id: UUID) -> ContactRow:
        """Return a contact whom nobody else changes until the transaction ends."""
        return await self.get(contact_id, is_locked=True)

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
        """Take away what was written, by either side; that something was written stays.

        WhatsApp's ids hold the number of whoever wrote: what is left of them names nobody.
        """
        received: dict[str, Any] = {"words": None, "payload": None}
        received |= {"vendor_id": func.concat(_ERASED, ReceivedMessageRow.id)}
        sent: dict[str, Any] = {"words": None, "variables": [], "reply_to": None, "vendor_id": None}
        sent |= {"key": func.concat(_ERASED, MessageRow.id), "changed_at": now}
        for table, values in (
            (ReceivedMessageRow, received),
            (MessageRow, sent),
            (ConsentRow, {"words": None}),
        ):
            mine = (table.tenant_id == self._tenant_id, table.contact_id == contact_id)
            await self._session.execute(update(table).where(*mine).values(**values))

    def _query(self) -> Select[ContactRow]:
        return select(ContactRow).where(ContactRow.tenant_id == self._tenant_id)
