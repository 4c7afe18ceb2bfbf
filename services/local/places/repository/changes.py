"""Queries of what changed between imports."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from local.places.domain.distance import BoundingBox
from local.places.domain.place import Place
from local.places.domain.place_changes import FoundChange, PlaceChange
from local.places.models import PlaceChangeRow, PlaceImport
from shared.db.repository import TenantRepository
from shared.ids import new_id


class PlaceChangeRepository(TenantRepository):
    """What changed of the places of one tenant."""

    async def add(self, record: PlaceImport, changes: Iterable[PlaceChange]) -> None:
        """Record what an import changed; once, however often it is asked."""
        found = {
            "tenant_id": self._tenant_id,
            "import_id": record.id,
            "found_at": record.imported_at,
        }
        rows = [found | {"id": new_id()} | change.to_values() for change in changes]
        if rows:
            await self._session.execute(insert(PlaceChangeRow).on_conflict_do_nothing(), rows)

    async def remove(self, place: Place) -> None:
        """Delete what was recorded of a place that should never have been listed."""
        row = PlaceChangeRow
        await self._session.execute(
            delete(row).where(
                row.tenant_id == self._tenant_id,
                row.source == place.source,
                row.source_id == place.source_id,
            )
        )

    async def inside(self, box: BoundingBox, since: datetime) -> Sequence[FoundChange]:
        """Return the changes of the places inside a box since a moment, the oldest first."""
        row = PlaceChangeRow
        query = select(*row.__table__.c).where(
            row.tenant_id == self._tenant_id,
            row.found_at >= since,
            row.latitude.between(box.south, box.north),
            row.longitude.between(box.west, box.east),
        )
        found = await self._session.execute(query.order_by(row.found_at, row.id))
        return [FoundChange.from_values(dict(values)) for values in found.mappings()]

    async def list(self, before: UUID | None, limit: int) -> Sequence[PlaceChangeRow]:
        """Return changes, the newest first, those before a given one."""
        query = select(PlaceChangeRow).where(PlaceChangeRow.tenant_id == self._tenant_id)
        if before is not None:
            query = query.where(PlaceChangeRow.id < before)
        newest = query.order_by(PlaceChangeRow.id.desc()).limit(limit)
        return (await self._session.scalars(newest)).all()
