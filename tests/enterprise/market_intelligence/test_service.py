import asyncio
from datetime import UTC, date, datetime
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import text

from enterprise.market_intelligence import service as service_module
from enterprise.market_intelligence.domain.observation_file import BATCH_ROWS, FileFormat
from enterprise.market_intelligence.errors import AnalysisPendingError
from enterprise.market_intelligence.models import ObservationImport
from enterprise.market_intelligence.repository import (
    AnalysisRepository,
    KeptAnalysis,
    read_standing,
)
from enterprise.market_intelligence.service import (
    METHOD_VERSION,
    IntelligenceService,
    ObservationService,
    SentFile,
    latest_day,
)
from shared.clock import FixedClock
from shared.db.session import Database, unit_of_work
from shared.ids import new_id
from tests.enterprise.market_intelligence.made_up import clean_client
from tests.enterprise.market_intelligence.test_api import FILE, as_csv

CLOCK = FixedClock(datetime(2026, 11, 22, 12, tzinfo=UTC))


async def take(database: Database, tenant_id: UUID, content: bytes) -> ObservationImport:
    sent = SentFile(BytesIO(content), FileFormat.CSV, "0" * 64, len(content))
    async with unit_of_work(database, tenant_id) as session:
        return await ObservationService(session, tenant_id, CLOCK).take(sent)


async def queued_for(database: Database, tenant_id: UUID) -> int:
    async with unit_of_work(database, tenant_id) as session:
        query = "SELECT count(*) FROM pgqueuer WHERE convert_from(payload, 'UTF8') LIKE :tenant"
        return await session.scalar(text(query), {"tenant": f"%{tenant_id}%"}) or 0


@pytest.fixture
def tenant_id() -> UUID:
    return new_id()


async def test_a_change_queues_one_refresh_and_no_change_none(
    enterprise_database: Database, tenant_id: UUID
) -> None:
    await take(enterprise_database, tenant_id, FILE)
    await take(enterprise_database, tenant_id, FILE)
    assert await queued_for(enterprise_database, tenant_id) == 1


async def test_the_kept_analysis_is_the_computed_one_byte_for_byte(
    enterprise_database: Database, tenant_id: UUID
) -> None:
    await take(enterprise_database, tenant_id, as_csv(clean_client()))
    service = IntelligenceService(enterprise_database, tenant_id, CLOCK)
    computed = await service.analyse_client(tenant_id)
    await service.refresh()
    await service.refresh()
    standing = await read_standing(enterprise_database.reader, tenant_id, METHOD_VERSION)
    assert standing.kept is not None
    assert standing.kept.analysis == computed.analysis
    assert await service.analyse_client(tenant_id) == computed


async def test_a_kept_analysis_of_older_data_is_not_served(
    enterprise_database: Database, tenant_id: UUID
) -> None:
    service = IntelligenceService(enterprise_database, tenant_id, CLOCK)
    await take(enterprise_database, tenant_id, FILE)
    await service.refresh()
    await take(enterprise_database, tenant_id, FILE.replace(b"10.50", b"20.50"))
    assert '"31.50"' in (await service.analyse_client(tenant_id)).analysis


async def test_an_analysis_of_older_data_never_replaces_a_newer_one(
    enterprise_database: Database, tenant_id: UUID
) -> None:
    service = IntelligenceService(enterprise_database, tenant_id, CLOCK)
    await take(enterprise_database, tenant_id, FILE)
    await service.refresh()
    async with unit_of_work(enterprise_database, tenant_id) as session:
        late = KeptAnalysis(0, METHOD_VERSION, '{"late": true}', [])
        await AnalysisRepository(session, tenant_id).keep(late, CLOCK.now())
    assert "late" not in (await service.analyse_client(tenant_id)).analysis


async def test_an_analysis_by_an_older_method_is_not_served(
    enterprise_database: Database, tenant_id: UUID
) -> None:
    await take(enterprise_database, tenant_id, FILE)
    await IntelligenceService(enterprise_database, tenant_id, CLOCK).refresh()
    standing = await read_standing(enterprise_database.reader, tenant_id, METHOD_VERSION + 1)
    assert standing.kept is None


async def test_nothing_stored_is_nothing_to_refresh(
    enterprise_database: Database, tenant_id: UUID
) -> None:
    await IntelligenceService(enterprise_database, tenant_id, CLOCK).refresh()
    standing = await read_standing(enterprise_database.reader, tenant_id, METHOD_VERSION)
    assert (standing.data_version, standing.kept) == (0, None)


async def test_what_is_too_large_to_compute_at_once_is_left_to_a_worker(
    enterprise_database: Database, tenant_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_module, "MOST_ROWS_AT_ONCE", 1)
    service = IntelligenceService(enterprise_database, tenant_id, CLOCK)
    await take(enterprise_database, tenant_id, FILE)
    with pytest.raises(AnalysisPendingError):
        await service.analyse_client(tenant_id)
    assert await queued_for(enterprise_database, tenant_id) == 1
    await service.refresh()
    assert (await service.analyse_client(tenant_id)).features_used


async def test_an_import_that_is_cut_off_leaves_nothing(
    enterprise_database: Database, tenant_id: UUID
) -> None:
    with pytest.raises(ConnectionResetError):
        await take_and_lose_the_connection(enterprise_database, tenant_id)
    standing = await read_standing(enterprise_database.reader, tenant_id, METHOD_VERSION)
    assert standing.stored_rows == 0
    assert await queued_for(enterprise_database, tenant_id) == 0


async def take_and_lose_the_connection(database: Database, tenant_id: UUID) -> None:
    sent = SentFile(BytesIO(FILE), FileFormat.CSV, "0" * 64, len(FILE))
    async with unit_of_work(database, tenant_id) as session:
        await ObservationService(session, tenant_id, CLOCK).take(sent)
        raise ConnectionResetError


async def test_the_event_loop_goes_on_while_a_large_file_is_read(
    enterprise_database: Database, tenant_id: UUID
) -> None:
    rows = "".join(
        f"{date.fromordinal(735_000 + number // 20)},c{number % 20},1\n" for number in range(40_000)
    )
    beats: list[None] = []

    async def beat() -> None:
        while True:
            await asyncio.sleep(0)
            beats.append(None)

    task = asyncio.create_task(beat())
    await take(enterprise_database, tenant_id, f"date,channel,spend\n{rows}".encode())
    task.cancel()
    assert len(beats) >= 40_000 / BATCH_ROWS


def test_the_latest_day_is_the_latest_that_has_begun_anywhere() -> None:
    assert latest_day(datetime(2026, 11, 22, 9, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert latest_day(datetime(2026, 11, 22, 10, 0, tzinfo=UTC)) == date(2026, 11, 23)
