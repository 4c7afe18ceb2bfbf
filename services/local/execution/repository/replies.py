"""Queries of replies to reviews; one tenant's only."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import insert

from local.execution.domain.reply_mode import ReplyMode
from local.execution.domain.reply_state import ReplyState
from local.execution.errors import ReplyNotFoundError
from local.execution.models import ReplyRow, ReplySettingsRow
from shared.db.repository import TenantRepository

_ON_THEIR_WAY = (ReplyState.APPROVED, ReplyState.PUBLISHING, ReplyState.ACCEPTED)


class ReplyRepository(TenantRepository):
    """The replies of one tenant."""

    async def put(self, values: Mapping[str, Any]) -> bool:
        """Keep the reply to a review, unless it has one; tell whether it is new."""
        new = insert(ReplyRow).values(tenant_id=self._tenant_id, **values)
        statement = new.on_conflict_do_nothing(index_elements=["tenant_id", "review_id"])
        return await self._session.scalar(statement.returning(ReplyRow.id)) is not None

    async def find_for_reviews(self, review_ids: Collection[UUID]) -> Mapping[UUID, ReplyRow]:
        """Return the replies to these reviews by review, locked."""
        query = self._query().where(ReplyRow.review_id.in_(review_ids))
        rows = await self._session.scalars(query.order_by(ReplyRow.id).with_for_update())
        return {row.review_id: row for row in rows.all()}

    async def lock(self, reply_id: UUID) -> ReplyRow:
        """Return a reply that nobody else changes until the transaction ends."""
        query = self._query().where(ReplyRow.id == reply_id).with_for_update()
        row = await self._session.scalar(query)
        if row is None:
            raise ReplyNotFoundError(reply_id)
        return row

    async def lock_stuck(self, before: datetime) -> Sequence[ReplyRow]:
        """Return what is on its way and was due before a moment, locked."""
        due_at = func.coalesce(ReplyRow.next_at, ReplyRow.changed_at)
        query = self._query().where(ReplyRow.state.in_(_ON_THEIR_WAY), due_at < before)
        return (await self._session.scalars(query.order_by(ReplyRow.id).with_for_update())).all()

    async def lock_waiting_for_connection(self, approved_from: datetime) -> Sequence[ReplyRow]:
        """Return what was approved since a moment and could not be sent, locked."""
        query = self._query().where(
            ReplyRow.state == ReplyState.MANUAL, ReplyRow.approved_at >= approved_from
        )
        return (await self._session.scalars(query.order_by(ReplyRow.id).with_for_update())).all()

    async def list(
        self, states: Sequence[str], before: UUID | None, limit: int
    ) -> Sequence[ReplyRow]:
        """Return replies, the last drafted first; of every state where none is named."""
        query = self._query()
        if states:
            query = query.where(ReplyRow.state.in_(states))
        if before is not None:
            query = query.where(ReplyRow.id < before)
        return (await self._session.scalars(query.order_by(ReplyRow.id.desc()).limit(limit))).all()

    async def since(self, moment: datetime) -> Sequence[ReplyRow]:
        """Return replies that were first drafted since a moment, the oldest first."""
        query = self._query().where(ReplyRow.created_at >= moment).order_by(ReplyRow.id)
        return (await self._session.scalars(query)).all()

    async def latest_texts(self, limit: int, but_not: UUID | None = None) -> Sequence[str]:
        """Return the words of the latest replies, whatever became of them, the newest first."""
        query = select(ReplyRow.text).where(
            ReplyRow.tenant_id == self._tenant_id, ReplyRow.text.is_not(None)
        )
        if but_not is not None:
            query = query.where(ReplyRow.id != but_not)
        texts = await self._session.scalars(query.order_by(ReplyRow.id.desc()).limit(limit))
        return [text for text in texts.all() if text is not None]

    async def counts(self) -> Mapping[str, int]:
        """Return how many replies are in each state."""
        query = (
            select(ReplyRow.state, func.count())
            .where(ReplyRow.tenant_id == self._tenant_id)
            .group_by(ReplyRow.state)
        )
        rows = (await self._session.execute(query)).all()
        return {row[0]: row[1] for row in rows}

    async def find_mode(self) -> ReplyMode | None:
        """Return what the shop allows, None where it has not said."""
        query = select(ReplySettingsRow.mode).where(ReplySettingsRow.tenant_id == self._tenant_id)
        mode = await self._session.scalar(query)
        return None if mode is None else ReplyMode(mode)

    async def put_mode(self, values: Mapping[str, Any]) -> None:
        """Keep what the shop allows."""
        new = insert(ReplySettingsRow).values(tenant_id=self._tenant_id, **values)
        await self._session.execute(
            new.on_conflict_do_update(index_elements=["tenant_id"], set_=dict(values))
        )

    def _query(self) -> Select[ReplyRow]:
        return select(ReplyRow).where(ReplyRow.tenant_id == self._tenant_id)
