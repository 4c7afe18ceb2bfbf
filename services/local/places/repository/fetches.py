"""Queries of when providers were asked; one tenant's, but for the search for who is due."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from local.places.domain.fetch_rules import FetchState
from local.places.domain.label import OWNER
from local.places.errors import PlaceFetchNotFoundError
from local.places.models import PlaceFetch, PlaceImport
from shared.db.repository import TenantRepository

# Two a day for a year: more than the pause between two allows.
_PAST_LOOKED_AT = 730


class PlaceFetchRepository(TenantRepository):
    """The fetches of one tenant."""

    async def add(self, values: Mapping[str, Any]) -> PlaceFetch:
        """Record that a provider is to be asked."""
        fetch = PlaceFetch(tenant_id=self._tenant_id, **values)
        self._session.add(fetch)
        await self._session.flush()
        return fetch

    async def get(self, fetch_id: UUID) -> PlaceFetch:
        """Return one fetch."""
        found = await self._session.scalar(self._query().where(PlaceFetch.id == fetch_id))
        if found is None:
            raise PlaceFetchNotFoundError(fetch_id)
        return found

    async def list(self, before: UUID | None, limit: int) -> Sequence[PlaceFetch]:
        """Return fetches, the newest first, those before a given one."""
        query = self._query().limit(limit)
        if before is not None:
            query = query.where(PlaceFetch.id < before)
        return (await self._session.scalars(query)).all()

    async def past(self, provider: str) -> Sequence[PlaceFetch]:
        """Return the times that a provider was asked, the newest first."""
        query = self._query().where(PlaceFetch.provider == provider).limit(_PAST_LOOKED_AT)
        return (await self._session.scalars(query)).all()

    async def newest_done(self, provider: str) -> PlaceFetch | None:
        """Return the last time that a provider answered."""
        query = self._query().where(
            PlaceFetch.provider == provider, PlaceFetch.state == FetchState.DONE
        )
        return await self._session.scalar(query.limit(1))

    def _query(self) -> Select[PlaceFetch]:
        return (
            select(PlaceFetch)
            .where(PlaceFetch.tenant_id == self._tenant_id)
            .order_by(PlaceFetch.id.desc())
        )


async def tenants_asked_since(
    session: AsyncSession, provider: str, done: datetime, failed: datetime
) -> frozenset[UUID]:
    """Return for whom a provider was asked lately, failures sooner forgotten; an operator's."""
    is_recent = (PlaceFetch.requested_at > done) & (PlaceFetch.state != FetchState.FAILED)
    query = select(PlaceFetch.tenant_id).where(
        PlaceFetch.provider == provider, is_recent | (PlaceFetch.requested_at > failed)
    )
    return frozenset((await session.scalars(query.distinct())).all())


async def tenants_with_files_only(session: AsyncSession, provider: str) -> frozenset[UUID]:
    """Return who imports places and has never asked the provider; an operator's query.

    Rivals that the owner entered are no file of the town.
    """
    asked = select(PlaceFetch.tenant_id).where(PlaceFetch.provider == provider)
    query = select(PlaceImport.tenant_id).where(
        PlaceImport.source != OWNER, PlaceImport.tenant_id.not_in(asked)
    )
    return frozenset((await session.scalars(query.distinct())).all())
