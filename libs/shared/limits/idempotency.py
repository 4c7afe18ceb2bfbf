"""A write with an `Idempotency-Key` happens once, however often it is sent.

The answer is stored in the transaction of the write itself, so a crash leaves both or neither.
draft-ietf-httpapi-idempotency-key-header: running 409, another body 422; keys live 24 hours.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.clock import Clock
from shared.db.repository import TenantRepository
from shared.errors import ConflictError, FieldProblem, InvalidError
from shared.limits.models import IdempotentWrite

LIFETIME = timedelta(hours=24)
LONGEST_KEY = 255
_KEY = re.compile(r"[\x21-\x7e]{1,255}")

_TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0))")


class WriteInProgressError(ConflictError):
    """The same write is running at this moment."""

    def __init__(self) -> None:
        super().__init__(
            "A request with this Idempotency-Key is still running. Repeat it in a moment."
        )


class KeyReusedError(InvalidError):
    """The key was used for something else."""

    def __init__(self) -> None:
        super().__init__(
            "This Idempotency-Key was used for another request. Use a new key for a new write."
        )


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it was first given."""

    status: int
    media_type: str
    body: bytes


def checked_key(key: str) -> str:
    """Return a key that we can store; refuse an empty, long or unprintable one."""
    if _KEY.fullmatch(key) is None:
        problem = FieldProblem("Idempotency-Key", f"use 1 to {LONGEST_KEY} ASCII characters")
        message = "The Idempotency-Key cannot be used."
        raise InvalidError(message, problems=(problem,))
    return key


class IdempotentWrites(TenantRepository):
    """The remembered writes of one tenant, inside the transaction of the current one."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, clock: Clock) -> None:
        super().__init__(session, tenant_id)
        self._clock = clock

    async def begin(self, key: str, request_hash: bytes) -> StoredAnswer | None:
        """Return the stored answer, or None if this transaction is now the one that writes."""
        name = f"idempotency:{self._tenant_id}:{key}"
        if not await self._session.scalar(_TRY_LOCK, {"name": name}):
            raise WriteInProgressError
        stored = await self._find(key)
        if stored is None:
            return None
        if stored.created_at <= self._clock.now() - LIFETIME:
            await self._session.delete(stored)
            await self._session.flush()
            return None
        if stored.request_hash != request_hash:
            raise KeyReusedError
        return StoredAnswer(stored.status, stored.media_type, stored.body)

    async def finish(self, key: str, request_hash: bytes, answer: StoredAnswer) -> None:
        """Remember the answer, together with what the transaction has written."""
        self._session.add(
            IdempotentWrite(
                tenant_id=self._tenant_id,
                key=key,
                request_hash=request_hash,
                status=answer.status,
                media_type=answer.media_type,
                body=answer.body,
                created_at=self._clock.now(),
            )
        )
        await self._session.flush()

    async def _find(self, key: str) -> IdempotentWrite | None:
        query = select(IdempotentWrite).where(
            IdempotentWrite.tenant_id == self._tenant_id, IdempotentWrite.key == key
        )
        return await self._session.scalar(query)


async def purge_expired(session: AsyncSession, clock: Clock) -> int:
    """Forget every tenant's answers older than a day; needs a maintenance transaction."""
    query = delete(IdempotentWrite).where(IdempotentWrite.created_at <= clock.now() - LIFETIME)
    result = await session.execute(query.returning(IdempotentWrite.key))
    return len(result.all())
