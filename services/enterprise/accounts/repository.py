"""Queries of clients."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from enterprise.accounts.errors import ClientNotFoundError
from enterprise.accounts.models import Client
from shared.db.reader import Reader, Row, first
from shared.db.repository import TenantRepository

_READ = """
SELECT tenant_id AS id, name, industry, website, timezone, created_at, updated_at
FROM enterprise_clients WHERE tenant_id = %(tenant_id)s
"""


class ClientRepository(TenantRepository):
    """The tenant's own client."""

    def add(self, client: Client) -> Client:
        """Record a client."""
        self._session.add(client)
        return client

    async def lock(self) -> Client:
        """Return the tenant's client, held until the end of the transaction."""
        query = select(Client).where(Client.tenant_id == self._tenant_id).with_for_update()
        client = await self._session.scalar(query)
        if client is None:
            raise ClientNotFoundError(self._tenant_id)
        return client

    async def list_all(self, after: UUID | None, limit: int) -> Sequence[Client]:
        """Return clients in the order of arrival; an operator's transaction sees them all."""
        query = select(Client).order_by(Client.tenant_id).limit(limit)
        if after is not None:
            query = query.where(Client.tenant_id > after)
        return (await self._session.scalars(query)).all()


async def read_client(reader: Reader, tenant_id: UUID) -> Row:
    """Return the tenant's client in one round trip."""
    row = first(await reader.fetch(tenant_id, _READ, {"tenant_id": tenant_id}))
    if row is None:
        raise ClientNotFoundError(tenant_id)
    return row
