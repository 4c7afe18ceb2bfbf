import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import text

from local.places.domain.label import ImportLabel
from local.places.domain.uploaded_places import Release, UploadedPlaces
from local.places.errors import ImportInProgressError
from local.places.models import PlaceImport
from local.places.service.imports import PlaceService, read_upload
from shared.clock import FixedClock
from shared.db.session import Database, unit_of_work
from shared.ids import new_id
from tests.local.places.corner import node, overpass

CLOCK = FixedClock(datetime(2026, 11, 22, tzinfo=UTC))
LABEL = ImportLabel("osm", "ODbL-1.0", None)
WAITING_JOBS = text(
    "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'MarkDuplicatePlaces'"
    " AND convert_from(payload, 'UTF8') LIKE '%' || :tenant_id || '%'"
)


async def upload(*elements: object, label: ImportLabel = LABEL) -> UploadedPlaces:
    content = overpass(*elements)
    read = await read_upload(BytesIO(content), "application/json", label.source)
    return UploadedPlaces(
        label=label, read=read, sha256=sha256(content).hexdigest(), size_bytes=len(content)
    )


@asynccontextmanager
async def places_of(database: Database, tenant_id: UUID) -> AsyncGenerator[PlaceService]:
    async with unit_of_work(database, tenant_id) as session:
        yield PlaceService(session, tenant_id, clock=CLOCK)


async def take_in(
    database: Database, tenant_id: UUID, *elements: object, release: Release = Release.PARTIAL
) -> PlaceImport:
    async with places_of(database, tenant_id) as service:
        return await service.take_in(replace(await upload(*elements), release=release))


async def waiting_jobs(database: Database, tenant_id: UUID) -> int:
    async with unit_of_work(database, tenant_id) as session:
        return (await session.execute(WAITING_JOBS, {"tenant_id": str(tenant_id)})).scalar_one()


async def test_an_import_queues_the_search_for_duplicates_with_it(
    local_database: Database,
) -> None:
    tenant_id = new_id()
    async with places_of(local_database, tenant_id) as service:
        await service.take_in(await upload(node(1, 10)))
        assert await waiting_jobs(local_database, tenant_id) == 0
    assert await waiting_jobs(local_database, tenant_id) == 1
    await take_in(local_database, tenant_id, node(1, 10))
    assert await waiting_jobs(local_database, tenant_id) == 1


async def test_an_import_that_fails_leaves_neither_places_nor_a_job(
    local_database: Database,
) -> None:
    tenant_id = new_id()

    async def fail_before_the_commit() -> None:
        async with places_of(local_database, tenant_id) as service:
            await service.take_in(await upload(node(1, 10)))
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        await fail_before_the_commit()
    async with places_of(local_database, tenant_id) as service:
        assert await service.list(None, 10) == []
    assert await waiting_jobs(local_database, tenant_id) == 0


async def test_two_imports_of_one_tenant_do_not_mix(local_database: Database) -> None:
    tenant_id = new_id()
    async with places_of(local_database, tenant_id) as first:
        await first.take_in(await upload(node(1, 10)))
        with pytest.raises(ImportInProgressError, match="in a moment"):
            await take_in(local_database, tenant_id, node(2, 10))
    async with places_of(local_database, tenant_id) as service:
        assert len(await service.list(None, 10)) == 1


async def test_imports_sent_at_once_are_taken_one_after_the_other(
    local_database: Database,
) -> None:
    tenant_id = new_id()

    sent = (take_in(local_database, tenant_id, node(number, 10)) for number in range(5))
    assert [record.places_new for record in await asyncio.gather(*sent)] == [1] * 5


async def test_a_file_of_an_older_state_is_taken_in_again(local_database: Database) -> None:
    tenant_id = new_id()
    for name, changed in (("Old", 0), ("New", 1), ("Old", 1)):
        record = await take_in(local_database, tenant_id, node(1, 10, name))
        assert record.places_changed == changed


async def test_a_table_is_closed_to_other_tenants_even_without_a_filter(
    local_database: Database,
) -> None:
    owner, stranger = new_id(), new_id()
    await take_in(local_database, owner, node(1, 10))
    await take_in(local_database, owner, node(1, 10, "Named"), release=Release.FULL)
    await take_in(local_database, owner, node(1, 200, "Moved"), release=Release.FULL)
    for table in ("local_places", "local_place_imports", "local_place_changes"):
        async with unit_of_work(local_database, owner) as session:
            assert await session.scalar(text(f"SELECT count(*) FROM {table}"))
        async with unit_of_work(local_database, stranger) as session:
            count = await session.scalar(text(f"SELECT count(*) FROM {table}"))
        assert count == 0


async def test_with_one_source_there_is_nothing_to_mark(local_database: Database) -> None:
    tenant_id = new_id()
    await take_in(local_database, tenant_id, node(1, 10, "Twin"), node(2, 20, "Twin"))
    async with places_of(local_database, tenant_id) as service:
        await service.mark_duplicates()
    async with unit_of_work(local_database, tenant_id) as session:
        marked = text("SELECT count(*) FROM local_places WHERE duplicate_of IS NOT NULL")
        assert await session.scalar(marked) == 0
