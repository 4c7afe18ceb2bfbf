"""Use cases of places: take files in, find what two sources both list, tell what surrounds whom."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.category import BusinessCategory, rival_categories
from local.businesses.domain.location import Location
from local.connectors.places.port import Provider
from local.places.domain.distance import NOWHERE, Circle
from local.places.domain.duplicates import duplicates
from local.places.domain.google_types import google_types
from local.places.domain.place import Place, cited
from local.places.domain.place_changes import Comparison, History, PlaceChange, Scope
from local.places.domain.place_file import ReadPlaces, format_of, read_places
from local.places.domain.place_snapshot import snapshot_of
from local.places.domain.surroundings import GoogleListing, SourceNote, Surroundings
from local.places.domain.uploaded_places import UploadedPlaces
from local.places.jobs import MarkDuplicatePlaces
from local.places.models import PlaceChangeRow, PlaceFetch, PlaceImport
from local.places.repository.changes import PlaceChangeRepository
from local.places.repository.fetches import PlaceFetchRepository
from local.places.repository.imports import PlaceImportRepository
from local.places.repository.places import PlaceRepository
from local.places.repository.releases import PlaceReleaseRepository
from shared.clock import Clock
from shared.ids import new_id
from shared.jobs.queue import enqueue

# A file is held in memory while it is read; one at a time bounds how much that can be.
_READING = asyncio.Semaphore(1)


async def read_upload(file: BinaryIO, media_type: str, source: str) -> ReadPlaces:
    """Read a file of places, in a thread; refuse one that is broken."""
    file_format = format_of(media_type)
    async with _READING:
        return await asyncio.to_thread(read_places, file, file_format, source)


class PlaceService:
    """The places that one tenant has imported."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._session = session
        self._imports = PlaceImportRepository(session, tenant_id)
        self._places = PlaceRepository(session, tenant_id)
        self._changes = PlaceChangeRepository(session, tenant_id)
        self._fetches = PlaceFetchRepository(session, tenant_id)
        self._releases = PlaceReleaseRepository(session, tenant_id)
        self._tenant_id = tenant_id
        self._clock = clock

    async def take_in(self, upload: UploadedPlaces) -> PlaceImport:
        """Store what is new or differs; the newest file of a source sent again changes nothing."""
        await self._imports.lock()
        latest = await self._imports.latest_of(upload.label.source)
        if latest is not None and _is_same(latest, upload):
            return latest
        now = self._clock.now()
        await self._places.receive(upload.read.places)
        compared = await self._compared(upload, now)
        found = {
            "release_note": upload.why_partial or compared.note,
            "places_gone": len(compared.gone),
            "changes_found": len(compared.changes),
        }
        values = {"id": new_id(), "imported_at": now} | upload.to_values() | found
        record = await self._imports.add(values)
        new, changed = await self._places.store(record)
        record.places_new, record.places_changed = new, changed
        record.places_unchanged = len(upload.read.places) - new - changed
        await self._places.mark("missing_since", {place.key: now for place in compared.gone})
        await self._changes.add(record, compared.changes)
        if upload.coverage is not None:
            snapshot = await asyncio.to_thread(snapshot_of, upload.read.places)
            await self._releases.keep(record, snapshot)
        await self._queue_search(record.id)
        return record

    async def report_closed(self, entry: UploadedPlaces, closing: PlaceChange) -> None:
        """Record that a place has closed, on the word of whoever entered it."""
        await self._imports.lock()
        now = self._clock.now()
        found = {"release_note": None, "places_gone": 1, "changes_found": 1}
        values = {"id": new_id(), "imported_at": now} | entry.to_values() | found
        record = await self._imports.add(values)
        await self._places.mark("missing_since", {closing.place.key: now})
        await self._changes.add(record, [closing])
        await self._queue_search(record.id)

    async def forget(self, place: Place) -> None:
        """Delete a place, and what was told of it, as if it had never been entered."""
        await self._imports.lock()
        await self._changes.remove(place)
        await self._places.remove(place)
        await self._queue_search(new_id())

    async def _queue_search(self, occasion: UUID) -> None:
        job = MarkDuplicatePlaces(self._tenant_id)
        # One key an occasion: a search that already runs has not seen these places.
        await enqueue(self._session, job, dedupe_key=f"duplicate-places:{occasion}")

    async def _compared(self, upload: UploadedPlaces, now: datetime) -> Comparison:
        """Compare what is about to be stored with what it replaces, while both can be seen."""
        source, covered = upload.label.source, upload.coverage
        box = covered.box if covered else NOWHERE
        replaced = await self._places.replaced(source, box)
        releases = await self._imports.full_releases(source)
        scope = Scope(
            label=upload.label,
            covered=covered,
            covered_before=[release.coverage for release in releases],
            known=await self._places.counts(source, box),
            released_on=now.date(),
        )
        has_past = covered is not None and bool(replaced or releases)
        unknown = await self._places.unknown_ids(source) if has_past else frozenset[str]()
        return await asyncio.to_thread(upload.compared_with, replaced, unknown, scope)

    async def changes(self, before: UUID | None, limit: int) -> Sequence[PlaceChangeRow]:
        """Return what changed, the newest first, one more than the limit."""
        return await self._changes.list(before, limit + 1)

    async def read(self, import_id: UUID) -> PlaceImport:
        """Return one import."""
        return await self._imports.get(import_id)

    async def list(self, before: UUID | None, limit: int) -> Sequence[PlaceImport]:
        """Return imports, the newest first, one more than the limit."""
        return await self._imports.list(before, limit + 1)

    async def _google(self, circle: Circle, category: BusinessCategory) -> GoogleListing | None:
        """Return what Google listed, as long as neither the place nor the trade has changed."""
        fetch = await self._fetches.newest_done(Provider.GOOGLE_PLACES)
        types = list(google_types(rival_categories(category)))
        is_ours = fetch is not None and fetch.is_about(circle, [types])
        return _listing(fetch) if fetch is not None and is_ours else None

    async def mark_duplicates(self) -> None:
        """Mark the places that another source lists better; may run twice."""
        if not await self._places.has_several_sources():
            return
        await self._imports.lock()
        places = await self._places.named()
        found = await asyncio.to_thread(duplicates, places)
        now = {place.key: _stand_in(found.get(place.key)) for place in places}
        await self._places.mark(
            "duplicate_of",
            {place.key: now[place.key] for place in places if place.duplicate_of != now[place.key]},
        )

    async def around(
        self, business: LocalBusiness, location: Location, changed_since: datetime
    ) -> Surroundings:
        """Return what was imported around a business, and what changed there since a moment."""
        circle = Circle(location.latitude, location.longitude, business.radius_km)
        imports = await self._imports.of_places_inside(circle.box)
        google = await self._google(circle, business.category)
        if not imports:
            is_elsewhere = await self._imports.has_any()
            return Surroundings(
                places=(), imports=(), has_imports_elsewhere=is_elsewhere, google=google
            )
        rivals = rival_categories(business.category)
        return Surroundings(
            places=await self._places.inside(circle.box, rivals),
            imports=[_note(record) for record in imports],
            google=google,
            reference=await self._places.reference(circle, rivals),
            history=History(
                await self._changes.inside(circle.box, changed_since),
                await self._imports.full_releases(),
            ),
        )


def _is_same(latest: PlaceImport, upload: UploadedPlaces) -> bool:
    label, coverage = upload.label, upload.coverage
    return (latest.sha256, latest.licence, latest.attribution, latest.covers) == (
        upload.sha256,
        label.licence,
        label.attribution,
        coverage.to_dict() if coverage else None,
    )


def _stand_in(key: tuple[str, str] | None) -> str | None:
    return None if key is None else cited(*key)


def _note(record: PlaceImport) -> SourceNote:
    return SourceNote(
        import_id=record.id,
        source=record.source,
        licence=record.licence,
        attribution=record.attribution,
        imported_at=record.imported_at,
    )


def _listing(fetch: PlaceFetch) -> GoogleListing:
    return GoogleListing(
        fetch_id=fetch.id,
        found=fetch.found or 0,
        is_complete=bool(fetch.is_complete),
        listed_at=fetch.finished_at or fetch.requested_at,
    )
