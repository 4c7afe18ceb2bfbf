"""Which accounts at vendors may we use for a tenant, and with which secrets?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.clock import Clock
from shared.connectors.connector import Access
from shared.connectors.models import ConnectionRow, DataKeyRow
from shared.connectors.sealing import Sealer
from shared.connectors.tenant_secrets import TenantSecretRepository
from shared.db.repository import TenantRepository
from shared.db.session import Database, operator_work, unit_of_work
from shared.errors import ConflictError, NotFoundError
from shared.ids import new_id


class ConnectionState(StrEnum):
    """Whether a connection can be used."""

    ACTIVE = "active"
    NEEDS_RECONNECT = "needs_reconnect"
    DISCONNECTED = "disconnected"


class ConnectionNotFoundError(NotFoundError):
    """The tenant has no such connection."""

    def __init__(self, connection_id: UUID) -> None:
        super().__init__(f"There is no connection {connection_id}. List them to find yours.")


class AccountTakenError(ConflictError):
    """Another tenant has connected the account."""

    def __init__(self, vendor: str) -> None:
        super().__init__(
            f"This {vendor} account is connected to another business. Disconnect it there first."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConnection:
    """An account that a tenant lets us use, as it is handed over."""

    vendor: str
    external_id: str
    account: Mapping[str, str]
    secrets: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A connection as everybody may see it."""

    id: UUID
    vendor: str
    external_id: str
    account: Mapping[str, str]
    state: ConnectionState
    paused_until: datetime | None
    created_at: datetime
    updated_at: datetime

    @property
    def is_active(self) -> bool:
        """Tell whether calls can be made over it."""
        return self.state is ConnectionState.ACTIVE


class ConnectionRepository(TenantRepository):
    """The connections of one tenant, secrets included."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, sealer: Sealer) -> None:
        super().__init__(session, tenant_id)
        self._secrets = TenantSecretRepository(session, tenant_id, sealer)

    async def find(self, connection_id: UUID, *, is_locked: bool = False) -> ConnectionRow | None:
        """Return one connection, held until the transaction ends where asked."""
        query = self._query().where(ConnectionRow.id == connection_id)
        query = query.execution_options(populate_existing=True)
        return await self._session.scalar(query.with_for_update() if is_locked else query)

    async def of_vendor(self, vendor: str) -> ConnectionRow | None:
        """Return the tenant's connection to a vendor, if it is not cut."""
        query = self._query().where(ConnectionRow.vendor == vendor)
        return await self._session.scalar(
            query.where(ConnectionRow.state != ConnectionState.DISCONNECTED)
        )

    async def list(self) -> Sequence[ConnectionRow]:
        """Return the connections, the oldest first."""
        return (await self._session.scalars(self._query().order_by(ConnectionRow.id))).all()

    async def add(self, values: Mapping[str, Any]) -> ConnectionRow:
        """Keep a new connection."""
        row = ConnectionRow(tenant_id=self._tenant_id, **values)
        self._session.add(row)
        await self._session.flush()
        return row

    async def access(self, row: ConnectionRow) -> Access:
        """Return how a connection is used."""
        return Access(row.account, await self._secrets.opened(row.id, row.sealed))

    async def sealed(self, connection_id: UUID, secrets: Mapping[str, str], now: datetime) -> bytes:
        """Return secrets as they are kept."""
        return await self._secrets.sealed(connection_id, secrets, now)

    def _query(self) -> Select[ConnectionRow]:
        return select(ConnectionRow).where(ConnectionRow.tenant_id == self._tenant_id)


class ConnectionService:
    """Use cases of one tenant's connections."""

    def __init__(
        self, session: AsyncSession, tenant_id: UUID, *, clock: Clock, sealer: Sealer
    ) -> None:
        self._connections = ConnectionRepository(session, tenant_id, sealer)
        self._session = session
        self._clock = clock

    async def connect(self, new: NewConnection) -> Connection:
        """Keep an account; the same account again gets its new secrets, another one replaces it."""
        now = self._clock.now()
        row = await self._connections.of_vendor(new.vendor)
        if row is not None and row.external_id != new.external_id:
            await self._cut(row, now)
            row = None
        if row is None:
            row = await self._added(new, now)
        row.account = dict(new.account)
        row.sealed = await self._connections.sealed(row.id, new.secrets, now)
        row.secrets_version += 1
        row.state, row.failures, row.paused_until = ConnectionState.ACTIVE, 0, None
        row.updated_at = now
        return _shown(row)

    async def of(self, vendor: str) -> Connection | None:
        """Return the tenant's connection to a vendor, whatever its state; None where cut."""
        row = await self._connections.of_vendor(vendor)
        return None if row is None else _shown(row)

    async def list(self) -> Sequence[Connection]:
        """Return every connection, cut ones too."""
        return [_shown(row) for row in await self._connections.list()]

    async def disconnect(self, connection_id: UUID) -> None:
        """Cut a connection and forget its secrets; cut twice is cut."""
        row = await self._connections.find(connection_id, is_locked=True)
        if row is None:
            raise ConnectionNotFoundError(connection_id)
        await self._cut(row, self._clock.now())

    async def _cut(self, row: ConnectionRow, now: datetime) -> None:
        row.state, row.sealed, row.updated_at = ConnectionState.DISCONNECTED, b"", now
        await self._session.flush()

    async def _added(self, new: NewConnection, now: datetime) -> ConnectionRow:
        values: dict[str, Any] = {
            "id": new_id(),
            "vendor": new.vendor,
            "external_id": new.external_id,
            "account": {},
            "state": ConnectionState.ACTIVE,
            "sealed": b"",
            "secrets_version": 0,
            "failures": 0,
            "created_at": now,
            "updated_at": now,
        }
        try:
            return await self._connections.add(values)
        except IntegrityError as error:
            raise AccountTakenError(new.vendor) from error


async def tenant_of_account(database: Database, vendor: str, external_id: str) -> UUID | None:
    """Return whose account it is, for what a vendor sends us without a key."""
    async with operator_work(database) as session:
        return await session.scalar(
            select(ConnectionRow.tenant_id).where(
                ConnectionRow.vendor == vendor,
                ConnectionRow.external_id == external_id,
                ConnectionRow.state != ConnectionState.DISCONNECTED,
            )
        )


async def is_connected(session: AsyncSession, tenant_id: UUID, vendor: str) -> bool:
    """Tell whether a tenant's connection to a vendor can be used now."""
    query = select(ConnectionRow.id).where(
        ConnectionRow.tenant_id == tenant_id,
        ConnectionRow.vendor == vendor,
        ConnectionRow.state == ConnectionState.ACTIVE,
    )
    return await session.scalar(query) is not None


async def tenants_connected(session: AsyncSession, vendor: str) -> Sequence[UUID]:
    """Return who has connected a vendor, lost connections too; for an operator's transaction."""
    query = select(ConnectionRow.tenant_id).where(
        ConnectionRow.vendor == vendor, ConnectionRow.state != ConnectionState.DISCONNECTED
    )
    return (await session.scalars(query.order_by(ConnectionRow.tenant_id))).all()


async def rewrap_data_keys(database: Database, sealer: Sealer) -> int:
    """Seal every data key with the first master key, so that older ones can be dropped."""
    async with operator_work(database) as session:
        tenants = (await session.scalars(select(DataKeyRow.tenant_id))).all()
    for tenant_id in tenants if sealer.can_seal else ():
        async with unit_of_work(database, tenant_id) as session:
            await TenantSecretRepository(session, tenant_id, sealer).rewrap()
    return len(tenants)


def _shown(row: ConnectionRow) -> Connection:
    return Connection(
        id=row.id,
        vendor=row.vendor,
        external_id=row.external_id,
        account=row.account,
        state=ConnectionState(row.state),
        paused_until=row.paused_until,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
