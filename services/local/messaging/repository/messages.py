"""Queries of messages, both ways, and of what they cost."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from local.messaging.domain.consent import Purpose
from local.messaging.domain.message_state import MAY_BE_CANCELLED, MAY_HAVE_ARRIVED, MessageState
from local.messaging.errors import MessageNotFoundError
from local.messaging.models import MessageMonthRow, MessageRow, ReceivedMessageRow
from shared.db.repository import TenantRepository


class MessageRepository(TenantRepository):
    """The messages of one tenant."""

    async def put(self, values: Mapping[str, Any]) -> MessageRow:
        """Keep a message; where its key is taken, the one that is there stays as it is."""
        new = insert(MessageRow).values(tenant_id=self._tenant_id, **values)
        await self._session.execute(new.on_conflict_do_nothing(index_elements=["tenant_id", "key"]))
        query = self._query().where(MessageRow.key == values["key"])
        return (await self._session.scalars(query)).one()

    async def put_received(self, values: Mapping[str, Any]) -> ReceivedMessageRow | None:
        """Keep what a person wrote; None where it is known already."""
        new = insert(ReceivedMessageRow).values(tenant_id=self._tenant_id, **values)
        once = new.on_conflict_do_nothing(index_elements=["tenant_id", "vendor_id"])
        return await self._session.scalar(once.returning(ReceivedMessageRow))

    async def contact_of(self, message_id: UUID) -> UUID:
        """Return whom a message is for."""
        query = select(MessageRow.contact_id).where(
            MessageRow.tenant_id == self._tenant_id, MessageRow.id == message_id
        )
        contact_id = await self._session.scalar(query)
        if contact_id is None:
            raise MessageNotFoundError(message_id)
        return contact_id

    async def find_id(self, vendor_id: str, reference: UUID | None) -> UUID | None:
        """Return the message that WhatsApp speaks of, by its id or by our own reference."""
        query = select(MessageRow.id).where(
            MessageRow.tenant_id == self._tenant_id, MessageRow.vendor_id == vendor_id
        )
        found = await self._session.scalar(query)
        if found is not None or reference is None:
            return found
        return await self._session.scalar(
            select(MessageRow.id).where(
                MessageRow.tenant_id == self._tenant_id,
                MessageRow.id == reference,
            )
        )

    async def lock(self, message_id: UUID) -> MessageRow:
        """Return a message that nobody else changes until the transaction ends."""
        query = self._query().where(MessageRow.id == message_id).with_for_update()
        row = await self._session.scalar(query.execution_options(populate_existing=True))
        if row is None:
            raise MessageNotFoundError(message_id)
        return row

    async def lock_pending(
        self, contact_id: UUID, purpose: Purpose, key_prefix: str = ""
    ) -> Sequence[MessageRow]:
        """Return what has not gone out yet for a purpose, locked."""
        query = self._query().where(
            MessageRow.contact_id == contact_id,
            MessageRow.purpose == purpose,
            MessageRow.state.in_(MAY_BE_CANCELLED),
            MessageRow.key.startswith(key_prefix, autoescape=True),
        )
        return (await self._session.scalars(query.order_by(MessageRow.id).with_for_update())).all()

    async def offers_since(self, contact_id: UUID, since: datetime) -> Sequence[datetime]:
        """Return when a contact was sent offers, or may have been."""
        query = select(MessageRow.sent_at).where(
            MessageRow.tenant_id == self._tenant_id,
            MessageRow.contact_id == contact_id,
            MessageRow.purpose == Purpose.OFFERS,
            MessageRow.state.in_(MAY_HAVE_ARRIVED),
            MessageRow.sent_at > since,
        )
        return [at for at in (await self._session.scalars(query)).all() if at is not None]

    async def strangers_since(self, since: datetime) -> Mapping[UUID, datetime]:
        """Return who was written to outside the window, and when last."""
        latest = func.max(MessageRow.sent_at)
        query = (
            select(MessageRow.contact_id, latest)
            .where(
                MessageRow.tenant_id == self._tenant_id,
                MessageRow.is_to_stranger,
                MessageRow.sent_at > since,
                MessageRow.state.in_((*MAY_HAVE_ARRIVED, MessageState.FAILED)),
            )
            .group_by(MessageRow.contact_id)
        )
        rows = (await self._session.execute(query)).all()
        return {contact_id: at for contact_id, at in rows if at is not None}

    async def lock_month(self, month: date) -> MessageMonthRow:
        """Return a month's account, locked; the first message opens it."""
        fresh = {"month": month, "spent_paise": Decimal(0), "service_messages": 0}
        new = insert(MessageMonthRow).values(tenant_id=self._tenant_id, **fresh)
        await self._session.execute(new.on_conflict_do_nothing())
        query = select(MessageMonthRow).where(
            MessageMonthRow.tenant_id == self._tenant_id, MessageMonthRow.month == month
        )
        locked = query.with_for_update().execution_options(populate_existing=True)
        return (await self._session.scalars(locked)).one()

    async def spent(self, month: date) -> Decimal:
        """Return what a month has cost or may still, without holding anybody up."""
        query = select(MessageMonthRow.spent_paise).where(
            MessageMonthRow.tenant_id == self._tenant_id, MessageMonthRow.month == month
        )
        return await self._session.scalar(query) or Decimal(0)

    async def costs(self, month: date) -> Sequence[tuple[str, int, Decimal]]:
        """Return by category how many messages cost or may cost how much in a month."""
        amount = func.coalesce(MessageRow.cost_paise, MessageRow.reserved_paise)
        query = (
            select(MessageRow.category, func.count(), func.sum(amount))
            .where(
                MessageRow.tenant_id == self._tenant_id,
                MessageRow.month == month,
                MessageRow.state.in_(MAY_HAVE_ARRIVED),
            )
            .group_by(MessageRow.category)
            .order_by(MessageRow.category)
        )
        rows = (await self._session.execute(query)).all()
        return [(category or "", count, paise) for category, count, paise in rows]

    async def since(self, moment: datetime) -> Sequence[MessageRow]:
        """Return messages whose time came since a moment, the oldest first."""
        query = self._query().where(MessageRow.send_from >= moment).order_by(MessageRow.id)
        return (await self._session.scalars(query)).all()

    async def received_since(self, moment: datetime) -> Sequence[ReceivedMessageRow]:
        """Return what customers wrote since a moment, the oldest first."""
        query = select(ReceivedMessageRow).where(
            ReceivedMessageRow.tenant_id == self._tenant_id, ReceivedMessageRow.at >= moment
        )
        return (await self._session.scalars(query.order_by(ReceivedMessageRow.id))).all()

    async def list(
        self, contact_id: UUID | None, states: Sequence[str], before: UUID | None, limit: int
    ) -> Sequence[MessageRow]:
        """Return messages of the shop, the last written first."""
        query = self._query()
        if contact_id is not None:
            query = query.where(MessageRow.contact_id == contact_id)
        if states:
            query = query.where(MessageRow.state.in_(states))
        if before is not None:
            query = query.where(MessageRow.id < before)
        return (
            await self._session.scalars(query.order_by(MessageRow.id.desc()).limit(limit))
        ).all()

    async def received(self, contact_id: UUID, limit: int) -> Sequence[ReceivedMessageRow]:
        """Return what a contact wrote, the last first."""
        query = select(ReceivedMessageRow).where(
            ReceivedMessageRow.tenant_id == self._tenant_id,
            ReceivedMessageRow.contact_id == contact_id,
        )
        in_order = query.order_by(ReceivedMessageRow.at.desc(), ReceivedMessageRow.id.desc())
        return (await self._session.scalars(in_order.limit(limit))).all()

    def _query(self) -> Select[MessageRow]:
        return select(MessageRow).where(MessageRow.tenant_id == self._tenant_id)


async def due_messages(
    session: AsyncSession, now: datetime, stuck_before: datetime, limit: int
) -> Sequence[tuple[UUID, UUID]]:
    """Return tenant and id of what is due, or lies half sent; for an operator's transaction."""
    is_due = and_(MessageRow.state == MessageState.QUEUED, MessageRow.send_from <= now)
    is_stuck = and_(MessageRow.state == MessageState.SENDING, MessageRow.changed_at < stuck_before)
    query = select(MessageRow.tenant_id, MessageRow.id).where(or_(is_due, is_stuck))
    rows = (await session.execute(query.order_by(MessageRow.send_from).limit(limit))).all()
    return [(row[0], row[1]) for row in rows]


async def silent_messages(
    session: AsyncSession, sent_before: datetime, limit: int
) -> Sequence[tuple[UUID, UUID]]:
    """Return what was sent before a moment and nobody was asked about yet; for an operator's."""
    query = select(MessageRow.tenant_id, MessageRow.id).where(
        MessageRow.state == MessageState.UNCONFIRMED,
        MessageRow.sent_at < sent_before,
        MessageRow.obstacle.is_(None),
    )
    rows = (await session.execute(query.order_by(MessageRow.sent_at).limit(limit))).all()
    return [(row[0], row[1]) for row in rows]
