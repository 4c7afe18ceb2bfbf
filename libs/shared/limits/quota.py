"""May this tenant make one more request this hour? Exact over any number of replicas.

Replicas lease small batches of an hour's quota from one row and spend them in memory. What is
leased never exceeds the limit, so no request too many is let through; leases shrink towards one
as the hour's quota runs out, and an idle replica gives back what it has not spent.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic
from uuid import UUID

from psycopg import Error as PsycopgError
from psycopg import OperationalError

from shared.clock import Clock
from shared.db.session import Database

WINDOW_SECONDS = 3600
FIRST_LEASE_RATIO = 0.01
LARGEST_LEASE_RATIO = 0.04
IDLE_SECONDS = 1.0
# Whoever has used up the hour and goes on asking costs the database four questions a second.
ASK_AGAIN_SECONDS = 0.25

_log = logging.getLogger(__name__)

# A quarter of what the hour still has to give at the most, and never nothing of something.
_LEASE = """
INSERT INTO quota_windows AS q (tenant_id, starts_at, leased, granted)
SELECT %(tenant_id)s, %(starts_at)s, new.granted, new.granted
FROM scope, (SELECT greatest(1, least(%(batch)s::bigint, %(limit)s / 4)) AS granted) AS new
WHERE scope.value IS NOT NULL
ON CONFLICT (tenant_id, starts_at) DO UPDATE SET (leased, granted) = (
    SELECT q.leased + more.granted, more.granted FROM (
        SELECT CASE WHEN q.leased >= %(limit)s THEN 0
               ELSE greatest(1, least(%(batch)s, (%(limit)s - q.leased) / 4)) END AS granted
    ) AS more
)
RETURNING leased, granted
"""
_LEASED = """
SELECT leased FROM quota_windows
WHERE tenant_id = %(tenant_id)s AND starts_at = %(starts_at)s
"""
_GIVE_BACK = """
INSERT INTO quota_windows AS q (tenant_id, starts_at, leased)
SELECT %(tenant_id)s, %(starts_at)s, 0 FROM scope WHERE scope.value IS NOT NULL
ON CONFLICT (tenant_id, starts_at) DO UPDATE SET leased = q.leased - %(unspent)s
RETURNING leased
"""


@dataclass(frozen=True, slots=True)
class QuotaAnswer:
    """Whether a request may pass, and what the caller is told about the rest of the hour."""

    is_allowed: bool
    limit: int
    remaining: int
    resets_in_seconds: int


@dataclass(slots=True)
class Lease:
    """What this replica may still spend for one tenant in one hour."""

    starts_at: datetime
    unspent: int = 0
    left_in_database: int = 0
    waiting: int = 0
    renewals: int = 0
    ask_again_at: float = 0.0
    failed_at: float = float("-inf")
    touched_at: datetime = field(default=datetime.min.replace(tzinfo=UTC))


def window_start(now: datetime) -> datetime:
    """Return the hour that a moment falls in."""
    return now.replace(minute=0, second=0, microsecond=0)


def lease_size(limit: int, renewals: int) -> int:
    """Return how many requests to ask for: few at first, more for a tenant that comes again."""
    first, largest = int(limit * FIRST_LEASE_RATIO), int(limit * LARGEST_LEASE_RATIO)
    return max(1, min(largest, first << min(renewals, 8)))


class TenantQuota:
    """The quota of every tenant as one replica sees it."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        monotonic_seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._database = database
        self._clock = clock
        self._monotonic_seconds = monotonic_seconds
        self._leases: dict[UUID, Lease] = {}
        self._locks: defaultdict[UUID, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def take(self, tenant_id: UUID, limit: int) -> QuotaAnswer:
        """Spend one request of the tenant's hour, or say when the next hour begins."""
        now = self._clock.now()
        lease = self._current(tenant_id, now)
        lease.touched_at = now
        if lease.unspent == 0:
            await self._wait_for_renewal(tenant_id, lease, limit)
        is_allowed = lease.unspent > 0
        if is_allowed:
            lease.unspent -= 1
        resets_in = WINDOW_SECONDS - int((now - lease.starts_at).total_seconds())
        return QuotaAnswer(is_allowed, limit, lease.unspent + lease.left_in_database, resets_in)

    async def _wait_for_renewal(self, tenant_id: UUID, lease: Lease, limit: int) -> None:
        came_at = self._monotonic_seconds()
        lease.waiting += 1
        try:
            async with self._locks[tenant_id]:
                if lease.failed_at >= came_at:
                    # Whoever stood in line asked with the first; to ask again one after another
                    # would take each of them as long.
                    message = "the quota could not be renewed"
                    raise OperationalError(message)
                if lease.unspent == 0 and self._monotonic_seconds() >= lease.ask_again_at:
                    await self._renew(tenant_id, lease, limit)
        finally:
            lease.waiting -= 1

    def _current(self, tenant_id: UUID, now: datetime) -> Lease:
        starts_at = window_start(now)
        lease = self._leases.get(tenant_id)
        if lease is None or lease.starts_at != starts_at:
            lease = self._leases[tenant_id] = Lease(starts_at)
        return lease

    async def _renew(self, tenant_id: UUID, lease: Lease, limit: int) -> None:
        batch = max(lease_size(limit, lease.renewals), lease.waiting)
        hour = {"tenant_id": tenant_id, "starts_at": lease.starts_at}
        try:
            row = await self._database.reader.upsert(
                tenant_id, _LEASE, {**hour, "limit": limit, "batch": batch}
            )
        except PsycopgError:
            lease.failed_at = self._monotonic_seconds()
            raise
        lease.renewals += 1
        lease.unspent = row["granted"]
        lease.left_in_database = max(0, limit - row["leased"])
        if lease.unspent == 0:
            lease.ask_again_at = self._monotonic_seconds() + ASK_AGAIN_SECONDS

    async def used(self, tenant_id: UUID) -> int:
        """Return how many requests of this hour are spent or held by other replicas."""
        starts_at = window_start(self._clock.now())
        rows = await self._database.reader.fetch(
            tenant_id, _LEASED, {"tenant_id": tenant_id, "starts_at": starts_at}
        )
        lease = self._leases.get(tenant_id)
        unspent = lease.unspent if lease and lease.starts_at == starts_at else 0
        return max(0, rows[0]["leased"] - unspent) if rows else 0

    async def give_back_idle(self) -> None:
        """Return what tenants that have gone quiet did not spend, so another replica may."""
        now = self._clock.now()
        quiet = now - timedelta(seconds=IDLE_SECONDS)
        for tenant_id, lease in list(self._leases.items()):
            if lease.touched_at <= quiet and lease.waiting == 0:
                del self._leases[tenant_id]
                self._locks.pop(tenant_id, None)
                await self._give_back(tenant_id, lease, now)

    async def give_back_all(self) -> None:
        """Return every unspent lease: the process is about to stop."""
        now = self._clock.now()
        while self._leases:
            tenant_id, lease = self._leases.popitem()
            await self._give_back(tenant_id, lease, now)

    async def _give_back(self, tenant_id: UUID, lease: Lease, now: datetime) -> None:
        if lease.unspent == 0 or lease.starts_at != window_start(now):
            return
        unspent, lease.unspent = lease.unspent, 0
        values = {"tenant_id": tenant_id, "starts_at": lease.starts_at, "unspent": unspent}
        try:
            await self._database.reader.upsert(tenant_id, _GIVE_BACK, values)
        except PsycopgError as error:
            # Lost units only make the hour a little shorter for this tenant, never longer.
            _log.warning("an unspent lease of %d requests was lost: %s", unspent, error)

    async def keep_giving_back(self) -> None:
        """Give idle leases back, until cancelled."""
        while True:
            await asyncio.sleep(IDLE_SECONDS)
            await self.give_back_idle()
