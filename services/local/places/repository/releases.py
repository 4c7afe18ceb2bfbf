"""Queries of the snapshots of full releases."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select

from local.places.domain.place_snapshot import RELEASES_KEPT, Snapshot
from local.places.models import PlaceImport, PlaceRelease
from shared.db.repository import TenantRepository

ListedSnapshot = tuple[PlaceImport, int, str, int]


class PlaceReleaseRepository(TenantRepository):
    """The snapshots of one tenant."""

    async def keep(self, record: PlaceImport, snapshot: Snapshot) -> None:
        """Keep what a release listed, and let the oldest of its source go."""
        self._session.add(
            PlaceRelease(
                tenant_id=self._tenant_id,
                import_id=record.id,
                source=record.source,
                places=snapshot.places,
                sha256=snapshot.sha256,
                content=snapshot.content,
            )
        )
        await self._session.flush()
        row = PlaceRelease
        newest = select(row.import_id).where(
            row.tenant_id == self._tenant_id, row.source == record.source
        )
        kept = newest.order_by(row.import_id.desc()).limit(RELEASES_KEPT)
        await self._session.execute(
            delete(row).where(
                row.tenant_id == self._tenant_id,
                row.source == record.source,
                row.import_id.not_in(kept),
            )
        )

    async def list(self, before: UUID | None, limit: int) -> Sequence[ListedSnapshot]:
        """Return the kept releases without their content, the newest first."""
        row = PlaceRelease
        query = (
            select(PlaceImport, row.places, row.sha256, func.octet_length(row.content))
            .join(row, (row.tenant_id == PlaceImport.tenant_id) & (row.import_id == PlaceImport.id))
            .where(PlaceImport.tenant_id == self._tenant_id)
        )
        if before is not None:
            query = query.where(PlaceImport.id < before)
        found = await self._session.execute(query.order_by(PlaceImport.id.desc()).limit(limit))
        return [(record, places, sha256, size) for record, places, sha256, size in found]

    async def last_before(self, record: PlaceImport) -> UUID | None:
        """Return the last kept release of the same source before an import."""
        row = PlaceRelease
        earlier = select(row.import_id).where(
            row.tenant_id == self._tenant_id,
            row.source == record.source,
            row.import_id < record.id,
        )
        return await self._session.scalar(earlier.order_by(row.import_id.desc()).limit(1))

    async def content(self, import_id: UUID) -> bytes | None:
        """Return what a release listed, packed; None where it was not kept."""
        query = select(PlaceRelease.content).where(
            PlaceRelease.tenant_id == self._tenant_id, PlaceRelease.import_id == import_id
        )
        return await self._session.scalar(query)
