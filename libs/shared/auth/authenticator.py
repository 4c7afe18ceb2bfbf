"""Whose key is this? Answered from memory while the database confirms that nothing changed.

A cached key is trusted only while the listening connection has answered within the last second:
a revocation arrives by NOTIFY, and a connection that is silent or gone empties the cache's worth.
"""

import asyncio
import logging
from collections.abc import Callable
from time import monotonic
from typing import Any
from uuid import UUID

import psycopg
from psycopg import AsyncConnection

from shared.auth.keys import key_hash, tier_of
from shared.auth.principal import Principal
from shared.auth.scopes import Scope
from shared.auth.service import KeyMint
from shared.clock import Clock
from shared.db.engine import CONNECT_ARGUMENTS
from shared.db.reader import first
from shared.db.session import Database
from shared.errors import AppError, ForbiddenError, UnauthenticatedError
from shared.metrics import AUTH_FAILURES
from shared.settings import psycopg_url

CHANNEL = "api_key_changed"
HEARTBEAT_SECONDS = 0.4
TRUST_SECONDS = 0.9
CACHED_KEYS = 50_000

_LOOK_UP = """
SELECT tenant_id, id, scopes, member_id, expires_at FROM api_keys
WHERE key_hash = %(key_hash)s AND revoked_at IS NULL
"""
_log = logging.getLogger(__name__)


def refused(reason: str, error: AppError) -> AppError:
    """Count a refusal and return the error to raise."""
    AUTH_FAILURES.labels(reason).inc()
    return error


class Authenticator:
    """Turns a key into a principal; one a process."""

    def __init__(
        self,
        database: Database,
        mint: KeyMint,
        clock: Clock,
        *,
        monotonic_seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._database = database
        self._mint = mint
        self._clock = clock
        self._monotonic_seconds = monotonic_seconds
        self._principals: dict[bytes, Principal] = {}
        self._hashes: dict[UUID, bytes] = {}
        self._trusted_until = 0.0
        self._changes_seen = 0

    async def authenticate(self, key: str) -> Principal:
        """Return the key's principal; raise 401 or 403 without a query where the form is wrong."""
        tier = tier_of(key)
        if tier is None:
            message = "The API key is malformed. Copy it again, whole, from where it was issued."
            raise refused("malformed", UnauthenticatedError(message))
        if tier != self._mint.tier:
            message = f"This key belongs to the {tier} tier; this is the {self._mint.tier} tier."
            raise refused("other_tier", ForbiddenError(message))
        digest = key_hash(key, self._mint.pepper)
        principal = self._cached(digest) or await self._look_up(digest)
        if principal.expires_at is not None and principal.expires_at <= self._clock.now():
            message = "The API key has expired. Use its successor, or create a new one."
            raise refused("expired", UnauthenticatedError(message))
        return principal

    def _cached(self, digest: bytes) -> Principal | None:
        if self._monotonic_seconds() >= self._trusted_until:
            return None
        return self._principals.get(digest)

    async def _look_up(self, digest: bytes) -> Principal:
        changes_seen = self._changes_seen
        row = first(await self._database.reader.fetch_by_key(digest, _LOOK_UP))
        if row is None:
            message = "The API key is unknown or revoked. Create a new one with an admin key."
            raise refused("unknown", UnauthenticatedError(message))
        principal = Principal(
            tenant_id=row["tenant_id"],
            key_id=row["id"],
            scopes=frozenset(map(Scope, row["scopes"])),
            member_id=row["member_id"],
            expires_at=row["expires_at"],
        )
        # A change that arrived meanwhile may be one that this row does not show yet.
        if changes_seen == self._changes_seen:
            self._remember(digest, principal)
        return principal

    def _remember(self, digest: bytes, principal: Principal) -> None:
        if self._monotonic_seconds() >= self._trusted_until:
            return
        if len(self._principals) >= CACHED_KEYS:
            self._forget_all()
        self._principals[digest] = principal
        self._hashes[principal.key_id] = digest

    def _forget_all(self) -> None:
        self._changes_seen += 1
        self._principals.clear()
        self._hashes.clear()

    def forget(self, key_id: UUID) -> None:
        """Drop a key that changed."""
        self._changes_seen += 1
        if (digest := self._hashes.pop(key_id, None)) is not None:
            self._principals.pop(digest, None)

    async def listen(self) -> None:
        """Keep the cache honest until cancelled; reconnects by itself."""
        while True:
            try:
                await self._listen_once()
            except (psycopg.Error, OSError, ValueError) as error:
                _log.warning("key listener lost the database, keys are read afresh: %s", error)
            self._trusted_until = 0.0
            self._forget_all()
            await asyncio.sleep(HEARTBEAT_SECONDS)

    async def _listen_once(self) -> None:
        connect: Any = AsyncConnection.connect
        url = psycopg_url(self._database.url)
        async with await connect(url, autocommit=True, **CONNECT_ARGUMENTS) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            self._forget_all()
            while True:
                asked_at = self._monotonic_seconds()
                # Not `wait_for`: on Python 3.11 it may swallow the cancellation that ends us.
                async with asyncio.timeout(TRUST_SECONDS):
                    await connection.execute("SELECT 1")
                self._trusted_until = asked_at + TRUST_SECONDS
                async for notice in connection.notifies(timeout=HEARTBEAT_SECONDS):
                    self.forget(UUID(notice.payload))
