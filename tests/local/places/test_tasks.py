"""Jobs about places, against vendors that keep their rules over a real socket."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from pydantic import SecretStr

from local.connectors.places.memory import MemoryProvider
from local.connectors.places.overpass import OverpassMap
from local.connectors.places.port import (
    MapExtract,
    PlaceIds,
    PlaceProvider,
    Provider,
    ProviderBusyError,
    ProviderRefusedError,
)
from local.places.jobs import FetchPlaces, QueueDueFetches
from local.places.service.fetches import (
    ASKED_AGAIN_AFTER,
    MOST_QUEUED_AT_ONCE,
    TRIED_AGAIN_AFTER,
    PlaceFetchService,
    Providers,
    providers_of,
    queue_due_fetches,
)
from local.places.tasks import LONGEST_WAIT_SECONDS, MOST_ATTEMPTS, fetch_places, queue_due
from local.settings import LocalSettings
from shared.clock import FixedClock
from shared.db.session import Database, unit_of_work
from shared.jobs.errors import RetryLaterError
from shared.jobs.handling import JobContext
from tests.api import LOCAL, Api, Tenant, settings_of
from tests.databases import TierDatabase
from tests.local.places.corner import LATITUDE, LONGITUDE, node, overpass
from tests.local.places.test_api import CORNER, competitors, send
from tests.vendors import google_places, stand_in
from tests.vendors.google_places import KEY, listings
from tests.vendors.overpass import NO_SLOT, Overpass

NOW = datetime(2031, 3, 4, tzinfo=UTC)
FEW_CALLS = 60
SALONS = listings(137, "hair_salon", 0.006)


def settings(database: TierDatabase, **changes: Any) -> LocalSettings:
    found = settings_of(database, changes)
    assert isinstance(found, LocalSettings)
    return found


def offering(provider: PlaceProvider, kind: Provider = Provider.OPENSTREETMAP) -> Providers:
    return Providers(offered={kind: provider}, monthly_calls=FEW_CALLS)


def context(database: Database, at: datetime = NOW, attempt: int = 1) -> JobContext:
    return JobContext(database=database, clock=FixedClock(at), attempt=attempt)


async def requested(
    database: Database,
    tenant_id: UUID,
    providers: Providers,
    kind: Provider = Provider.OPENSTREETMAP,
    at: datetime = NOW,
) -> FetchPlaces:
    async with unit_of_work(database, tenant_id) as session:
        service = PlaceFetchService(session, tenant_id, clock=FixedClock(at))
        return FetchPlaces(tenant_id, (await service.request(kind, providers)).id)


async def state_of(database: Database, job: FetchPlaces) -> tuple[str, str | None]:
    async with unit_of_work(database, job.tenant_id) as session:
        service = PlaceFetchService(session, job.tenant_id, clock=FixedClock(NOW))
        fetch = await service.read(job.fetch_id)
        return fetch.state, fetch.note


async def asked(database: Database, tenant: Tenant, kind: Provider) -> int:
    async with unit_of_work(database, tenant.id) as session:
        service = PlaceFetchService(session, tenant.id, clock=FixedClock(NOW))
        return sum(fetch.provider == kind for fetch in await service.list(None, 100))


def everything_in(database: TierDatabase) -> bytes:
    """Return every row of every table as text."""
    with psycopg.connect(database.superuser_url) as connection:
        names = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        ).fetchall()
        return "\n".join(
            str(row[0])
            for (name,) in names
            for row in connection.execute(
                sql.SQL("SELECT shown::text FROM {} AS shown").format(sql.Identifier(name))
            )
        ).encode()


async def test_a_map_that_was_fetched_becomes_competitors(
    local_api: Api, local_tier_database: TierDatabase
) -> None:
    tenant, database = await local_api.new_tenant(**CORNER), local_api.runtime.database
    town = [node(1, 100, "Amber"), node(2, -200, "Beryl"), node(3, 4_000, "Coral")]
    with stand_in.running(Overpass(town)) as vendor:
        providers = providers_of(settings(local_tier_database, overpass_url=vendor.url + "/api"))
        job = await requested(database, tenant.id, providers)
        vendor.fail_with(NO_SLOT)
        with pytest.raises(RetryLaterError) as wait:
            await fetch_places(providers, context(database), job)
        for _ in range(2):
            await fetch_places(providers, context(database), job)
        assert (wait.value.after_seconds, vendor.breaches) == (7.0, [])
    assert await state_of(database, job) == ("done", None)
    found = await competitors(local_api, tenant)
    (source,) = found["sources"]
    assert (source["source"], source["attribution"], found["count"]["value"]) == (
        "openstreetmap",
        "© OpenStreetMap contributors",
        2,
    )


async def test_a_second_map_tells_what_closed_in_all_that_was_asked_for(local_api: Api) -> None:
    tenant, database = await local_api.new_tenant(**CORNER), local_api.runtime.database
    amber, beryl = node(1, 100, "Amber"), node(2, -200, "Beryl", shop="bakery")
    before, after = (MapExtract(overpass(*places)) for places in ((amber, beryl), (amber,)))
    providers = offering(MemoryProvider([before, after]))
    for day in (0, 2):
        at = NOW + timedelta(days=day)
        job = await requested(database, tenant.id, providers, at=at)
        await fetch_places(providers, context(database, at), job)
    async with unit_of_work(database, tenant.id) as session:
        service = PlaceFetchService(session, tenant.id, clock=FixedClock(NOW))
        last = await service.read(job.fetch_id)
    assert (last.found, last.is_complete, last.calls) == (1, True, 1)
    imports = (
        await local_api.http.get("/api/v2/local/places/imports", headers=tenant.headers)
    ).json()
    newest = imports["items"][0]
    # The only bakery is gone: the file lists none, but bakeries were asked for.
    assert (newest["release"], newest["places_gone"]) == ("full", 1)
    assert "bakery" in newest["covers"]["trades"]


async def test_of_google_nothing_is_kept_but_ids(
    local_api: Api, local_tier_database: TierDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    tenant, database = await local_api.new_tenant(**CORNER), local_api.runtime.database
    careless = google_places.GooglePlaces(SALONS, heeds_mask=False)
    with stand_in.running(careless) as vendor:
        providers = providers_of(
            settings(
                local_tier_database,
                google_places_url=vendor.url,
                google_places_key=SecretStr(KEY),
                overpass_url="",
            )
        )
        job = await requested(database, tenant.id, providers, Provider.GOOGLE_PLACES)
        await fetch_places(providers, context(database), job)
        assert vendor.breaches == []
    kept = everything_in(local_tier_database)
    forbidden = [word for place in SALONS for word in place.content]
    assert stand_in.in_text(kept, forbidden) == []
    assert stand_in.in_text(caplog.text.encode(), forbidden) == []
    assert stand_in.in_text(kept, [place.id for place in SALONS]) == [p.id for p in SALONS]
    listed = (await competitors(local_api, tenant))["listed_by_google"]
    assert (listed["count"]["value"], listed["is_at_least"]) == (137, False)
    assert listed["count"]["evidence"] == [f"place_fetch:{job.fetch_id}"]


async def test_a_rival_that_google_lists_no_more_is_forgotten(
    local_api: Api, local_tier_database: TierDatabase
) -> None:
    tenant, database = await local_api.new_tenant(**CORNER), local_api.runtime.database
    for day, known in ((0, SALONS[:3]), (2, SALONS[1:4])):
        with stand_in.running(google_places.GooglePlaces(known)) as vendor:
            providers = providers_of(
                settings(
                    local_tier_database,
                    google_places_url=vendor.url,
                    google_places_key=SecretStr(KEY),
                )
            )
            at = NOW + timedelta(days=day)
            job = await requested(database, tenant.id, providers, Provider.GOOGLE_PLACES, at)
            await fetch_places(providers, context(database, at), job)
    answer = await local_api.http.get(f"{LOCAL}/places/google", headers=tenant.headers)
    seen = {row["place_id"]: row["first_seen_at"][:10] for row in answer.json()["items"]}
    assert seen == dict(
        zip(
            [place.id for place in SALONS[1:4]],
            ["2031-03-04", "2031-03-04", "2031-03-06"],
            strict=True,
        )
    )


async def test_googles_count_of_another_trade_or_place_is_not_shown(local_api: Api) -> None:
    tenant, database = await local_api.new_tenant(**CORNER), local_api.runtime.database
    few = PlaceIds(frozenset({"few"}), is_complete=False, calls=1)
    many = PlaceIds(frozenset({"a", "b"}), is_complete=False, calls=1)
    providers = offering(MemoryProvider([many, few]), Provider.GOOGLE_PLACES)
    business = f"{LOCAL}/businesses/{tenant.id}"

    async def fetched(day: int) -> None:
        at = NOW + timedelta(days=day)
        job = await requested(database, tenant.id, providers, Provider.GOOGLE_PLACES, at)
        await fetch_places(providers, context(database, at), job)

    async def shown() -> object:
        return (await competitors(local_api, tenant))["listed_by_google"]["count"]["value"]

    await fetched(0)
    assert await shown() == 2
    for changes in ({"category": "gym"}, {"category": "salon", "radius_km": 2}):
        await local_api.http.patch(business, json=changes, headers=tenant.headers)
        assert await shown() is None
    await fetched(2)
    assert await shown() == 1
    kept = await local_api.http.get(f"{LOCAL}/places/google", headers=tenant.headers)
    assert [row["place_id"] for row in kept.json()["items"]] == ["few"]


@pytest.mark.parametrize(
    ("error", "attempt", "state", "raised"),
    [
        (ProviderRefusedError("no"), 1, "failed", None),
        (ProviderBusyError("busy"), 1, "queued", ProviderBusyError),
        (ProviderBusyError("busy", after_seconds=5), 2, "queued", RetryLaterError),
        (ProviderBusyError("busy"), MOST_ATTEMPTS, "failed", None),
        (ProviderBusyError("busy", after_seconds=LONGEST_WAIT_SECONDS + 1), 1, "failed", None),
    ],
)
async def test_a_failed_fetch_says_why_and_is_tried_as_long_as_it_helps(
    local_api: Api,
    error: ProviderBusyError | ProviderRefusedError,
    attempt: int,
    state: str,
    raised: type[Exception] | None,
) -> None:
    tenant, database = await local_api.new_tenant(**CORNER), local_api.runtime.database
    providers = offering(MemoryProvider([error]))
    job = await requested(database, tenant.id, providers)
    run = fetch_places(providers, context(database, attempt=attempt), job)
    if raised is None:
        await run
    else:
        with pytest.raises(raised):
            await run
    assert await state_of(database, job) == (state, str(error))


async def test_a_provider_that_was_switched_off_ends_what_waits(local_api: Api) -> None:
    tenant, database = await local_api.new_tenant(**CORNER), local_api.runtime.database
    job = await requested(database, tenant.id, offering(MemoryProvider([])))
    await fetch_places(Providers(offered={}, monthly_calls=0), context(database), job)
    state, note = await state_of(database, job)
    assert (state, "switched off" in (note or "")) == ("failed", True)


async def due(database: Database, tenant: Tenant, providers: Providers, at: datetime) -> int:
    """Return how often the map was asked for, once a turn has come for everybody."""
    await queue_due_fetches(database, FixedClock(at), providers, most=100_000)
    return await asked(database, tenant, Provider.OPENSTREETMAP)


async def finished(database: Database, tenant: Tenant, answer: Any) -> None:
    providers = offering(MemoryProvider([answer]))
    job = await requested(database, tenant.id, providers)
    await fetch_places(providers, context(database), job)


async def test_the_map_is_asked_by_itself_where_nobody_has_looked(local_api: Api) -> None:
    database = local_api.runtime.database
    providers = offering(MemoryProvider([]))
    new, unlocated = await local_api.new_tenant(**CORNER), await local_api.new_tenant()
    with_file, with_rival = [await local_api.new_tenant(**CORNER) for _ in range(2)]
    await send(local_api, with_file, overpass(node(1, 100, "Amber")))
    rival = {"name": "Amber", "category": "salon", "latitude": LATITUDE, "longitude": LONGITUDE}
    entered = await local_api.http.post(f"{LOCAL}/rivals", json=rival, headers=with_rival.headers)
    assert entered.status_code == 201
    tenants = (new, unlocated, with_file, with_rival)
    assert [await due(database, tenant, providers, NOW) for tenant in tenants] == [1, 0, 0, 1]


@pytest.mark.parametrize(
    ("answer", "pause"),
    [
        (MapExtract(overpass(node(1, 100, "Amber"))), ASKED_AGAIN_AFTER),
        (ProviderRefusedError("no"), TRIED_AGAIN_AFTER),
    ],
)
async def test_the_map_is_asked_again_after_a_month_or_the_day_after_a_failure(
    local_api: Api, answer: Any, pause: timedelta
) -> None:
    database, tenant = local_api.runtime.database, await local_api.new_tenant(**CORNER)
    await finished(database, tenant, answer)
    providers = offering(MemoryProvider([]))
    assert await due(database, tenant, providers, NOW + pause - timedelta(hours=1)) == 1
    assert await due(database, tenant, providers, NOW + pause + timedelta(hours=1)) == 2


async def test_a_turn_asks_for_a_few_businesses(local_api: Api) -> None:
    database = local_api.runtime.database
    providers = offering(MemoryProvider([]))
    tenants = [await local_api.new_tenant(**CORNER) for _ in range(3)]
    await due(database, tenants[0], providers, NOW + timedelta(days=400))
    later = NOW + timedelta(days=800)
    await queue_due(providers, context(database, later), QueueDueFetches())
    counts = [await asked(database, tenant, Provider.OPENSTREETMAP) for tenant in tenants]
    assert sum(counts) <= len(tenants) + MOST_QUEUED_AT_ONCE


async def test_nobody_is_asked_where_the_map_is_switched_off(local_api: Api) -> None:
    database, tenant = local_api.runtime.database, await local_api.new_tenant(**CORNER)
    off = Providers(offered={}, monthly_calls=0)
    await queue_due(off, context(database), QueueDueFetches())
    assert await asked(database, tenant, Provider.OPENSTREETMAP) == 0


def test_without_a_key_google_is_not_offered(local_tier_database: TierDatabase) -> None:
    plain = providers_of(settings(local_tier_database)).offered
    empty = settings(local_tier_database, overpass_url="", google_places_key=SecretStr(""))
    assert (set(plain), set(providers_of(empty).offered)) == ({Provider.OPENSTREETMAP}, set())
    assert isinstance(plain[Provider.OPENSTREETMAP], OverpassMap)
