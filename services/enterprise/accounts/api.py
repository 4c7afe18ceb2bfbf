"""Routes of clients."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, status

from enterprise.accounts.schemas import ClientChange, ClientCreated, ClientRead, ClientRequest
from enterprise.accounts.service import ClientService, show_client
from shared.http.account import created
from shared.http.dependencies import (
    ClockDep,
    OperatorPrincipal,
    ReaderPrincipal,
    RuntimeDep,
    SessionDep,
    WriterPrincipal,
)
from shared.http.idempotency import RepeatableRoute
from shared.http.paging import IdCursor, Limit, page
from shared.http.schemas import Page

router = APIRouter(
    prefix="/api/v1/enterprise/clients", tags=["clients"], route_class=RepeatableRoute
)


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_client(
    body: ClientRequest, principal: OperatorPrincipal, session: SessionDep, runtime: RuntimeDep
) -> ClientCreated:
    """Create a client (operator only); the answer holds its first key, once."""
    service = ClientService(session, principal, runtime.clock)
    client, issued = await service.create(body.model_dump(mode="json"), runtime.mint)
    read = ClientRead.model_validate(client)
    return ClientCreated(**read.model_dump(), key=created(issued))


@router.get("", response_model=Page[ClientRead])
async def list_clients(
    principal: ReaderPrincipal,
    session: SessionDep,
    clock: ClockDep,
    cursor: IdCursor = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """List the clients that the key may see."""
    clients = await ClientService(session, principal, clock).list(cursor, limit + 1)
    return page(clients, limit, lambda client: str(client.tenant_id))


@router.get("/{client_id}", response_model=ClientRead)
async def read_client(
    client_id: UUID, principal: ReaderPrincipal, runtime: RuntimeDep
) -> dict[str, Any]:
    """Show one client."""
    return await show_client(runtime.database.reader, principal, client_id)


@router.patch("/{client_id}")
async def change_client(
    client_id: UUID,
    body: ClientChange,
    principal: WriterPrincipal,
    session: SessionDep,
    clock: ClockDep,
) -> ClientRead:
    """Change what is sent; what is left out stays."""
    changes = body.model_dump(mode="json", exclude_unset=True)
    client = await ClientService(session, principal, clock).change(client_id, changes)
    return ClientRead.model_validate(client)
