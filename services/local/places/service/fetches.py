"""Use cases of fetching: ask a provider for the places around a business, keep what may be kept."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.coordinates import EARTH_RADIUS_KM
from local.businesses.service import BusinessService, businesses_on_the_map, default_gazetteer
from local.connectors.places.google_places import TYPES, GooglePlaces
from local.connectors.places.overpass import OverpassMap
from local.connectors.places.port import (
    MapExtract,
    PlaceIds,
    PlaceProvider,
    Provider,
    SearchArea,
)
from local.places.domain.coverage import Coverage
from local.places.domain.distance import Circle, haversine_km
from local.places.domain.fetch_rules import (
    FetchState,
    PastFetch,
    calls_left,
    check_pause,
    map_circle,
    own_circle,
    rival_types,
)
from local.places.domain.label import ImportLabel
from local.places.domain.trades import MAPPED_TRADES, TAGS
from local.places.domain.uploaded_places import Release, UploadedPlaces
from local.places.errors import ProviderNotOfferedError
from local.places.jobs import FetchPlaces
from local.places.models import GooglePlaceId, PlaceFetch
from local.places.repository.fetches import (
    PlaceFetchRepository,
    tenants_asked_since,
    tenants_with_files_only,
)
from local.places.repository.google_ids import GooglePlaceIdRepository
from local.places.repository.imports import PlaceImportRepository
from local.places.service.imports import PlaceService, read_upload
from local.settings import LocalSettings
from shared.clock import Clock
from shared.db.session import Database, operator_work, unit_of_work
from shared.ids import new_id
from shared.jobs.queue import enqueue

# Once a month, for a map that changes slowly; a server that is down is tried again tomorrow.
ASKED_AGAIN_AFTER = timedelta(days=30)
TRIED_AGAIN_AFTER = timedelta(days=1)
# With a turn every five minutes, at most 576 questions a day from one installation.
MOST_QUEUED_AT_ONCE = 2
_LABEL = ImportLabel("openstreetmap", "ODbL-1.0", "© OpenStreetMap contributors")
_SETTING = {
    Provider.OPENSTREETMAP: "LOCAL_OVERPASS_URL",
    Provider.GOOGLE_PLACES: "LOCAL_GOOGLE_PLACES_KEY",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Providers:
    """Whom this installation can ask, and how often a month where that costs money."""

    offered: Mapping[Provider, PlaceProvider]
    monthly_calls: int


def providers_of(settings: LocalSettings) -> Providers:
    """Return whom the settings let us ask."""
    offered: dict[Provider, PlaceProvider] = {}
    if settings.overpass_url:
        offered[Provider.OPENSTREETMAP] = OverpassMap(settings.overpass_url)
    key = settings.google_places_key
    if key is not None and key.get_secret_value():
        offered[Provider.GOOGLE_PLACES] = GooglePlaces(
            settings.google_places_url, key, haversine_km, EARTH_RADIUS_KM
        )
    return Providers(offered=offered, monthly_calls=settings.google_places_monthly_calls)


class PlaceFetchService:
    """The times that providers are asked for one tenant."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock
        self._fetches = PlaceFetchRepository(session, tenant_id)
        self._imports = PlaceImportRepository(session, tenant_id)
        self._google_ids = GooglePlaceIdRepository(session, tenant_id)
        self._places = PlaceService(session, tenant_id, clock=clock)
        self._businesses = BusinessService(
            session, tenant_id, clock=clock, gazetteer=default_gazetteer()
        )

    async def request(self, provider: Provider, providers: Providers) -> PlaceFetch:
        """Queue a fetch; one that waits already stands for the new one."""
        if provider not in providers.offered:
            raise ProviderNotOfferedError(provider, _SETTING[provider])
        await self._imports.lock()
        past = await self._fetches.past(provider)
        if past and past[0].state == FetchState.QUEUED:
            return past[0]
        now = self._clock.now()
        check_pause(map(_past, past), now)
        plan = await self._plan(provider, providers, past, now)
        state = {"provider": provider, "state": FetchState.QUEUED, "requested_at": now}
        fetch = await self._fetches.add({"id": new_id()} | state | plan)
        await enqueue(self._session, FetchPlaces(self._tenant_id, fetch.id))
        return fetch

    async def _plan(
        self, provider: Provider, providers: Providers, past: Sequence[PlaceFetch], now: datetime
    ) -> dict[str, Any]:
        """Return where to look, for what, and with how many calls at most."""
        business, location = await self._businesses.describe(self._tenant_id)
        circle = own_circle(location, business.radius_km)
        if provider is Provider.OPENSTREETMAP:
            return _where(map_circle(circle)) | {"kinds": TAGS, "most_calls": 1}
        month_began = _month_began(now, business)
        left = calls_left(map(_past, past), month_began, providers.monthly_calls)
        return _where(circle) | {
            "kinds": {TYPES: rival_types(business.category)},
            "most_calls": left,
        }

    async def list(self, before: UUID | None, limit: int) -> Sequence[PlaceFetch]:
        """Return fetches, the newest first, one more than the limit."""
        return await self._fetches.list(before, limit + 1)

    async def read(self, fetch_id: UUID) -> PlaceFetch:
        """Return one fetch."""
        return await self._fetches.get(fetch_id)

    async def google_ids(self, after: str | None, limit: int) -> Sequence[GooglePlaceId]:
        """Return the ids of what Google lists around the business, one more than the limit."""
        return await self._google_ids.list(after, limit + 1)

    async def keep(self, fetch_id: UUID, findings: MapExtract | PlaceIds) -> None:
        """Keep what a provider found, as far as that may be; may run twice."""
        fetch = await self._fetches.get(fetch_id)
        if fetch.state != FetchState.QUEUED:
            return
        if isinstance(findings, MapExtract):
            await self._keep_map(fetch, findings)
        else:
            await self._keep_ids(fetch, findings)
        fetch.state = FetchState.DONE
        fetch.note = None
        fetch.finished_at = self._clock.now()

    async def _keep_map(self, fetch: PlaceFetch, extract: MapExtract) -> None:
        box = fetch.circle.box
        read = await read_upload(BytesIO(extract.content), "application/json", _LABEL.source)
        record = await self._places.take_in(
            UploadedPlaces(
                label=_LABEL,
                read=read,
                sha256=await asyncio.to_thread(_sha256, extract.content),
                size_bytes=len(extract.content),
                release=Release.FULL,
                asked_for=Coverage(box, MAPPED_TRADES),
            )
        )
        fetch.import_id = record.id
        fetch.calls = 1
        fetch.found = len(read.places)
        fetch.is_complete = True

    async def _keep_ids(self, fetch: PlaceFetch, found: PlaceIds) -> None:
        now = self._clock.now()
        last = await self._fetches.newest_done(fetch.provider)
        # Ids of another place or trade are no rivals any more, however little is known of these.
        is_other = last is not None and not last.is_about(fetch.circle, fetch.kinds.values())
        await self._google_ids.see(found.ids, now, are_all=found.is_complete or is_other)
        fetch.calls = found.calls
        fetch.found = len(found.ids)
        fetch.is_complete = found.is_complete

    async def note_failure(self, fetch_id: UUID, note: str, *, is_final: bool) -> None:
        """Say what stands in the way; finally, that nobody tries any more."""
        fetch = await self._fetches.get(fetch_id)
        fetch.note = note
        if is_final:
            fetch.state = FetchState.FAILED
            fetch.finished_at = self._clock.now()


async def queue_due_fetches(
    database: Database, clock: Clock, providers: Providers, most: int = MOST_QUEUED_AT_ONCE
) -> None:
    """Ask the map for some businesses: never asked and without files, or a month ago."""
    provider, now = Provider.OPENSTREETMAP, clock.now()
    if provider not in providers.offered:
        return
    async with operator_work(database) as session:
        located = await businesses_on_the_map(session)
        lately = await tenants_asked_since(
            session, provider, now - ASKED_AGAIN_AFTER, now - TRIED_AGAIN_AFTER
        )
        served = lately | await tenants_with_files_only(session, provider)
    due = [tenant_id for tenant_id in located if tenant_id not in served]
    for tenant_id in due[:most]:
        async with unit_of_work(database, tenant_id) as session:
            await PlaceFetchService(session, tenant_id, clock=clock).request(provider, providers)


def area_of(fetch: PlaceFetch) -> SearchArea:
    """Return what to ask a provider for."""
    circle = fetch.circle
    return SearchArea(
        latitude=circle.latitude,
        longitude=circle.longitude,
        radius_km=circle.radius_km,
        south=circle.box.south,
        north=circle.box.north,
        west=circle.box.west,
        east=circle.box.east,
        kinds=fetch.kinds,
        most_calls=fetch.most_calls,
    )


def _where(circle: Circle) -> dict[str, Any]:
    return {
        "latitude": circle.latitude,
        "longitude": circle.longitude,
        "radius_km": circle.radius_km,
    }


def _past(fetch: PlaceFetch) -> PastFetch:
    return PastFetch(FetchState(fetch.state), fetch.requested_at, fetch.calls)


def _month_began(now: datetime, business: LocalBusiness) -> datetime:
    local = now.astimezone(ZoneInfo(business.timezone))
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
