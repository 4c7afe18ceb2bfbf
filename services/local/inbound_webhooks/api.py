"""Routes of webhooks that come in: the sources, and the address that each sends to."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response, status

from local.inbound_webhooks.schemas import (
    NewSourceRead,
    SourceRead,
    SourceRequest,
    SourceSecretRead,
    ToldRead,
    event_of,
    source_body,
)
from local.inbound_webhooks.service.sources import SourceService, owner_of
from shared.connectors.sealing import sealer_of
from shared.db.session import unit_of_work
from shared.http.dependencies import AdminPrincipal, ReaderPrincipal, RuntimeDep, SessionDep
from shared.http.idempotency import RepeatableRoute
from shared.http.paging import IdCursor, Limit, page
from shared.http.runtime import TierRuntime
from shared.http.schemas import Page
from shared.tiers import BusinessTier

router = APIRouter(
    prefix="/api/v2/local/inbound-webhooks", tags=["webhooks"], route_class=RepeatableRoute
)
hook = APIRouter(prefix="/hooks/local/webhooks", tags=["webhooks"])


@hook.post("/{source_id}", status_code=status.HTTP_202_ACCEPTED, response_class=Response)
async def take_told(source_id: UUID, request: Request, runtime: RuntimeDep) -> Response:
    """Keep what a source tells, once for its id; it is acted on within seconds."""
    raw, headers = await request.body(), dict(request.headers)
    tenant_id = await owner_of(runtime.database, source_id)
    async with unit_of_work(runtime.database, tenant_id) as session:
        service = _service(session, tenant_id, runtime)
        webhook_id = await service.signed(source_id, headers, raw)
        await service.keep(source_id, webhook_id, *event_of(raw))
    return Response(status_code=status.HTTP_202_ACCEPTED)


@router.post("", response_model=NewSourceRead, status_code=status.HTTP_201_CREATED)
async def add_webhook_source(
    body: SourceRequest, principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep
) -> dict[str, Any]:
    """Let a program tell something; the secret that it signs with is shown this once."""
    row, secret = await _service(session, principal.tenant_id, runtime).add(body.name)
    return source_body(row, secret=secret)


@router.get("", response_model=Page[SourceRead])
async def list_webhook_sources(
    principal: ReaderPrincipal, session: SessionDep, runtime: RuntimeDep
) -> dict[str, Any]:
    """List the sources; they are few, and one page."""
    rows = await _service(session, principal.tenant_id, runtime).list()
    return {"items": [source_body(row) for row in rows], "next_cursor": None}


@router.get("/events", response_model=Page[ToldRead])
async def list_told(
    principal: ReaderPrincipal,
    session: SessionDep,
    runtime: RuntimeDep,
    limit: Limit = 50,
    cursor: IdCursor = None,
) -> dict[str, Any]:
    """List what was told in the last 30 days and what became of it, the last first."""
    rows = await _service(session, principal.tenant_id, runtime).told(cursor, limit)
    return page(rows, limit, lambda row: str(row.id))


@router.post("/{source_id}/secret", response_model=SourceSecretRead)
async def rotate_source_secret(
    source_id: UUID, principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep
) -> dict[str, Any]:
    """Return a new secret; for a day the one before is good too."""
    return {"secret": await _service(session, principal.tenant_id, runtime).rotate(source_id)}


@router.delete("/{source_id}", status_code=status.HTTP_204_NO_CONTENT)
async def remove_webhook_source(
    source_id: UUID, principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep
) -> None:
    """Believe a source no more."""
    await _service(session, principal.tenant_id, runtime).remove(source_id)


def _service(session: Any, tenant_id: UUID, runtime: TierRuntime) -> SourceService:
    sealer = sealer_of(BusinessTier(runtime.tier), runtime.settings)
    return SourceService(session, tenant_id, clock=runtime.clock, sealer=sealer)
