"""Use cases around businesses: take one on, show it, change it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.business_fields import READERS
from local.businesses.domain.category import BusinessCategory
from local.businesses.domain.city import City
from local.businesses.domain.folding import folded
from local.businesses.domain.location import Location, LocationSource, locate
from local.businesses.domain.opening_hours import OpeningHours
from local.businesses.domain.state import state_coded, state_of_geonames
from local.businesses.errors import BusinessNotFoundError
from local.businesses.models import BusinessRow
from local.businesses.repository import BusinessDirectory, BusinessRepository, read_row
from local.connectors.gazetteer.geonames import GeonamesGazetteer
from local.connectors.gazetteer.port import CityRecord, Gazetteer
from shared.auth.principal import Principal
from shared.auth.service import IssuedKey, KeyMint, KeyService
from shared.clock import Clock
from shared.db.reader import Reader
from shared.db.session import act_for
from shared.ids import new_id

# The fields that a row and a LocalBusiness have in common, unchanged.
_PLAIN_FIELDS = tuple(
    field for field, _ in READERS.values() if field not in {"category", "opening_hours"}
)


def default_gazetteer() -> Gazetteer:
    """Return the gazetteer that knows the cities of India."""
    return GeonamesGazetteer(folded)


async def located(business: LocalBusiness, gazetteer: Gazetteer) -> Location:
    """Return where the business stands: on its coordinates, or in the middle of its city."""
    records = await gazetteer.cities_called(folded(business.city)) if business.city else ()
    return locate(business, [_city(record) for record in records])


async def open_business(
    session: AsyncSession,
    business: LocalBusiness,
    *,
    operator_tenant_id: UUID,
    mint: KeyMint,
    clock: Clock,
    gazetteer: Gazetteer,
) -> tuple[BusinessRow, IssuedKey]:
    """Create a tenant with its business and first key, in an operator's transaction."""
    location = await located(business, gazetteer)
    tenant_id = new_id()
    await act_for(session, tenant_id)
    service = BusinessService(session, tenant_id, clock=clock, gazetteer=gazetteer)
    row = await service.add(business, location)
    key = KeyService(session, tenant_id, mint=mint, clock=clock).issue_first()
    await session.flush()
    await act_for(session, operator_tenant_id)
    return row, key


class BusinessService:
    """The business of one tenant."""

    def __init__(
        self, session: AsyncSession, tenant_id: UUID, *, clock: Clock, gazetteer: Gazetteer
    ) -> None:
        self._businesses = BusinessRepository(session, tenant_id)
        self._tenant_id = tenant_id
        self._clock = clock
        self._gazetteer = gazetteer

    async def add(self, business: LocalBusiness, location: Location) -> BusinessRow:
        """Store a new business."""
        now = self._clock.now()
        return await self._businesses.add(
            columns_of(business, location) | {"created_at": now, "updated_at": now}
        )

    async def describe(self, business_id: UUID) -> tuple[LocalBusiness, Location]:
        """Return the tenant's business and where it stands."""
        self._refuse_other(business_id)
        row = await self._businesses.get()
        return business_of(row), location_of(row)

    async def change(self, business_id: UUID, changes: Mapping[str, object]) -> BusinessRow:
        """Change some fields; null sets a field back to unknown or to its default."""
        self._refuse_other(business_id)
        row = await self._businesses.lock()
        changed = LocalBusiness.from_dict(business_of(row).to_dict() | dict(changes))
        location = await located(changed, self._gazetteer)
        for column, value in columns_of(changed, location).items():
            setattr(row, column, value)
        row.updated_at = self._clock.now()
        return row

    def _refuse_other(self, business_id: UUID) -> None:
        if business_id != self._tenant_id:
            raise BusinessNotFoundError(business_id)


async def visible_businesses(
    session: AsyncSession, after: UUID | None, limit: int
) -> Sequence[BusinessRow]:
    """Return the businesses that the caller's transaction may see, one more than the limit."""
    return await BusinessDirectory(session).list(after, limit + 1)


async def businesses_past_hour(session: AsyncSession, now: datetime, hour: int) -> Sequence[UUID]:
    """Return whose own day has come to this hour; an operator's transaction sees all."""
    return await BusinessDirectory(session).past_hour(now, hour)


async def zones_of_businesses(session: AsyncSession) -> Sequence[tuple[UUID, str]]:
    """Return each business's time zone; an operator's transaction sees all."""
    return await BusinessDirectory(session).zones()


async def businesses_on_the_map(session: AsyncSession) -> Sequence[UUID]:
    """Return who has given its own coordinates; an operator's transaction sees all."""
    return await BusinessDirectory(session).on_the_map()


async def visible_business(reader: Reader, principal: Principal, business_id: UUID) -> BusinessRow:
    """Return the caller's business; an operator may read any."""
    if not principal.is_operator and principal.tenant_id != business_id:
        raise BusinessNotFoundError(business_id)
    return await read_row(reader, business_id)


def business_of(row: BusinessRow) -> LocalBusiness:
    """Return the business as it was described."""
    hours = row.opening_hours
    return LocalBusiness(
        category=BusinessCategory(row.category),
        opening_hours=None if hours is None else OpeningHours.from_dict(hours),
        **{field: getattr(row, field) for field in _PLAIN_FIELDS},
    )


def location_of(row: BusinessRow) -> Location:
    """Return where the business was found to stand."""
    return Location(
        latitude=row.located_latitude,
        longitude=row.located_longitude,
        source=LocationSource(row.location_source),
        state=state_coded(row.located_state) if row.located_state else None,
        note=row.location_note,
    )


def columns_of(business: LocalBusiness, location: Location) -> dict[str, Any]:
    """Return what a row keeps of a business."""
    hours = business.opening_hours
    return {field: getattr(business, field) for field in _PLAIN_FIELDS} | {
        "category": str(business.category),
        "opening_hours": None if hours is None else hours.to_dict(),
        "located_latitude": location.latitude,
        "located_longitude": location.longitude,
        "located_state": location.state.code if location.state else None,
        "location_source": str(location.source),
        "location_note": location.note,
    }


def _city(record: CityRecord) -> City:
    return City(
        name=record.name,
        state=state_of_geonames(record.geonames_state_code),
        latitude=record.latitude,
        longitude=record.longitude,
        population=record.population,
    )
