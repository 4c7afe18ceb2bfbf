"""Use cases of releases: list what was kept whole, compare any two of a source."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.places.domain.coverage import Coverage
from local.places.domain.label import ImportLabel
from local.places.domain.place_changes import Comparison
from local.places.domain.place_snapshot import (
    RELEASES_KEPT,
    ListedRelease,
    changes_between,
    places_in,
)
from local.places.errors import ReleaseNotKeptError, ReleasesNotComparableError
from local.places.models import PlaceImport
from local.places.repository.imports import PlaceImportRepository
from local.places.repository.releases import ListedSnapshot, PlaceReleaseRepository


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedReleases:
    """Two releases of one source, and what changed from the older to the newer."""

    older: PlaceImport
    newer: PlaceImport
    found: Comparison


class PlaceReleaseService:
    """The full releases of one tenant that were kept."""

    def __init__(self, session: AsyncSession, tenant_id: UUID) -> None:
        self._imports = PlaceImportRepository(session, tenant_id)
        self._releases = PlaceReleaseRepository(session, tenant_id)

    async def list(self, before: UUID | None, limit: int) -> Sequence[ListedSnapshot]:
        """Return the kept releases, the newest first, one more than the limit."""
        return await self._releases.list(before, limit + 1)

    async def compare(self, older_id: UUID | None, newer_id: UUID) -> ComparedReleases:
        """Return what changed between two releases of one source; the older, else the last one."""
        newer = await self._imports.get(newer_id)
        older_id = older_id or await self._releases.last_before(newer)
        if older_id is None:
            raise ReleasesNotComparableError
        older = await self._imports.get(older_id)
        if older.source != newer.source or older.id >= newer.id:
            raise ReleasesNotComparableError
        contents = await self._content(older_id), await self._content(newer_id)
        found = await asyncio.to_thread(_compared, (older, newer), contents)
        return ComparedReleases(older=older, newer=newer, found=found)

    async def _content(self, import_id: UUID) -> bytes:
        content = await self._releases.content(import_id)
        if content is None:
            raise ReleaseNotKeptError(import_id, RELEASES_KEPT)
        return content


def _compared(
    records: tuple[PlaceImport, PlaceImport], contents: tuple[bytes, bytes]
) -> Comparison:
    older, newer = (
        _release(record, content) for record, content in zip(records, contents, strict=True)
    )
    return changes_between(older, newer)


def _release(record: PlaceImport, content: bytes) -> ListedRelease:
    return ListedRelease(
        import_id=record.id,
        label=ImportLabel(record.source, record.licence, record.attribution),
        coverage=Coverage.from_dict(record.covers or {}),
        released_at=record.imported_at,
        places=places_in(content, record.source),
    )
