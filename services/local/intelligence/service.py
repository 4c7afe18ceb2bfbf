"""Use cases of intelligence: tell a business what it needs to know today."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.category import BusinessCategory
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
from local.places.domain.surroundings import Surroundings
from local.places.service.imports import PlaceService
from local.reviews.service import ReviewService
from shared.clock import Clock, SystemClock
from shared.tiers import LOCAL_CONFIG

_FEE_PAISE = LOCAL_CONFIG.monthly_price.amount_paise
_FEE_ALONE = BudgetFacts(fee_paise=_FEE_PAISE)


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
        self._results = ChannelResultService(session, tenant_id, clock=sources.clock)
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
        around = await self._around(business, location)
        money = await self._budget_facts(business)
        return await inputs_of(business, location, around, self._sources, own, money)

    async def of_described(self, business: LocalBusiness) -> Inputs:
        """Return what is known today of a business that is described, not stored."""
        location = await located(business, self._sources.gazetteer)
        around = await self._around(business, location)
        # The records are of the tenant's own customers and money, not of whoever is described.
        return await inputs_of(business, location, around, self._sources)

    async def _around(self, business: LocalBusiness, location: Location) -> Surroundings:
        # A day more than is shown: the business's day may have begun that much earlier.
        since = self._sources.clock.now() - WINDOW - timedelta(days=1)
        return await self._places.around(business, location, since)

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
