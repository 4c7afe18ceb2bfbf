"""Queries of the imports of places."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select

from local.places.domain.coverage import Coverage, FullRelease
from local.places.domain.distance import BoundingBox
from local.places.errors import ImportInProgressError, PlaceImportNotFoundError
from local.places.models import PlaceImport, PlaceRow
from local.places.repository.places import inside_box
from shared.db.repository import TenantRepository

_RELEASES_LOOKED_AT = 200


class PlaceImportRepository(TenantRepository):
    """The imports of one tenant."""

    async def lock(self) -> None:
        """Let no other transaction change the tenant's places until this one ends."""
        await self._take_lock("places", ImportInProgressError())

    async def latest_of(self, source: str) -> PlaceImport | None:
        """Return the newest import of a source."""
        return await self._session.scalar(
            self._query().where(PlaceImport.source == source).limit(1)
        )

    async def get(self, import_id: UUID) -> PlaceImport:
        """Return one import."""
        found = await self._session.scalar(self._query().where(PlaceImport.id == import_id))
        if found is None:
            raise PlaceImportNotFoundError(import_id)
        return found

    async def list(self, before: UUID | None, limit: int) -> Sequence[PlaceImport]:
        """Return imports, the newest first, those before a given one."""
        query = self._query().limit(limit)
        if before is not None:
            query = query.where(PlaceImport.id < before)
        return (await self._session.scalars(query)).all()

    async def of_places_inside(self, box: BoundingBox) -> Sequence[PlaceImport]:
        """Return the imports that the places inside a box came with, the oldest first."""
        import_ids = select(PlaceRow.import_id).where(inside_box(self._tenant_id, box))
        query = select(PlaceImport).where(
            PlaceImport.tenant_id == self._tenant_id, PlaceImport.id.in_(import_ids)
        )
        return (await self._session.scalars(query.order_by(PlaceImport.id))).all()

    async def full_releases(self, source: str | None = None) -> Sequence[FullRelease]:
        """Return the newest full releases, of one source or of all."""
        query = select(
            PlaceImport.id, PlaceImport.source, PlaceImport.imported_at, PlaceImport.covers
        ).where(PlaceImport.tenant_id == self._tenant_id, PlaceImport.covers.is_not(None))
        if source is not None:
            query = query.where(PlaceImport.source == source)
        newest = query.order_by(PlaceImport.id.desc()).limit(_RELEASES_LOOKED_AT)
        return [
            FullRelease(import_id, name, released_at, Coverage.from_dict(covers or {}))
            for import_id, name, released_at, covers in (await self._session.execute(newest))
        ]

    async def has_any(self) -> bool:
        """Say whether the tenant has imported anything."""
        query = select(exists().where(PlaceImport.tenant_id == self._tenant_id))
        return bool(await self._session.scalar(query))

    async def add(self, values: Mapping[str, Any]) -> PlaceImport:
        """Record an import."""
        record = PlaceImport(tenant_id=self._tenant_id, **values)
        self._session.add(record)
        await self._session.flush()
        return record

    def _query(self) -> Select[PlaceImport]:
        return (
            select(PlaceImport)
            .where(PlaceImport.tenant_id == self._tenant_id)
            .order_by(PlaceImport.id.desc())
        )
