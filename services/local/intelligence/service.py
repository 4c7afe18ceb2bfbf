"""Use cases of intelligence: take places in, tell a business what it needs to know today."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any, BinaryIO
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.category import BusinessCategory, rival_categories
from local.businesses.domain.location import Location
from local.businesses.service import BusinessService, default_gazetteer, located
from local.connectors.festivals.holidays_tables import HolidaysCalendar
from local.connectors.festivals.port import FestivalCalendar
from local.connectors.gazetteer.port import Gazetteer
from local.customers.service import CustomerService
from local.intelligence.domain.budget import BudgetFacts
from local.intelligence.domain.distance import Circle
from local.intelligence.domain.duplicates import duplicates
from local.intelligence.domain.figures import SourceNote
from local.intelligence.domain.insights import (
    NO_RECORDS,
    DailyInsights,
    Inputs,
    OwnRecords,
    daily_insights,
)
from local.intelligence.domain.label import ImportLabel
from local.intelligence.domain.place import Place, cited
from local.intelligence.domain.place_file import ReadPlaces, format_of, read_places
from local.intelligence.domain.rival_figures import Surroundings
from local.intelligence.domain.seasons import (
    FestivalTables,
    first_day_measured,
    window,
)
from local.intelligence.jobs import MarkDuplicatePlaces
from local.intelligence.models import PlaceImport
from local.intelligence.repository import PlaceImportRepository, PlaceRepository, StoredCounts
from shared.clock import Clock, SystemClock
from shared.ids import new_id
from shared.jobs.queue import enqueue
from shared.tiers import LOCAL_CONFIG

# A file is held in memory while it is read; one at a time bounds how much that can be.
_READING = asyncio.Semaphore(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedPlaces:
    """A file of places that was read, and what tells it from others."""

    label: ImportLabel
    read: ReadPlaces
    sha256: str
    size_bytes: int


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
        self._tenant_id = tenant_id
        self._clock = clock

    async def take_in(self, upload: UploadedPlaces) -> PlaceImport:
        """Store what is new or differs; the newest file of a source sent again changes nothing."""
        await self._imports.lock()
        latest = await self._imports.latest_of(upload.label.source)
        if latest is not None and _is_same(latest, upload):
            return latest
        record = await self._imports.add(_import_values(upload, self._clock.now()))
        stored = await self._places.store(upload.read.places, record)
        _note_counts(record, upload.read, stored)
        job = MarkDuplicatePlaces(self._tenant_id)
        # One key an import: a search that already runs has not seen these places.
        await enqueue(self._session, job, dedupe_key=f"duplicate-places:{record.id}")
        return record

    async def read(self, import_id: UUID) -> PlaceImport:
        """Return one import."""
        return await self._imports.get(import_id)

    async def list(self, before: UUID | None, limit: int) -> Sequence[PlaceImport]:
        """Return imports, the newest first, one more than the limit."""
        return await self._imports.list(before, limit + 1)

    async def mark_duplicates(self) -> None:
        """Mark the places that another source lists better; may run twice."""
        if not await self._places.has_several_sources():
            return
        await self._imports.lock()
        places = await self._places.named()
        found = await asyncio.to_thread(duplicates, places)
        now = {place.key: _stand_in(found.get(place.key)) for place in places}
        await self._places.mark(
            {place.key: now[place.key] for place in places if place.duplicate_of != now[place.key]}
        )

    async def around(self, business: LocalBusiness, location: Location) -> Surroundings:
        """Return what was imported around a business."""
        circle = Circle(location.latitude, location.longitude, business.radius_km)
        import_ids = await self._places.imports_inside(circle.box)
        if not import_ids:
            return Surroundings(
                places=(), imports=(), has_imports_elsewhere=await self._imports.has_any()
            )
        rivals = rival_categories(business.category)
        return Surroundings(
            places=await self._places.inside(circle.box, rivals),
            imports=[_note(record) for record in await self._imports.named(import_ids)],
            reference=await self._places.reference(circle, rivals),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where insights take the time, the cities and the festivals from."""

    clock: Clock
    gazetteer: Gazetteer
    calendar: FestivalCalendar


class IntelligenceService:
    """What one tenant's business needs to know today."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, sources: Sources) -> None:
        self._places = PlaceService(session, tenant_id, clock=sources.clock)
        self._businesses = BusinessService(
            session, tenant_id, clock=sources.clock, gazetteer=sources.gazetteer
        )
        self._customers = CustomerService(session, tenant_id, clock=sources.clock)
        self._sources = sources

    async def of_stored(self, business_id: UUID, dismissed: Sequence[str] = ()) -> Inputs:
        """Return what is known today of the tenant's own business."""
        business, location = await self._businesses.describe(business_id)
        own = OwnRecords(
            customers=await self._customers.patterns(business),
            daily_orders=await self._customers.daily_orders(business),
            dismissed=dismissed,
        )
        return await self._gathered(business, location, own)

    async def of_described(self, business: LocalBusiness) -> Inputs:
        """Return what is known today of a business that is described, not stored."""
        location = await located(business, self._sources.gazetteer)
        # The records are of the tenant's own customers, not of whoever is described.
        return await self._gathered(business, location, NO_RECORDS)

    async def _gathered(
        self, business: LocalBusiness, location: Location, own: OwnRecords
    ) -> Inputs:
        around = await self._places.around(business, location)
        return await inputs_of(business, location, around, self._sources, own)


async def decided(inputs: Inputs) -> DailyInsights:
    """Return the insights; a thread keeps other requests going."""
    return await asyncio.to_thread(daily_insights, inputs)


async def inputs_of(
    business: LocalBusiness,
    location: Location,
    around: Surroundings,
    sources: Sources,
    own: OwnRecords = NO_RECORDS,
) -> Inputs:
    """Gather the day and its festivals."""
    zone = ZoneInfo(business.timezone)
    today = sources.clock.now().astimezone(zone).date()
    first_day, last_day = first_day_measured(today, own.daily_orders), window(today)[1]
    return Inputs(
        business=business,
        location=location,
        around=around,
        festivals=await _festivals(sources.calendar, location, first_day, last_day),
        today=today,
        start_of_today=datetime.combine(today, time(), zone),
        budget_facts=BudgetFacts(fee_paise=LOCAL_CONFIG.monthly_price.amount_paise),
        own=own,
    )


async def _festivals(
    calendar: FestivalCalendar, location: Location, first_day: date, last_day: date
) -> FestivalTables:
    state_code = location.state.code if location.state else None
    days = await calendar.days(state_code, first_day, last_day) if state_code else ()
    return FestivalTables(
        days=[(day.day, day.names) for day in days],
        first_year=calendar.first_year,
        last_year=calendar.last_year,
        version=calendar.version,
    )


def default_sources(clock: Clock) -> Sources:
    """Return the sources that a running tier asks."""
    return Sources(clock=clock, gazetteer=default_gazetteer(), calendar=default_calendar())


async def warm_up(sources: Sources | None = None) -> None:
    """Load the cities and the festivals before the first request needs them: about a second."""
    sources = sources or default_sources(SystemClock())
    capital = LocalBusiness(name="warm-up", category=BusinessCategory.OTHER, city="Delhi")
    location = await located(capital, sources.gazetteer)
    nothing = Surroundings(places=(), imports=())
    await decided(await inputs_of(capital, location, nothing, sources))


def default_calendar() -> FestivalCalendar:
    """Return the calendar that knows the festivals of the states of India."""
    return HolidaysCalendar()


def _is_same(latest: PlaceImport, upload: UploadedPlaces) -> bool:
    label = upload.label
    return (latest.sha256, latest.licence, latest.attribution) == (
        upload.sha256,
        label.licence,
        label.attribution,
    )


def _import_values(upload: UploadedPlaces, imported_at: datetime) -> Mapping[str, Any]:
    read, label = upload.read, upload.label
    return {
        "id": new_id(),
        "source": label.source,
        "licence": label.licence,
        "attribution": label.attribution,
        "sha256": upload.sha256,
        "size_bytes": upload.size_bytes,
        "rows_read": read.rows_read,
        "places_new": 0,
        "places_changed": 0,
        "places_unchanged": len(read.places),
        "places_unnamed": read.unnamed,
        "rows_skipped": read.rows_skipped,
        "skipped_reasons": dict(sorted(read.skipped.items())),
        "first_skipped_rows": _plain(read.first_skipped),
        "imported_at": imported_at,
    }


def _note_counts(record: PlaceImport, read: ReadPlaces, stored: StoredCounts) -> None:
    record.places_new = stored.new
    record.places_changed = stored.changed
    record.places_unchanged = len(read.places) - stored.new - stored.changed


def _plain(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows]


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


def notes_of(places: Iterable[Place], at: datetime) -> Sequence[SourceNote]:
    """Return a note for each source of places that came without an import."""
    return [
        SourceNote(import_id=None, source=source, licence=None, attribution=None, imported_at=at)
        for source in sorted({place.source for place in places})
    ]
