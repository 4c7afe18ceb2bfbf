"""Queries of the businesses: a tenant sees its own, an operator lists them all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from local.businesses.domain.location import LocationSource
from local.businesses.errors import BusinessNotFoundError
from local.businesses.models import BusinessRow
from shared.db.reader import Reader, first
from shared.db.repository import TenantRepository


class BusinessRepository(TenantRepository):
    """The one business of a tenant."""

    async def get(self) -> BusinessRow:
        """Return the tenant's business."""
        return self._found(await self._session.scalar(self._query()))

    async def lock(self) -> BusinessRow:
        """Return the tenant's business, and let nobody else change it meanwhile."""
        return self._found(await self._session.scalar(self._query().with_for_update()))

    async def add(self, values: Mapping[str, Any]) -> BusinessRow:
        """Store the tenant's business."""
        row = BusinessRow(tenant_id=self._tenant_id, **values)
        self._session.add(row)
        await self._session.flush()
        return row

    def _query(self) -> Select[BusinessRow]:
        return select(BusinessRow).where(BusinessRow.tenant_id == self._tenant_id)

    def _found(self, row: BusinessRow | None) -> BusinessRow:
        if row is None:
            raise BusinessNotFoundError(self._tenant_id)
        return row


_READ = "SELECT * FROM local_businesses WHERE tenant_id = %(tenant_id)s"


async def read_row(reader: Reader, business_id: UUID) -> BusinessRow:
    """Return one business in one round trip, as a bare record without the cost of an ORM row."""
    row = first(await reader.fetch(business_id, _READ, {"tenant_id": business_id}))
    if row is None:
        raise BusinessNotFoundError(business_id)
    return cast("BusinessRow", SimpleNamespace(**row))


class BusinessDirectory:
    """Every business that the transaction may see: for an operator's, those of all tenants."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list(self, after: UUID | None, limit: int) -> Sequence[BusinessRow]:
        """Return the businesses in the order of their creation, those after a given one."""
        query = select(BusinessRow).order_by(BusinessRow.tenant_id).limit(limit)
        if after is not None:
            query = query.where(BusinessRow.tenant_id > after)
        return (await self._session.scalars(query)).all()

    async def past_hour(self, now: datetime, hour: int) -> Sequence[UUID]:
        """Return the businesses on whose own clock it is this hour or later."""
        own_hour = func.extract("hour", func.timezone(BusinessRow.timezone, now))
        query = select(BusinessRow.tenant_id).where(own_hour >= hour)
        return (await self._session.scalars(query.order_by(BusinessRow.tenant_id))).all()

    async def on_the_map(self) -> Sequence[UUID]:
        """Return the businesses that have given their own coordinates, the oldest first."""
        query = select(BusinessRow.tenant_id).where(
            BusinessRow.location_source == LocationSource.DECLARED
        )
        return (await self._session.scalars(query.order_by(BusinessRow.tenant_id))).all()

    async def zones(self) -> Sequence[tuple[UUID, str]]:
        """Return each business's time zone."""
        query = select(BusinessRow.tenant_id, BusinessRow.timezone)
        rows = await self._session.execute(query.order_by(BusinessRow.tenant_id))
        return [(row[0], row[1]) for row in rows]
