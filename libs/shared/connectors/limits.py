"""How much of a vendor's limits is left, for all workers together?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.connectors.connector import Draw
from shared.connectors.models import VendorBucketRow, VendorLimitRow
from shared.connectors.token_bucket import Bucket, Limit, full
from shared.db.session import PLATFORM_TENANT, act_for


class UnknownLimitError(Exception):
    """A connector names a limit of which no row says how large it is."""


async def take_tokens(
    session: AsyncSession, tenant_id: UUID, draws: Sequence[Draw], now: datetime
) -> float:
    """Take one token for each draw, or none at all: return how many seconds to wait, 0 is taken.

    The rows are locked in one order, so that two calls never wait for each other.
    """
    if not draws:
        return 0.0
    limits = await current_limits(session, tenant_id, {draw.limit for draw in draws}, now.date())
    own = sorted({(d.limit, d.subject) for d in draws if not d.is_platform})
    platform = sorted({(d.limit, d.subject) for d in draws if d.is_platform})
    wait, rows = await _locked(session, tenant_id, own, limits, now)
    await act_for(session, PLATFORM_TENANT)
    platform_wait, platform_rows = await _locked(session, PLATFORM_TENANT, platform, limits, now)
    wait = max(wait, platform_wait)
    if wait == 0:
        _spend(platform_rows, limits, now)
        await session.flush()
    await act_for(session, tenant_id)
    if wait == 0:
        _spend(rows, limits, now)
        await session.flush()
    return wait


async def current_limits(
    session: AsyncSession, tenant_id: UUID, names: set[str], today: date
) -> Mapping[str, Limit]:
    """Return the limits as they hold today; a tenant's own go before the platform's."""
    query = select(VendorLimitRow).where(
        VendorLimitRow.tenant_id.in_((PLATFORM_TENANT, tenant_id)),
        VendorLimitRow.name.in_(names),
        VendorLimitRow.effective_from <= today,
    )
    found: dict[str, VendorLimitRow] = {}
    for row in (await session.scalars(query)).all():
        best = found.get(row.name)
        if best is None or _rank(row) > _rank(best):
            found[row.name] = row
    if missing := names - found.keys():
        message = f"No row of vendor_limits says how large {', '.join(sorted(missing))} is."
        raise UnknownLimitError(message)
    return {name: _limit(row) for name, row in found.items()}


async def _locked(
    session: AsyncSession,
    tenant_id: UUID,
    wanted: Sequence[tuple[str, str]],
    limits: Mapping[str, Limit],
    now: datetime,
) -> tuple[float, Sequence[VendorBucketRow]]:
    """Return the longest wait among these buckets, and their rows, locked."""
    rows = [await _row(session, tenant_id, limits[name], subject, now) for name, subject in wanted]
    waits = [
        Bucket(row.tokens, row.refilled_at)
        .refilled(limits[row.name], now)
        .wait_seconds(limits[row.name])
        for row in rows
    ]
    return max(waits, default=0.0), rows


async def _row(
    session: AsyncSession, tenant_id: UUID, limit: Limit, subject: str, now: datetime
) -> VendorBucketRow:
    fresh = full(limit, now)
    statement = insert(VendorBucketRow).values(
        tenant_id=tenant_id,
        name=limit.name,
        subject=subject,
        tokens=fresh.tokens,
        refilled_at=fresh.at,
    )
    await session.execute(statement.on_conflict_do_nothing())
    query = select(VendorBucketRow).where(
        VendorBucketRow.tenant_id == tenant_id,
        VendorBucketRow.name == limit.name,
        VendorBucketRow.subject == subject,
    )
    locked = query.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(locked)).one()


def _spend(rows: Sequence[VendorBucketRow], limits: Mapping[str, Limit], now: datetime) -> None:
    for row in rows:
        left = Bucket(row.tokens, row.refilled_at).refilled(limits[row.name], now).less_one()
        row.tokens, row.refilled_at = left.tokens, left.at


def _rank(row: VendorLimitRow) -> tuple[bool, date]:
    return row.tenant_id != PLATFORM_TENANT, row.effective_from


def _limit(row: VendorLimitRow) -> Limit:
    return Limit(name=row.name, tokens=row.tokens, per_seconds=row.per_seconds, burst=row.burst)
