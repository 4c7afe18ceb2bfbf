"""Queries of observations, of their imports, and of the analysis kept of them."""

from collections.abc import AsyncIterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy import select, text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql import func

from shared.db.reader import Reader, Row
from shared.db.repository import TenantRepository

from .domain.observation import Observation
from .models import ObservationImport, StoredAnalysis, StoredObservation

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

    async def all(self) -> list[Observation]:
        """Return every observation."""
        table = StoredObservation
        query = select(
            table.day,
            table.channel,
            table.spend_paise,
            table.impressions,
            table.clicks,
            table.conversions_millionths,
            table.revenue_paise,
        ).where(table.tenant_id == self._tenant_id)
        return [Observation(*row) for row in await self._session.execute(query)]

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
        lines.append(f"{row.day}\t{row.channel.replace('\\', '\\\\')}\t{numbers}\n")
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


class AnalysisRepository(TenantRepository):
    """The analysis kept for the tenant."""

    async def keep(
        self, analysis: str, features_used: Sequence[str], versions: Versions, at: datetime
    ) -> None:
        """Keep the analysis unless one of newer data is there."""
