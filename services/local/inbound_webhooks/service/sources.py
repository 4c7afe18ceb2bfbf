"""Use cases of sources: add one, rotate its secret, take in what it sends."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.inbound_webhooks.domain.told import ToldState, ToldType
from local.inbound_webhooks.errors import TooManySourcesError, UnsignedToldError
from local.inbound_webhooks.jobs import ActOnTold
from local.inbound_webhooks.models import ToldRow, WebhookSourceRow
from local.inbound_webhooks.repository import SourceRepository, tenant_of_source
from shared.clock import Clock
from shared.connectors.rotating_secrets import KeptSecret, RotatingSecrets
from shared.connectors.sealing import Sealer
from shared.connectors.standard_webhooks import signed_id
from shared.connectors.tenant_secrets import TenantSecretRepository
from shared.db.session import Database, operator_work
from shared.ids import new_id
from shared.jobs.queue import enqueue

MOST_SOURCES = 5


async def owner_of(database: Database, source_id: UUID) -> UUID:
    """Return whose a source is; raise UnsignedToldError where it is nobody's."""
    async with operator_work(database) as session:
        tenant_id = await tenant_of_source(session, source_id)
    if tenant_id is None:
        raise UnsignedToldError
    return tenant_id


class SourceService:
    """The sources of one tenant's business."""

    def __init__(
        self, session: AsyncSession, tenant_id: UUID, *, clock: Clock, sealer: Sealer
    ) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock
        self._stored = SourceRepository(session, tenant_id)
        self._secrets = RotatingSecrets(TenantSecretRepository(session, tenant_id, sealer))

    async def add(self, name: str) -> tuple[WebhookSourceRow, str]:
        """Keep a new source; its secret is returned here and never again."""
        if len(await self._stored.sources()) >= MOST_SOURCES:
            raise TooManySourcesError(MOST_SOURCES)
        source_id, now = new_id(), self._clock.now()
        sealed, secret = await self._secrets.made(source_id, now)
        row = await self._stored.add_source(
            {
                "id": source_id,
                "name": name,
                "sealed": sealed,
                "created_at": now,
                "changed_at": now,
            }
        )
        return row, secret

    async def list(self) -> Sequence[WebhookSourceRow]:
        """Return the sources."""
        return await self._stored.sources()

    async def remove(self, source_id: UUID) -> None:
        """Believe a source no more, and forget what it told; what was done stays."""
        await self._stored.remove_source(source_id)

    async def rotate(self, source_id: UUID) -> str:
        """Return a new secret; the one before is good beside it for a day."""
        row, now = await self._stored.lock_source(source_id), self._clock.now()
        kept = KeptSecret(sealed=row.sealed, older_until=row.older_secret_until)
        kept, secret = await self._secrets.rotated(row.id, kept, now)
        row.sealed, row.older_secret_until, row.changed_at = kept.sealed, kept.older_until, now
        return secret

    async def signed(self, source_id: UUID, headers: Mapping[str, str], raw: bytes) -> str:
        """Return the id of a webhook that the source signed; raise UnsignedToldError else."""
        row, now = await self._stored.find_source(source_id), self._clock.now()
        if row is None:
            raise UnsignedToldError
        kept = KeptSecret(sealed=row.sealed, older_until=row.older_secret_until)
        good = await self._secrets.good(row.id, kept, now)
        webhook_id = signed_id(headers, raw, good, now)
        if webhook_id is None:
            raise UnsignedToldError
        return webhook_id

    async def keep(
        self, source_id: UUID, webhook_id: str, type_: ToldType, data: Mapping[str, Any]
    ) -> None:
        """Keep what was told, and queue what follows; the same id again is nothing."""
        told_id = new_id()
        told = {
            "id": told_id,
            "source_id": source_id,
            "webhook_id": webhook_id,
            "type": type_,
            "data": dict(data),
            "state": ToldState.WAITING,
            "received_at": self._clock.now(),
        }
        if await self._stored.put_told(told):
            await enqueue(self._session, ActOnTold(self._tenant_id, told_id))

    async def told(self, before: UUID | None, limit: int) -> Sequence[ToldRow]:
        """Return one more than the limit, so that the surplus tells of more."""
        return await self._stored.told(before, limit + 1)
