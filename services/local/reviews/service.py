"""Use cases of reviews: take files in, list what was written, say what it amounts to."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, BinaryIO
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.category import BusinessCategory
from local.businesses.service import BusinessService, default_gazetteer
from local.reviews.domain.findings import ReviewFindings, review_findings
from local.reviews.domain.judged_review import JudgedReview, judged_review
from local.reviews.domain.removed import comparison
from local.reviews.domain.review import Review
from local.reviews.domain.review_fields import Columns
from local.reviews.domain.review_file import MEDIA_TYPES, ReadReviews, read_reviews
from local.reviews.domain.summary import ReviewSource, ReviewSummary, review_summary
from local.reviews.models import ReviewImport, ReviewRow
from local.reviews.repository import ReviewImportRepository, ReviewRepository
from shared.clock import Clock
from shared.ids import new_id

MOST_SUMMARISED = 5_000
# Judging 500 texts takes an eighth of a second; whoever asks for an edition waits for them.
MOST_IN_FINDINGS = 500
# A file is held in memory while it is read; one at a time bounds how much that can be.
_READING = asyncio.Semaphore(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedReviews:
    """A file of reviews that was read, and what tells it from others."""

    licence: str
    columns: Columns
    read: ReadReviews
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedReview:
    """A review that has gone from its source."""

    id: UUID
    stars: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedReview:
    """A stored review with what it says."""

    id: UUID
    judged: JudgedReview
    imported_at: datetime
    removed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReviews:
    """The ids of reviews that were read at their source, by their ids there."""

    ids: Mapping[str, UUID]
    has_news: bool


async def read_upload(
    file: BinaryIO, media_type: str, source: str, columns: Columns
) -> ReadReviews:
    """Read a file of reviews, in a thread; refuse one that is broken."""
    async with _READING:
        return await asyncio.to_thread(
            lambda: read_reviews(file.read(), MEDIA_TYPES[media_type], source, columns)
        )


class ReviewService:
    """The reviews of one tenant's business."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._imports = ReviewImportRepository(session, tenant_id)
        self._reviews = ReviewRepository(session, tenant_id)
        self._businesses = BusinessService(
            session, tenant_id, clock=clock, gazetteer=default_gazetteer()
        )
        self._tenant_id = tenant_id
        self._clock = clock

    async def take_in(self, upload: UploadedReviews) -> ReviewImport:
        """Store what is new or differs; the newest file of a source sent again changes nothing."""
        await self._imports.lock()
        latest = await self._imports.latest_of(upload.read.source)
        if latest is not None and _is_same(latest, upload):
            return latest
        zone = ZoneInfo((await self._business()).timezone)
        record = await self._imports.add(_import_values(upload, self._clock.now()))
        stored = await self._reviews.store(
            [_row_values(review, record, zone) for review in upload.read.reviews.values()]
        )
        record.reviews_new = stored.new
        record.reviews_changed = stored.changed
        record.reviews_unchanged -= stored.new + stored.changed
        return record

    async def keep(self, source: str, licence: str, reviews: Sequence[Review]) -> KeptReviews:
        """Store reviews that were read at their source; what is as it was makes no import."""
        names = [review.source_id for review in reviews]
        known = {row.source_id: row for row in await self._reviews.named(source, names)}
        news = {
            review.source_id: review
            for review in reviews
            if not _is_as_stored(review, known.get(review.source_id))
        }
        if news:
            await self.take_in(
                UploadedReviews(
                    licence=licence,
                    columns=Columns(),
                    read=ReadReviews(source=source, reviews=news),
                    sha256=sha256(repr(sorted(news.items())).encode()).hexdigest(),
                )
            )
        rows = await self._reviews.named(source, names)
        return KeptReviews(ids={row.source_id: row.id for row in rows}, has_news=bool(news))

    async def compare(self, source: str, present: AbstractSet[str]) -> Sequence[RemovedReview]:
        """Hold what is stored of a source against a whole reading; return what is surely gone."""
        await self._imports.lock()
        now = self._clock.now()
        found = comparison(await self._reviews.known(source), present, now)
        await self._reviews.mark(source, found.missed, {"missed_at": now})
        await self._reviews.mark(source, found.removed, {"removed_at": now})
        await self._reviews.mark(source, found.back, {"missed_at": None, "removed_at": None})
        rows = await self._reviews.named(source, found.removed)
        return [RemovedReview(id=row.id, stars=row.stars) for row in rows]

    async def is_missing_any(self, source: str) -> bool:
        """Tell whether a review is missed of which it is not sure yet that it is removed."""
        known = await self._reviews.known(source)
        return any(one.missed_at is not None and one.removed_at is None for one in known)

    async def read_import(self, import_id: UUID) -> ReviewImport:
        """Return one import."""
        return await self._imports.get(import_id)

    async def list(self, before: UUID | None, limit: int) -> Sequence[ListedReview]:
        """Return reviews with what they say, the last taken in first, one more than the limit."""
        trade = (await self._business()).category
        found = await self._reviews.list(before, limit + 1)
        judged = await asyncio.to_thread(_judged, [_review(row) for row, _ in found], trade)
        return [
            ListedReview(id=row.id, judged=item, imported_at=at, removed_at=row.removed_at)
            for (row, at), item in zip(found, judged, strict=True)
        ]

    async def summarise(self) -> ReviewSummary:
        """Say what the newest reviews amount to."""
        trade = (await self._business()).category
        rows = await self._reviews.newest(MOST_SUMMARISED)
        records = await self._imports.named({row.import_id for row in rows})
        judged = await asyncio.to_thread(_judged, [_review(row) for row in rows], trade)
        stored = await self._reviews.count()
        return review_summary(judged, stored, [_source(record) for record in records])

    async def findings(self, trade: BusinessCategory) -> ReviewFindings:
        """Say what of the newest reviews can be acted on, in sums that quote nobody."""
        rows = await self._reviews.newest(MOST_IN_FINDINGS)
        records = await self._imports.named({row.import_id for row in rows})
        reviews, sources = [_review(row) for row in rows], [_source(record) for record in records]
        return await asyncio.to_thread(_found, reviews, sources, trade)

    async def _business(self) -> LocalBusiness:
        business, _ = await self._businesses.describe(self._tenant_id)
        return business


def _judged(reviews: Iterable[Review], trade: BusinessCategory) -> Sequence[JudgedReview]:
    return [judged_review(review, trade) for review in reviews]


def _found(
    reviews: Sequence[Review], sources: Sequence[ReviewSource], trade: BusinessCategory
) -> ReviewFindings:
    judged = _judged(reviews, trade)
    return review_findings(review_summary(judged, len(judged), sources))


def _is_as_stored(review: Review, row: ReviewRow | None) -> bool:
    if row is None:
        return False
    return (row.stars, row.text, row.written_at) == (review.stars, review.text, review.written_at)


def _is_same(latest: ReviewImport, upload: UploadedReviews) -> bool:
    return (latest.sha256, latest.licence, latest.columns) == (
        upload.sha256,
        upload.licence,
        asdict(upload.columns),
    )


def _import_values(upload: UploadedReviews, imported_at: datetime) -> Mapping[str, Any]:
    read = upload.read
    return {
        "id": new_id(),
        "source": read.source,
        "licence": upload.licence,
        "sha256": upload.sha256,
        "columns": asdict(upload.columns),
        "rows_read": read.rows_read,
        "reviews_new": 0,
        "reviews_changed": 0,
        "reviews_unchanged": len(read.reviews),
        "rows_skipped": read.left_out.total(),
        "skipped_reasons": dict(sorted(read.left_out.items())),
        "first_skipped_rows": [asdict(row) for row in read.first_skipped],
        "imported_at": imported_at,
    }


def _row_values(review: Review, record: ReviewImport, zone: ZoneInfo) -> Mapping[str, Any]:
    written_at = review.written_at
    if written_at is not None and written_at.tzinfo is None:
        written_at = written_at.replace(tzinfo=zone)
    return {
        "id": new_id(),
        "source": review.source,
        "source_id": review.source_id,
        "stars": review.stars,
        "text": review.text,
        "written_at": written_at,
        "licence": record.licence,
        "import_id": record.id,
    }


def _review(row: ReviewRow) -> Review:
    return Review(
        source=row.source,
        source_id=row.source_id,
        stars=row.stars,
        text=row.text,
        written_at=row.written_at,
    )


def _source(record: ReviewImport) -> ReviewSource:
    return ReviewSource(
        evidence=f"review_import:{record.id}",
        source=record.source,
        licence=record.licence,
        imported_at=record.imported_at,
    )
