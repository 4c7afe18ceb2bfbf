"""Use cases of market intelligence."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import BinaryIO, TypeVar
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from enterprise.accounts.errors import ClientNotFoundError
from shared.clock import Clock
from shared.db.session import Database, unit_of_work
from shared.ids import new_id
from shared.jobs.queue import enqueue

from .domain.analysis import Analysis, analysis_of_series, features_used
from .domain.observation import Observation
from .domain.observation_file import FileFormat, batches, observations_in
from .domain.series import SeriesBuilder
from .errors import AnalysisPendingError, NoObservationsError
from .jobs import RefreshAnalysis
from .models import ObservationImport, StoredObservation
from .repository import (
    AnalysisRepository,
    ImportRepository,
    KeptAnalysis,
    ObservationRepository,
    read_standing,
)

# Counts up whenever the same data would give other figures, so that kept ones are not served.
METHOD_VERSION = 1
# About two seconds of one core; what is larger is computed by a worker only.
MOST_ROWS_AT_ONCE = 100_000
# Threads, not processes: these leave nothing behind when the process is killed, and the event loop
# still gets its turn every few milliseconds.
_CALCULATORS = ThreadPoolExecutor(2, thread_name_prefix="analysis")
_READERS = ThreadPoolExecutor(2, thread_name_prefix="observation-file")
_ANALYSIS = TypeAdapter(Analysis)

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of observations on disk, and what is known of it."""

    file: BinaryIO
    file_format: FileFormat
    sha256: str
    size_bytes: int


class ObservationService:
    """Takes and shows one tenant's observations."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, clock: Clock) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock
        self._observations = ObservationRepository(session, tenant_id)
        self._imports = ImportRepository(session, tenant_id)

    async def take(self, sent: SentFile) -> ObservationImport:
        """Store the file's observations, all or none; the same file again changes nothing."""
        found = batches(sent.file, sent.file_format, latest_day(self._clock.now()))
        rows = await self._observations.receive(_read_aside(found))
        await self._observations.lock()
        version, stored_rows = await self._imports.standing()
        import_id = new_id()
        merged = await self._observations.merge(import_id)
        is_change = merged.inserted + merged.updated > 0
        made = ObservationImport(
            tenant_id=self._tenant_id,
            id=import_id,
            sha256=sent.sha256,
            media_type=sent.file_format.value,
            size_bytes=sent.size_bytes,
            rows=rows,
            inserted=merged.inserted,
            updated=merged.updated,
            unchanged=rows - merged.inserted - merged.updated,
            state="stored" if is_change else "unchanged",
            data_version=version + is_change,
            stored_rows=stored_rows + merged.inserted,
            created_at=self._clock.now(),
        )
        if is_change:
            await _ask_for_refresh(self._session, self._tenant_id, made.data_version)
        return self._imports.add(made)

    async def list_imports(self, before: UUID | None, limit: int) -> Sequence[ObservationImport]:
        """Return imports, the latest first."""
        return await self._imports.list(before, limit)

    async def list_observations(
        self, after: tuple[date, str] | None, channel: str | None, limit: int
    ) -> Sequence[StoredObservation]:
        """Return observations by day and channel."""
        return await self._observations.list(after, channel, limit)


@dataclass(frozen=True, slots=True)
class Answer:
    """An analysis as JSON text and the parts of it that could say something."""

    analysis: str
    features_used: Sequence[str]


class IntelligenceService:
    """Analyses one tenant's stored observations."""

    def __init__(self, database: Database, tenant_id: UUID, clock: Clock) -> None:
        self._database = database
        self._tenant_id = tenant_id
        self._clock = clock

    async def analyse_client(self, client_id: UUID) -> Answer:
        """Return the analysis of the client's own data, kept or computed now."""
        if client_id != self._tenant_id:
            raise ClientNotFoundError(client_id)
        standing = await read_standing(self._database.reader, self._tenant_id, METHOD_VERSION)
        if standing.kept is not None:
            return Answer(standing.kept.analysis, standing.kept.features_used)
        if not standing.stored_rows:
            raise NoObservationsError
        if standing.stored_rows > MOST_ROWS_AT_ONCE:
            async with unit_of_work(self._database, self._tenant_id) as session:
                await _ask_for_refresh(session, self._tenant_id, standing.data_version)
            raise AnalysisPendingError(standing.stored_rows)
        computed = await self._computed()
        return Answer(computed.analysis, computed.features_used)

    async def refresh(self) -> None:
        """Keep the analysis of the data as it is now, unless it is kept already."""
        standing = await read_standing(self._database.reader, self._tenant_id, METHOD_VERSION)
        if standing.kept is not None or not standing.stored_rows:
            return
        computed = await self._computed()
        async with unit_of_work(self._database, self._tenant_id) as session:
            repository = AnalysisRepository(session, self._tenant_id)
            await repository.keep(computed, self._clock.now())

    async def _computed(self) -> KeptAnalysis:
        builder, version = SeriesBuilder(), 0
        async with unit_of_work(self._database, self._tenant_id) as session:
            repository = ObservationRepository(session, self._tenant_id)
            async for seen_version, observations in repository.all():
                version = seen_version
                builder.add(observations)
        evidence = f"observation_data_version:{version}"
        answer = await _aside(_CALCULATORS, lambda: _answer(builder, evidence))
        return KeptAnalysis(version, METHOD_VERSION, answer.analysis, answer.features_used)


async def analyse_records(records: Sequence[object], clock: Clock) -> Answer:
    """Return the analysis of observations that came with the request; nothing is stored."""
    latest = latest_day(clock.now())

    def answer() -> Answer:
        builder = SeriesBuilder()
        builder.add(observations_in(records, latest, "client_data.observations"))
        text = json.dumps(records, default=str, sort_keys=True)
        return _answer(builder, f"client_data:sha256:{sha256(text.encode()).hexdigest()}")

    return await _aside(_CALCULATORS, answer)


def latest_day(now: datetime) -> date:
    """Return the latest day that has begun anywhere on earth: nobody has seen a later one."""
    return (now + timedelta(hours=14)).date()


def _answer(builder: SeriesBuilder, evidence: str) -> Answer:
    analysis = analysis_of_series(*builder.finish(), (evidence,))
    return Answer(_ANALYSIS.dump_json(analysis).decode(), features_used(analysis))


async def _ask_for_refresh(session: AsyncSession, tenant_id: UUID, data_version: int) -> None:
    """Queue a refresh; the version is in the key, as a running one may have read older data."""
    key = f"refresh_analysis:{tenant_id}:{data_version}"
    await enqueue(session, RefreshAnalysis(tenant_id), dedupe_key=key)


async def _read_aside(
    found: Iterator[list[Observation]],
) -> AsyncGenerator[list[Observation]]:
    """Yield batches that a thread reads, so that the event loop does not wait for them."""
    while (batch := await _aside(_READERS, lambda: next(found, None))) is not None:
        yield batch


async def _aside(pool: ThreadPoolExecutor, work: Callable[[], ResultT]) -> ResultT:
    return await asyncio.get_running_loop().run_in_executor(pool, work)
