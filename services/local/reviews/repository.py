"""Queries of reviews and their imports; each repository sees one tenant only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Select, func, literal_column, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from local.reviews.domain.removed import KnownReview
from local.reviews.errors import ReviewImportInProgressError, ReviewImportNotFoundError
from local.reviews.models import ReviewImport, ReviewRow
from shared.db.repository import TenantRepository

_COMPARED = ("stars", "text", "written_at", "licence")


@dataclass(frozen=True, slots=True)
class StoredCounts:
    """What became of the reviews of an import."""

    new: int
    changed: int


class ReviewImportRepository(TenantRepository):
    """The imports of one tenant's reviews."""

    async def lock(self) -> None:
        """Let no other transaction change the tenant's reviews until this one ends."""
        await self._take_lock("reviews", ReviewImportInProgressError())

    async def latest_of(self, source: str) -> ReviewImport | None:
        """Return the newest import of a source."""
        query = self._query().where(ReviewImport.source == source)
        return await self._session.scalar(query.order_by(ReviewImport.id.desc()).limit(1))

    async def get(self, import_id: UUID) -> ReviewImport:
        """Return one import."""
        found = await self._session.scalar(self._query().where(ReviewImport.id == import_id))
        if found is None:
            raise ReviewImportNotFoundError(import_id)
        return found

    async def named(self, import_ids: Collection[UUID]) -> Sequence[ReviewImport]:
        """Return these imports, the oldest first."""
        query = self._query().where(ReviewImport.id.in_(import_ids))
        return (await self._session.scalars(query.order_by(ReviewImport.id))).all()

    async def add(self, values: Mapping[str, Any]) -> ReviewImport:
        """Record an import."""
        record = ReviewImport(tenant_id=self._tenant_id, **values)
        self._session.add(record)
        await self._session.flush()
        return record

    def _query(self) -> Select[ReviewImport]:
        return select(ReviewImport).where(ReviewImport.tenant_id == self._tenant_id)


class ReviewRepository(TenantRepository):
    """The reviews of one tenant."""

    async def store(self, rows: Sequence[Mapping[str, Any]]) -> StoredCounts:
        """Write the reviews that are new or differ."""
        if not rows:
            return StoredCounts(0, 0)
        new = insert(ReviewRow)
        is_new = literal_column("local_reviews.xmax = 0", Boolean)
        statement = new.on_conflict_do_update(
            index_elements=["tenant_id", "source", "source_id"],
            set_={name: new.excluded[name] for name in (*_COMPARED, "import_id")},
            where=tuple_(*(getattr(ReviewRow, name) for name in _COMPARED)).is_distinct_from(
                tuple_(*(new.excluded[name] for name in _COMPARED))
            ),
        ).returning(is_new)
        connection = await self._session.connection()
        owned = [{"tenant_id": self._tenant_id, **row} for row in rows]
        outcomes = (await connection.execute(statement, owned)).scalars().all()
        return StoredCounts(sum(outcomes), len(outcomes) - sum(outcomes))

    async def list(self, before: UUID | None, limit: int) -> Sequence[tuple[ReviewRow, datetime]]:
        """Return reviews and when each was imported, the last taken in first."""
        query = self._with_import_time().order_by(ReviewRow.id.desc()).limit(limit)
        if before is not None:
            query = query.where(ReviewRow.id < before)
        return [(row, at) for row, at in (await self._session.execute(query)).all()]

    async def newest(self, limit: int) -> Sequence[ReviewRow]:
        """Return the reviews that were written last; those without a time come last."""
        query = (
            select(ReviewRow)
            .where(ReviewRow.tenant_id == self._tenant_id, ReviewRow.removed_at.is_(None))
            .order_by(ReviewRow.written_at.desc().nulls_last(), ReviewRow.id.desc())
            .limit(limit)
        )
        return (await self._session.scalars(query)).all()

    async def named(self, source: str, source_ids: Collection[str]) -> Sequence[ReviewRow]:
        """Return the reviews that have these ids at their source, as they are stored now."""
        query = select(ReviewRow).where(
            ReviewRow.tenant_id == self._tenant_id,
            ReviewRow.source == source,
            ReviewRow.source_id.in_(source_ids),
        )
        fresh = query.execution_options(populate_existing=True)
        return (await self._session.scalars(fresh)).all()

    async def known(self, source: str) -> Sequence[KnownReview]:
        """Return the reviews of a source, removed ones too."""
        query = select(ReviewRow.source_id, ReviewRow.missed_at, ReviewRow.removed_at).where(
            ReviewRow.tenant_id == self._tenant_id, ReviewRow.source == source
        )
        return [
            KnownReview(source_id=row[0], missed_at=row[1], removed_at=row[2])
            for row in (await self._session.execute(query)).all()
        ]

    async def mark(
        self, source: str, source_ids: Collection[str], values: Mapping[str, datetime | None]
    ) -> None:
        """Write down that reviews are missed, removed or back."""
        if source_ids:
            await self._session.execute(
                update(ReviewRow)
                .where(
                    ReviewRow.tenant_id == self._tenant_id,
                    ReviewRow.source == source,
                    ReviewRow.source_id.in_(source_ids),
                )
                .values(**values)
            )

    async def count(self) -> int:
        """Return how many reviews are stored, and not removed."""
        query = select(func.count()).where(
            ReviewRow.tenant_id == self._tenant_id, ReviewRow.removed_at.is_(None)
        )
        return await self._session.scalar(query) or 0

    def _with_import_time(self) -> Select[ReviewRow, datetime]:
        return (
            select(ReviewRow, ReviewImport.imported_at)
            .join(
                ReviewImport,
                (ReviewImport.tenant_id == ReviewRow.tenant_id)
                & (ReviewImport.id == ReviewRow.import_id),
            )
            .where(ReviewRow.tenant_id == self._tenant_id)
        )
