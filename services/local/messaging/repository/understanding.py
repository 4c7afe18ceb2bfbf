"""Queries of what messages were about, what was learnt from it, and of the price list."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from local.messaging.errors import MessageNotFoundError
from local.messaging.models import (
    MessageLabelRow,
    PriceItemRow,
    ReadingModelRow,
    ReceivedMessageRow,
)
from shared.db.repository import TenantRepository


class UnderstandingRepository(TenantRepository):
    """Labels, models and prices of one tenant."""

    async def get_received(self, message_id: UUID) -> ReceivedMessageRow:
        """Return what a customer wrote."""
        query = select(ReceivedMessageRow).where(
            ReceivedMessageRow.tenant_id == self._tenant_id, ReceivedMessageRow.id == message_id
        )
        row = await self._session.scalar(query)
        if row is None:
            raise MessageNotFoundError(message_id)
        return row

    async def received(self, ids: Sequence[UUID]) -> Sequence[ReceivedMessageRow]:
        """Return messages of customers, the oldest first."""
        query = select(ReceivedMessageRow).where(
            ReceivedMessageRow.tenant_id == self._tenant_id, ReceivedMessageRow.id.in_(ids)
        )
        in_order = query.order_by(ReceivedMessageRow.at, ReceivedMessageRow.id)
        return (await self._session.scalars(in_order)).all()

    async def put_label(self, values: Mapping[str, Any]) -> None:
        """Keep what a message of ours was about; the last word counts."""
        await self._put_labels([values], "message_id")

    async def put_words(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep words of an import; the same words again have the label told last."""
        if rows:
            await self._put_labels(rows, "digest")

    async def labelled(self, limit: int) -> Sequence[tuple[str, str]]:
        """Return words and labels, the newest first; what was forgotten is left out."""
        own = (ReceivedMessageRow.tenant_id == MessageLabelRow.tenant_id) & (
            ReceivedMessageRow.id == MessageLabelRow.message_id
        )
        words = func.coalesce(ReceivedMessageRow.words, MessageLabelRow.words)
        query = (
            select(words, MessageLabelRow.label)
            .join(ReceivedMessageRow, own, isouter=True)
            .where(MessageLabelRow.tenant_id == self._tenant_id, words.is_not(None))
            .order_by(MessageLabelRow.labelled_at.desc(), MessageLabelRow.id.desc())
            .limit(limit)
        )
        return [(row[0], row[1]) for row in (await self._session.execute(query)).all()]

    async def words_of_contact(self, contact_id: UUID) -> Sequence[str]:
        """Return what a contact wrote, as far as it is not forgotten."""
        query = select(ReceivedMessageRow.words).where(
            ReceivedMessageRow.tenant_id == self._tenant_id,
            ReceivedMessageRow.contact_id == contact_id,
        )
        return [words for words in (await self._session.scalars(query)).all() if words]

    async def forget_labels(self, contact_id: UUID, digests: Sequence[str]) -> bool:
        """Delete labels of a contact's messages, or of the same words; tell whether any was."""
        theirs = select(ReceivedMessageRow.id).where(
            ReceivedMessageRow.tenant_id == self._tenant_id,
            ReceivedMessageRow.contact_id == contact_id,
        )
        is_theirs = MessageLabelRow.message_id.in_(theirs)
        gone = delete(MessageLabelRow).where(
            MessageLabelRow.tenant_id == self._tenant_id,
            is_theirs | MessageLabelRow.digest.in_(digests),
        )
        found = await self._session.scalars(gone.returning(MessageLabelRow.id))
        return len(found.all()) > 0

    async def put_model(self, values: Mapping[str, Any]) -> None:
        """Keep what was learnt as the latest; of those before only their figures stay."""
        new = insert(ReadingModelRow).values(tenant_id=self._tenant_id, **values)
        again = {name: values[name] for name in ("obstacle", "measured", "learnt", "trained_at")}
        names = ["tenant_id", "method", "data_hash"]
        await self._session.execute(new.on_conflict_do_update(index_elements=names, set_=again))
        older = update(ReadingModelRow).where(
            ReadingModelRow.tenant_id == self._tenant_id,
            ReadingModelRow.trained_at < values["trained_at"],
        )
        await self._session.execute(older.values(learnt=None))

    async def latest_model(self) -> ReadingModelRow | None:
        """Return what was learnt last."""
        query = select(ReadingModelRow).where(ReadingModelRow.tenant_id == self._tenant_id)
        in_order = query.order_by(ReadingModelRow.trained_at.desc(), ReadingModelRow.id.desc())
        return await self._session.scalar(in_order.limit(1))

    async def read_by_method(self, since: datetime) -> Sequence[tuple[str, int, int]]:
        """Return by method how many messages were read since, and how many of them understood."""
        is_understood = case((ReceivedMessageRow.reading.is_not(None), 1), else_=0)
        query = (
            select(ReceivedMessageRow.method, func.count(), func.sum(is_understood))
            .where(
                ReceivedMessageRow.tenant_id == self._tenant_id,
                ReceivedMessageRow.at >= since,
                ReceivedMessageRow.method.is_not(None),
                ReceivedMessageRow.kind == "text",
                ReceivedMessageRow.reaction.not_in(("opt_out", "opt_in")),
            )
            .group_by(ReceivedMessageRow.method)
            .order_by(ReceivedMessageRow.method)
        )
        rows = (await self._session.execute(query)).all()
        return [(row[0] or "", row[1], int(row[2] or 0)) for row in rows]

    async def replace_prices(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep a price list in the place of the one before."""
        mine = PriceItemRow.tenant_id == self._tenant_id
        await self._session.execute(delete(PriceItemRow).where(mine))
        if rows:
            new = [{"tenant_id": self._tenant_id, **row} for row in rows]
            await self._session.execute(insert(PriceItemRow).values(new))

    async def prices(self) -> Sequence[PriceItemRow]:
        """Return the price list by name."""
        query = select(PriceItemRow).where(PriceItemRow.tenant_id == self._tenant_id)
        return (await self._session.scalars(query.order_by(PriceItemRow.name))).all()

    async def _put_labels(self, rows: Sequence[Mapping[str, Any]], key: str) -> None:
        new = insert(MessageLabelRow).values([{"tenant_id": self._tenant_id, **r} for r in rows])
        told = {name: new.excluded[name] for name in ("label", "labelled_at")}
        once = new.on_conflict_do_update(index_elements=["tenant_id", key], set_=told)
        await self._session.execute(once)


async def delete_labels(session: AsyncSession, labelled_before: datetime) -> None:
    """Delete labels of before a moment, of every tenant; for maintenance."""
    old = delete(MessageLabelRow).where(MessageLabelRow.labelled_at < labelled_before)
    await session.execute(old)
