"""Use cases of intelligence: tell a business what it needs to know today."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.category import BusinessCategory
from local.businesses.domain.location import Location
from local.businesses.service import BusinessService, default_gazetteer, located
from local.connectors.festivals.holidays_tables import HolidaysCalendar
from local.connectors.festivals.port import FestivalCalendar
from local.connectors.gazetteer.port import Gazetteer
from local.customers.service import CustomerService
from local.intelligence.domain.budget import BudgetFacts
from local.intelligence.domain.competitor_alerts import WINDOW
from local.intelligence.domain.insights import (
    NO_RECORDS,
    DailyInsights,
    Inputs,
    OwnRecords,
    daily_insights,
)
from local.intelligence.domain.seasons import (
    FestivalTables,
    first_day_measured,
    window,
)
from local.places.domain.place import Place
from local.places.domain.surroundings import SourceNote, Surroundings
from local.places.service.imports import PlaceService
from local.reviews.service import ReviewService
from shared.clock import Clock, SystemClock
from shared.tiers import LOCAL_CONFIG


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
        self._reviews = ReviewService(session, tenant_id, clock=sources.clock)
        self._sources = sources

    async def of_stored(self, business_id: UUID, dismissed: Sequence[str] = ()) -> Inputs:
        """Return what is known today of the tenant's own business."""
        business, location = await self._businesses.describe(business_id)
        own = OwnRecords(
            customers=await self._customers.patterns(business),
            customer_findings=await self._customers.findings(business),
            review_findings=await self._reviews.findings(business.category),
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
        # A day more than is shown: the business's day may have begun that much earlier.
        since = self._sources.clock.now() - WINDOW - timedelta(days=1)
        around = await self._places.around(business, location, since)
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


def notes_of(places: Iterable[Place], at: datetime) -> Sequence[SourceNote]:
    """Return a note for each source of places that came without an import."""
    return [
        SourceNote(import_id=None, source=source, licence=None, attribution=None, imported_at=at)
        for source in sorted({place.source for place in places})
    ]
