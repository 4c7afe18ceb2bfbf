"""Use cases around clients."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from enterprise.accounts.errors import ClientNotFoundError
from enterprise.accounts.models import Client
from enterprise.accounts.repository import ClientRepository, read_client
from shared.auth.principal import Principal
from shared.auth.service import IssuedKey, KeyMint, KeyService
from shared.clock import Clock
from shared.db.reader import Reader, Row
from shared.db.session import act_for
from shared.ids import new_id


class ClientService:
    """Clients as an operator and as the client itself see them."""

    def __init__(self, session: AsyncSession, principal: Principal, clock: Clock) -> None:
        self._session = session
        self._principal = principal
        self._clients = ClientRepository(session, principal.tenant_id)
        self._clock = clock

    async def create(self, values: Mapping[str, Any], mint: KeyMint) -> tuple[Client, IssuedKey]:
        """Create a client and its first key, all or nothing."""
        tenant_id, now = new_id(), self._clock.now()
        await act_for(self._session, tenant_id)
        client = Client(tenant_id=tenant_id, created_at=now, updated_at=now, **values)
        self._clients.add(client)
        keys = KeyService(self._session, tenant_id, mint=mint, clock=self._clock)
        issued = keys.issue_first()
        await self._session.flush()
        await act_for(self._session, self._principal.tenant_id)
        return client, issued

    async def list(self, after: UUID | None, limit: int) -> Sequence[Client]:
        """Return the clients that the caller may see: an operator all, a client itself."""
        return await self._clients.list_all(after, limit)

    async def change(self, client_id: UUID, changes: Mapping[str, Any]) -> Client:
        """Change some of the client's own facts."""
        check_is_own(self._principal, client_id)
        client = await self._clients.lock()
        for name, value in changes.items():
            setattr(client, name, value)
        client.updated_at = self._clock.now()
        return client


def check_is_own(principal: Principal, client_id: UUID) -> None:
    """Refuse another tenant's id just as an unknown one."""
    if principal.tenant_id != client_id:
        raise ClientNotFoundError(client_id)


async def show_client(reader: Reader, principal: Principal, client_id: UUID) -> Row:
    """Return the caller's client; an operator may read any."""
    if not principal.is_operator:
        check_is_own(principal, client_id)
    return await read_client(reader, client_id)
