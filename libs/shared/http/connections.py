"""The accounts at vendors that a tenant lets us use: connect, list, disconnect.

Secrets go in and never come out again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, status
from pydantic import Field

from shared.connectors.connections import (
    Connection,
    ConnectionService,
    ConnectionState,
    NewConnection,
)
from shared.connectors.forms import ConnectionForm, UnknownVendorError, checked
from shared.connectors.sealing import sealer_of
from shared.http.dependencies import AdminPrincipal, ReaderPrincipal, RuntimeDep, SessionDep
from shared.http.idempotency import RepeatableRoute
from shared.http.runtime import TierRuntime
from shared.http.schemas import Page, RequestBody, ResponseBody
from shared.tiers import BusinessTier

Vendor = Annotated[str, Path(max_length=60, description="Such as google_my_business.")]


class ConnectionRequest(RequestBody):
    """An account and its secrets; the documentation of each vendor's connector names the fields."""

    account: Annotated[dict[str, str], Field(max_length=20)]
    secrets: Annotated[dict[str, str], Field(max_length=20)]


class ConnectionRead(ResponseBody):
    """A connection: `needs_reconnect` asks for its owner, `paused_until` passes by itself."""

    id: UUID
    vendor: str
    account: dict[str, str]
    state: ConnectionState
    paused_until: datetime | None
    created_at: datetime
    updated_at: datetime


def connections_router(prefix: str, forms: Sequence[ConnectionForm]) -> APIRouter:
    """Return the routes of a tier that can connect these vendors."""
    router = APIRouter(prefix=prefix, tags=["connections"], route_class=RepeatableRoute)
    known = {form.vendor: form for form in forms}

    @router.put("/{vendor}", response_model=ConnectionRead)
    async def connect_vendor(
        vendor: Vendor,
        body: ConnectionRequest,
        principal: AdminPrincipal,
        session: SessionDep,
        runtime: RuntimeDep,
    ) -> Connection:
        """Connect an account, or give it new secrets; another account takes its place."""
        service = _service(session, principal.tenant_id, runtime)
        return await service.connect(_new(known, vendor, body))

    router.get("", response_model=Page[ConnectionRead])(list_connections)
    delete = router.delete("/{connection_id}", status_code=status.HTTP_204_NO_CONTENT)
    delete(disconnect_vendor)
    return router


async def list_connections(
    principal: ReaderPrincipal, session: SessionDep, runtime: RuntimeDep
) -> dict[str, Any]:
    """List every connection, cut ones too; they are few, and one page."""
    service = _service(session, principal.tenant_id, runtime)
    return {"items": await service.list(), "next_cursor": None}


async def disconnect_vendor(
    connection_id: UUID, principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep
) -> None:
    """Cut a connection and forget its secrets; cut twice is cut."""
    await _service(session, principal.tenant_id, runtime).disconnect(connection_id)


def _service(session: Any, tenant_id: UUID, runtime: TierRuntime) -> ConnectionService:
    sealer = sealer_of(BusinessTier(runtime.tier), runtime.settings)
    return ConnectionService(session, tenant_id, clock=runtime.clock, sealer=sealer)


def _new(
    known: Mapping[str, ConnectionForm], vendor: str, body: ConnectionRequest
) -> NewConnection:
    form = known.get(vendor)
    if form is None:
        raise UnknownVendorError(vendor, sorted(known))
    checked(form, body.account, body.secrets)
    return NewConnection(
        vendor=vendor,
        external_id=form.external_id(body.account),
        account=body.account,
        secrets=body.secrets,
    )
