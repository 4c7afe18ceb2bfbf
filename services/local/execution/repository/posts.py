"""Queries of posts: one tenant's only, except for the look at what is due."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from local.execution.domain.post_channel import Channel, Topic
from local.execution.domain.post_mode import PostMode, PostSettings
from local.execution.domain.post_state import PostState
from local.execution.domain.reply_language import Language
from local.execution.errors import PostNotFoundError, PostsBusyError
from local.execution.models import PostRow, PostSettingsRow
from shared.db.repository import TenantRepository

# Their words were never seen.
_UNSEEN = (PostState.DECLINED, PostState.EXPIRED, PostState.FAILED, PostState.REJECTED)
_SEEN = (PostState.ACCEPTED, PostState.VERIFIED)
_MOST_OFFERS = 20


class PostRepository(TenantRepository):
    """The posts of one tenant."""

    async def hold(self) -> None:
        """Let nobody else write posts of the tenant until the transaction ends."""
        await self._take_lock("posts", PostsBusyError())

    async def add(self, values: Mapping[str, Any]) -> PostRow:
        """Keep a new post."""
        row = PostRow(tenant_id=self._tenant_id, **values)
        self._session.add(row)
        await self._session.flush()
        return row

    async def get(self, post_id: UUID) -> PostRow:
        """Return a post."""
        return self._found(post_id, await self._session.scalar(self._one(post_id)))

    async def lock(self, post_id: UUID) -> PostRow:
        """Return a post that nobody else changes until the transaction ends."""
        row = await self._session.scalar(self._one(post_id).with_for_update())
        return self._found(post_id, row)

    async def list(
        self, states: Sequence[str], before: UUID | None, limit: int
    ) -> Sequence[PostRow]:
        """Return posts, the last written first; of every state where none is named."""
        query = self._query()
        if states:
            query = query.where(PostRow.state.in_(states))
        if before is not None:
            query = query.where(PostRow.id < before)
        return (await self._session.scalars(query.order_by(PostRow.id.desc()).limit(limit))).all()

    async def written_for(self, day: date) -> Mapping[Channel, PostRow]:
        """Return what the platform has written for a day already, by channel."""
        rows = await self._session.scalars(self._query().where(PostRow.for_day == day))
        return {Channel(row.channel): row for row in rows.all()}

    async def is_repeated(
        self, channel: Channel, text_key: str, since: datetime, but_not: UUID | None
    ) -> bool:
        """Tell whether the same words were posted to a channel since a moment, or are to be."""
        query = self._query().where(
            PostRow.channel == channel,
            PostRow.text_key == text_key,
            PostRow.publish_at >= since,
            PostRow.state.not_in(_UNSEEN),
        )
        if but_not is not None:
            query = query.where(PostRow.id != but_not)
        return await self._session.scalar(query.limit(1)) is not None

    async def texts_since(self, channel: Channel, since: datetime) -> Sequence[str]:
        """Return the words that were posted to a channel since a moment, or are to be."""
        query = select(PostRow.text).where(
            PostRow.tenant_id == self._tenant_id,
            PostRow.channel == channel,
            PostRow.publish_at >= since,
            PostRow.state.not_in(_UNSEEN),
        )
        return (await self._session.scalars(query.order_by(PostRow.id.desc()))).all()

    async def offers_seen(self) -> Sequence[PostRow]:
        """Return the latest offers that went out."""
        query = self._query().where(PostRow.topic == Topic.OFFER, PostRow.state.in_(_SEEN))
        newest_first = query.order_by(PostRow.id.desc()).limit(_MOST_OFFERS)
        return (await self._session.scalars(newest_first)).all()

    async def made_since(self, moment: datetime) -> Sequence[PostRow]:
        """Return posts that were written since a moment, the oldest first."""
        query = self._query().where(PostRow.created_at >= moment).order_by(PostRow.id)
        return (await self._session.scalars(query)).all()

    async def counts(self) -> Mapping[str, int]:
        """Return how many posts are in each state."""
        query = (
            select(PostRow.state, func.count())
            .where(PostRow.tenant_id == self._tenant_id)
            .group_by(PostRow.state)
        )
        rows = (await self._session.execute(query)).all()
        return {row[0]: row[1] for row in rows}

    async def settings(self) -> Mapping[Channel, PostSettings]:
        """Return what the shop has said of channels."""
        query = select(PostSettingsRow).where(PostSettingsRow.tenant_id == self._tenant_id)
        return {
            Channel(row.channel): PostSettings(
                mode=PostMode(row.mode),
                language=Language(row.language),
                may_tell_praise=row.may_tell_praise,
            )
            for row in (await self._session.scalars(query)).all()
        }

    async def put_settings(self, values: Mapping[str, Any]) -> None:
        """Keep what the shop says of a channel."""
        new = insert(PostSettingsRow).values(tenant_id=self._tenant_id, **values)
        await self._session.execute(
            new.on_conflict_do_update(index_elements=["tenant_id", "channel"], set_=dict(values))
        )

    def _query(self) -> Select[PostRow]:
        return select(PostRow).where(PostRow.tenant_id == self._tenant_id)

    def _one(self, post_id: UUID) -> Select[PostRow]:
        return self._query().where(PostRow.id == post_id)

    def _found(self, post_id: UUID, row: PostRow | None) -> PostRow:
        if row is None:
            raise PostNotFoundError(post_id)
        return row


class PostDirectory:
    """Every post that the transaction may see: for an operator's, those of all tenants."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def due(self, now: datetime, limit: int) -> Sequence[tuple[UUID, UUID, PostState]]:
        """Return tenant, id and state of what is to be taken up by now, the longest due first."""
        query = (
            select(PostRow.tenant_id, PostRow.id, PostRow.state)
            .where(PostRow.next_at <= now)
            .order_by(PostRow.next_at)
            .limit(limit)
        )
        rows = (await self._session.execute(query)).all()
        return [(row[0], row[1], PostState(row[2])) for row in rows]
