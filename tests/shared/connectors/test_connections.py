from uuid import UUID

import pytest
from sqlalchemy import text

from shared.connectors.connections import (
    AccountTakenError,
    Connection,
    ConnectionNotFoundError,
    ConnectionRepository,
    ConnectionService,
    ConnectionState,
    NewConnection,
    rewrap_data_keys,
    tenant_of_account,
)
from shared.connectors.sealing import NoMasterKeyError, Sealer, SealingError
from shared.connectors.tenant_secrets import TenantSecretRepository
from shared.db.session import Database, unit_of_work
from shared.ids import new_id
from tests.shared.connectors.conftest import SEALER, MovingClock

HUSH = "EAAG-do-not-tell"


async def connect(
    database: Database, tenant_id: UUID, account: str, sealer: Sealer = SEALER
) -> Connection:
    async with unit_of_work(database, tenant_id) as session:
        service = ConnectionService(session, tenant_id, clock=MovingClock(), sealer=sealer)
        new = NewConnection(
            vendor="post_office",
            external_id=account,
            account={"page": account},
            secrets={"token": HUSH},
        )
        return await service.connect(new)


async def secrets_of(
    database: Database, tenant_id: UUID, connection_id: UUID, sealer: Sealer = SEALER
) -> object:
    async with unit_of_work(database, tenant_id) as session:
        connections = ConnectionRepository(session, tenant_id, sealer)
        row = await connections.find(connection_id)
        assert row is not None
        return (await connections.access(row)).secrets


async def test_secrets_come_back_and_are_nowhere_to_be_read(local_database: Database) -> None:
    tenant_id, account = new_id(), str(new_id())
    connection = await connect(local_database, tenant_id, account)
    assert await secrets_of(local_database, tenant_id, connection.id) == {"token": HUSH}
    assert HUSH not in repr(connection)
    async with unit_of_work(local_database, tenant_id) as session:
        for table in ("vendor_connections", "tenant_data_keys"):
            rows = (await session.execute(text(f"SELECT t::text FROM {table} t"))).scalars().all()
            assert len(rows) == 1
            assert HUSH not in rows[0]
            assert HUSH.encode().hex() not in rows[0]


async def test_the_same_account_again_gets_new_secrets_and_works_again(
    local_database: Database,
) -> None:
    tenant_id, account = new_id(), str(new_id())
    first = await connect(local_database, tenant_id, account)
    again = await connect(local_database, tenant_id, account)
    assert (again.id, again.state) == (first.id, ConnectionState.ACTIVE)


async def test_another_account_of_the_vendor_takes_the_place_of_the_first(
    local_database: Database,
) -> None:
    tenant_id = new_id()
    first = await connect(local_database, tenant_id, str(new_id()))
    second = await connect(local_database, tenant_id, str(new_id()))
    async with unit_of_work(local_database, tenant_id) as session:
        service = ConnectionService(session, tenant_id, clock=MovingClock(), sealer=SEALER)
        states = {item.id: item.state for item in await service.list()}
        assert await service.of("post_office") == second
    assert states == {first.id: ConnectionState.DISCONNECTED, second.id: ConnectionState.ACTIVE}


async def test_an_account_belongs_to_one_tenant_at_a_time(local_database: Database) -> None:
    owner, other, account = new_id(), new_id(), str(new_id())
    connection = await connect(local_database, owner, account)
    with pytest.raises(AccountTakenError):
        await connect(local_database, other, account)
    assert await tenant_of_account(local_database, "post_office", account) == owner
    async with unit_of_work(local_database, owner) as session:
        service = ConnectionService(session, owner, clock=MovingClock(), sealer=SEALER)
        await service.disconnect(connection.id)
        await service.disconnect(connection.id)
    assert await tenant_of_account(local_database, "post_office", account) is None
    await connect(local_database, other, account)


async def test_cutting_what_is_not_there_says_so(local_database: Database) -> None:
    tenant_id = new_id()
    async with unit_of_work(local_database, tenant_id) as session:
        service = ConnectionService(session, tenant_id, clock=MovingClock(), sealer=SEALER)
        with pytest.raises(ConnectionNotFoundError):
            await service.disconnect(new_id())


async def test_a_master_key_can_be_replaced_and_the_old_one_dropped(
    local_database: Database,
) -> None:
    tenant_id = new_id()
    connection = await connect(local_database, tenant_id, str(new_id()))
    both, fresh = Sealer(["n" * 32, "m" * 32], "X"), Sealer(["n" * 32], "X")
    assert await secrets_of(local_database, tenant_id, connection.id, both) == {"token": HUSH}
    with pytest.raises(SealingError, match="master key"):
        await secrets_of(local_database, tenant_id, connection.id, fresh)
    async with unit_of_work(local_database, tenant_id) as session:
        await TenantSecretRepository(session, tenant_id, both).rewrap()
    assert await secrets_of(local_database, tenant_id, connection.id, fresh) == {"token": HUSH}


async def test_every_tenants_key_is_rewrapped(local_database: Database) -> None:
    await connect(local_database, new_id(), str(new_id()))
    both = Sealer(["m" * 32, "n" * 32], "X")
    assert await rewrap_data_keys(local_database, both) >= 1
    assert await rewrap_data_keys(local_database, Sealer([], "X")) >= 1


async def test_secrets_of_another_connection_or_tenant_are_refused() -> None:
    wrapped, owner = SEALER.new_data_key(), (new_id(), new_id())
    sealed = SEALER.seal(wrapped, owner, {"token": HUSH})
    for other in ((owner[0], new_id()), (new_id(), owner[1])):
        with pytest.raises(SealingError, match="another connection"):
            SEALER.open(wrapped, other, sealed)
    with pytest.raises(SealingError, match="another data key"):
        SEALER.open(SEALER.new_data_key(), owner, sealed)
    with pytest.raises(SealingError, match="master key"):
        SEALER.rewrapped(b"noise")


async def test_without_a_master_key_nothing_is_connected(local_database: Database) -> None:
    with pytest.raises(NoMasterKeyError, match="LOCAL_MASTER_KEYS"):
        await connect(local_database, new_id(), "1", Sealer([], "LOCAL_MASTER_KEYS"))
