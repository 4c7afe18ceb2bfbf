"""Use cases of intelligence: take places in, tell a business what it needs to know today."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import BinaryIO
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.category import BusinessCategory, rival_categories
from local.businesses.domain.location import Location
from local.businesses.service import BusinessService, default_gazetteer, located
from local.channel_results.service import ChannelResultService
from local.connectors.festivals.holidays_tables import HolidaysCalendar
from local.connectors.festivals.port import FestivalCalendar
from local.connectors.gazetteer.port import Gazetteer
from local.customers.domain.records import RecordKind
from local.customers.service import CustomerService
from local.intelligence.domain.budget_facts import BudgetFacts
from local.intelligence.domain.competitor_alerts import WINDOW
from local.intelligence.domain.distance import NOWHERE, Circle
from local.intelligence.domain.duplicates import duplicates
from local.intelligence.domain.figures import SourceNote
from local.intelligence.domain.insights import (
    NO_RECORDS,
    DailyInsights,
    Inputs,
    OwnRecords,
    daily_insights,
)
from local.intelligence.domain.place import cited
from local.intelligence.domain.place_changes import Comparison, History, Scope
from local.intelligence.domain.place_file import ReadPlaces, format_of, read_places
from local.intelligence.domain.rival_figures import Surroundings
from local.intelligence.domain.seasons import (
    FestivalTables,
    first_day_measured,
    window,
)
from local.intelligence.domain.uploaded_places import UploadedPlaces
from local.intelligence.jobs import MarkDuplicatePlaces
from local.intelligence.models import PlaceChangeRow, PlaceImport
from local.intelligence.repository.changes import PlaceChangeRepository
from local.intelligence.repository.imports import PlaceImportRepository
from local.intelligence.repository.places import PlaceRepository
from shared.clock import Clock, SystemClock
from shared.ids import new_id
from shared.jobs.queue import enqueue
from shared.tiers import LOCAL_CONFIG

# A file is held in memory while it is read; one at a time bounds how much that can be.
_READING = asyncio.Semaphore(1)
_FEE_PAISE = LOCAL_CONFIG.monthly_price.amount_paise
_FEE_ALONE = BudgetFacts(fee_paise=_FEE_PAISE)


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
        job = MarkDuplicatePlaces(self._tenant_id)
        # One key an import: a search that already runs has not seen these places.
        await enqueue(self._session, job, dedupe_key=f"duplicate-places:{record.id}")
        return record

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

    async def mark_duplicates(self) -> None:
        """Mark the places that another source lists better; may run twice."""
        if not await self._places.has_several_sources():
            return
        await self._imports.lock()
        places = await self._places.named()
        found = await asyncio.to_thread(duplicates, places)
        now = {place.key: (better := found.get(place.key)) and cited(*better) for place in places}
        await self._places.mark(
            "duplicate_of",
            {place.key: now[place.key] for place in places if place.duplicate_of != now[place.key]},
        )

    async def around(self, business: LocalBusiness, location: Location) -> Surroundings:
        """Return what was imported around a business."""
        circle = Circle(location.latitude, location.longitude, business.radius_km)
        imports = await self._imports.of_places_inside(circle.box)
        if not imports:
            return Surroundings(
                places=(), imports=(), has_imports_elsewhere=await self._imports.has_any()
            )
        # A day more than is shown: the business's day may have begun that much earlier.
        since = self._clock.now() - WINDOW - timedelta(days=1)
        rivals = rival_categories(business.category)
        return Surroundings(
            places=await self._places.inside(circle.box, rivals),
            imports=[_note(record) for record in imports],
            reference=await self._places.reference(circle, rivals),
            history=History(
                await self._changes.inside(circle.box, since), await self._imports.full_releases()
            ),
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
        self._results = ChannelResultService(session, tenant_id, clock=sources.clock)
        self._sources = sources

    async def of_stored(self, business_id: UUID, dismissed: Sequence[str] = ()) -> Inputs:
        """Return what is known today of the tenant's own business."""
        business, location = await self._businesses.describe(business_id)
        own = OwnRecords(
            customers=await self._customers.patterns(business),
            daily_orders=await self._customers.daily_orders(business),
            dismissed=dismissed,
        )
        around = await self._places.around(business, location)
        money = await self._budget_facts(business)
        return await inputs_of(business, location, around, self._sources, own, money)

    async def of_described(self, business: LocalBusiness) -> Inputs:
        """Return what is known today of a business that is described, not stored."""
        location = await located(business, self._sources.gazetteer)
        around = await self._places.around(business, location)
        # The records are of the tenant's own customers and money, not of whoever is described.
        return await inputs_of(business, location, around, self._sources)

    async def _budget_facts(self, business: LocalBusiness) -> BudgetFacts:
        return BudgetFacts(
            fee_paise=_FEE_PAISE,
            results=await self._results.months(),
            inquiries=await self._customers.monthly(business, RecordKind.INQUIRIES),
            appointments=await self._customers.monthly(business, RecordKind.APPOINTMENTS),
        )


async def decided(inputs: Inputs) -> DailyInsights:
    """Return the insights; a thread keeps other requests going."""
    return await asyncio.to_thread(daily_insights, inputs)


async def inputs_of(
    business: LocalBusiness,
    location: Location,
    around: Surroundings,
    sources: Sources,
    own: OwnRecords = NO_RECORDS,
    budget_facts: BudgetFacts = _FEE_ALONE,
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
        budget_facts=budget_facts,
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
    label, coverage = upload.label, upload.coverage
    return (latest.sha256, latest.licence, latest.attribution, latest.covers) == (
        upload.sha256,
        label.licence,
        label.attribution,
        coverage.to_dict() if coverage else None,
    )


def _note(record: PlaceImport) -> SourceNote:
    return SourceNote(
        import_id=record.id,
        source=record.source,
        licence=record.licence,
        attribution=record.attribution,
        imported_at=record.imported_at,
    )
