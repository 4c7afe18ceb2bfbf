"""Queries of observations, of their imports, and of the analysis kept of them."""

from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy import select, text, tuple_
from sqlalchemy.sql import func

from shared.db.reader import Reader, first
from shared.db.repository import TenantRepository

from .domain.observation import Observation
from .domain.observation_file import BATCH_ROWS
from .models import ObservationImport, StoredObservation

LONGEST_IMPORT_SECONDS = 600
LONGEST_WAIT_FOR_ANOTHER_IMPORT_SECONDS = 60

_NUMBERS = ("spend_paise", "impressions", "clicks", "conversions_millionths", "revenue_paise")
_INCOMING = f"""
CREATE TEMPORARY TABLE incoming_observations (
    day date, channel varchar(100), {", ".join(f"{name} bigint" for name in _NUMBERS)}
) ON COMMIT DROP"""
_COPY = f"COPY incoming_observations (day, channel, {', '.join(_NUMBERS)}) FROM STDIN"
# An outcome that the file does not tell keeps what an earlier file told.
_KEPT = {name: f"coalesce(excluded.{name}, stored.{name})" for name in _NUMBERS}
_MERGE = f"""
WITH written AS (
    INSERT INTO enterprise_observations AS stored
        (tenant_id, day, channel, {", ".join(_NUMBERS)}, import_id)
    SELECT :tenant_id, day, channel, {", ".join(_NUMBERS)}, :import_id FROM incoming_observations
    ON CONFLICT (tenant_id, day, channel) DO UPDATE
    SET {", ".join(f"{name} = {kept}" for name, kept in _KEPT.items())},
        import_id = excluded.import_id
    WHERE ({", ".join(f"stored.{name}" for name in _NUMBERS)})
        IS DISTINCT FROM ({", ".join(_KEPT.values())})
    RETURNING (xmax = 0) AS is_new
)
SELECT count(*) FILTER (WHERE is_new) AS inserted,
       count(*) FILTER (WHERE NOT is_new) AS updated
FROM written"""  # noqa: S608  made of the column names above
_KEEP = """
INSERT INTO enterprise_analytics AS kept
    (tenant_id, data_version, method_version, analysis, features_used, computed_at)
VALUES (:tenant_id, :data_version, :method_version, CAST(:analysis AS json), :features_used,
        :computed_at)
ON CONFLICT (tenant_id) DO UPDATE
SET data_version = excluded.data_version, method_version = excluded.method_version,
    analysis = excluded.analysis, features_used = excluded.features_used,
    computed_at = excluded.computed_at
WHERE kept.data_version <= excluded.data_version"""
_STANDING = """
SELECT standing.data_version, standing.stored_rows,
       kept.analysis::text AS analysis, kept.features_used
FROM (
    SELECT data_version, stored_rows FROM enterprise_observation_imports
    WHERE tenant_id = %(tenant_id)s ORDER BY data_version DESC LIMIT 1
) standing
LEFT JOIN enterprise_analytics kept
    ON kept.tenant_id = %(tenant_id)s AND kept.data_version = standing.data_version
    AND kept.method_version = %(method_version)s"""


@dataclass(frozen=True, slots=True)
class Merged:
    """How many rows were new and how many had other values before."""

    inserted: int
    updated: int


class ObservationRepository(TenantRepository):
    """The tenant's observations."""

    async def receive(self, batches: AsyncIterable[Sequence[Observation]]) -> int:
        """Put the batches aside until the end of the transaction; return how many rows came."""
        await self._session.execute(
            text(f"SET LOCAL statement_timeout = '{LONGEST_IMPORT_SECONDS}s'")
        )
        await self._session.execute(text(_INCOMING))
        rows = 0
        async with (
            (await self._connection()).cursor() as cursor,
            cursor.copy(_COPY.encode()) as copy,
        ):
            async for batch in batches:
                await copy.write(_as_copy_text(batch))
                rows += len(batch)
        return rows

    async def lock(self) -> None:
        """Let no other import of the tenant go on until the end of the transaction."""
        wait = f"SET LOCAL lock_timeout = '{LONGEST_WAIT_FOR_ANOTHER_IMPORT_SECONDS}s'"
        await self._session.execute(text(wait))
        await self._session.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"),
            {"name": f"observations of {self._tenant_id}"},
        )

    async def merge(self, import_id: UUID) -> Merged:
        """Store what was received and differs from what is there."""
        parameters = {"tenant_id": self._tenant_id, "import_id": import_id}
        row = (await self._session.execute(text(_MERGE), parameters)).one()
        return Merged(row.inserted, row.updated)

    async def all(self) -> AsyncGenerator[tuple[int, list[Observation]]]:
        """Yield every observation in batches and, of the same moment, the version of the data."""
        version = (
            select(func.max(ObservationImport.data_version))
            .where(ObservationImport.tenant_id == self._tenant_id)
            .scalar_subquery()
        )
        table = StoredObservation
        query = select(
            version,
            table.day,
            table.channel,
            table.spend_paise,
            table.impressions,
            table.clicks,
            table.conversions_millionths,
            table.revenue_paise,
        ).where(table.tenant_id == self._tenant_id)
        query = query.execution_options(yield_per=BATCH_ROWS)
        async for rows in (await self._session.stream(query)).partitions():
            yield rows[0][0], [Observation(*row[1:]) for row in rows]

    async def list(
        self, after: tuple[date, str] | None, channel: str | None, limit: int
    ) -> Sequence[StoredObservation]:
        """Return observations by day and channel, after the given one."""
        table = StoredObservation
        query = select(table).where(table.tenant_id == self._tenant_id)
        if after is not None:
            query = query.where(tuple_(table.day, table.channel) > tuple_(*after))
        if channel is not None:
            query = query.where(table.channel == channel)
        query = query.order_by(table.day, table.channel).limit(limit)
        return (await self._session.scalars(query)).all()

    async def _connection(self) -> AsyncConnection[Any]:
        raw = await (await self._session.connection()).get_raw_connection()
        return cast("AsyncConnection[Any]", raw.driver_connection)


def _as_copy_text(batch: Sequence[Observation]) -> bytes:
    """Return the rows in COPY's text format; a channel holds no tabs or line ends, see `fields`."""
    lines: list[str] = []
    for row in batch:
        numbers = "\t".join(r"\N" if value is None else str(value) for value in row.values())
        channel = row.channel.replace("\\", r"\\")
        lines.append(f"{row.day}\t{channel}\t{numbers}\n")
    return "".join(lines).encode()


class ImportRepository(TenantRepository):
    """The tenant's imports."""

    def add(self, made: ObservationImport) -> ObservationImport:
        """Record an import."""
        self._session.add(made)
        return made

    async def standing(self) -> tuple[int, int]:
        """Return the version of the data and how many observations it has."""
        table = ObservationImport
        query = (
            select(table.data_version, table.stored_rows)
            .where(table.tenant_id == self._tenant_id)
            .order_by(table.data_version.desc())
            .limit(1)
        )
        row = (await self._session.execute(query)).first()
        return (0, 0) if row is None else (row.data_version, row.stored_rows)

    async def list(self, before: UUID | None, limit: int) -> Sequence[ObservationImport]:
        """Return imports, the latest first, before the given one."""
        table = ObservationImport
        query = select(table).where(table.tenant_id == self._tenant_id)
        if before is not None:
            query = query.where(table.id < before)
        return (await self._session.scalars(query.order_by(table.id.desc()).limit(limit))).all()


@dataclass(frozen=True, slots=True)
class KeptAnalysis:
    """An analysis as JSON text, with the versions of the data and of the method behind it."""

    data_version: int
    method_version: int
    analysis: str
    features_used: Sequence[str]


class AnalysisRepository(TenantRepository):
    """The analysis kept for the tenant."""

    async def keep(self, kept: KeptAnalysis, at: datetime) -> None:
        """Keep the analysis, unless one of newer data is there."""
        parameters = asdict(kept) | {"tenant_id": self._tenant_id, "computed_at": at}
        await self._session.execute(text(_KEEP), parameters)


@dataclass(frozen=True, slots=True)
class Standing:
    """The tenant's data as it is, and its analysis if one is kept."""

    data_version: int
    stored_rows: int
    kept: KeptAnalysis | None


async def read_standing(reader: Reader, tenant_id: UUID, method_version: int) -> Standing:
    """Return what is there, in one round trip."""
    parameters = {"tenant_id": tenant_id, "method_version": method_version}
    row = first(await reader.fetch(tenant_id, _STANDING, parameters))
    if row is None:
        return Standing(0, 0, None)
    version: int = row["data_version"]
    kept = None
    if row["analysis"] is not None:
        kept = KeptAnalysis(version, method_version, row["analysis"], row["features_used"])
    return Standing(version, row["stored_rows"], kept)
