"""Routes of webhooks that go out."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, status

from local.settings import LocalSettings
from local.webhooks.domain.delivery import DeliveryState
from local.webhooks.domain.event_types import EVENTS
from local.webhooks.models import WebhookDeliveryRow, WebhookEndpointRow
from local.webhooks.schemas import (
    DeliveryRead,
    EndpointRead,
    EndpointRequest,
    EventTypeRead,
    NewEndpointRead,
    SecretRead,
    TestRead,
    new_endpoint_body,
)
from local.webhooks.service.endpoints import EndpointService, EndpointWish
from shared.connectors.sealing import sealer_of
from shared.http.dependencies import AdminPrincipal, ReaderPrincipal, RuntimeDep, SessionDep
from shared.http.idempotency import RepeatableRoute
from shared.http.paging import IdCursor, Limit, page
from shared.http.runtime import TierRuntime
from shared.http.schemas import Page
from shared.tiers import BusinessTier

router = APIRouter(prefix="/api/v2/local/webhooks", tags=["webhooks"], route_class=RepeatableRoute)
States = Annotated[
    list[DeliveryState], Query(alias="state", description="Any of these; all where none is named.")
]
_ANY = list(DeliveryState)


@router.get("/event-types", response_model=Page[EventTypeRead])
async def list_event_types(_principal: ReaderPrincipal) -> dict[str, Any]:
    """List of what an endpoint can be told, with an example of each."""
    items = [
        {"type": type_, "meaning": facts.meaning, "example": facts.example}
        for type_, facts in EVENTS.items()
    ]
    return {"items": items, "next_cursor": None}


@router.post("", response_model=NewEndpointRead, status_code=status.HTTP_201_CREATED)
async def add_webhook_endpoint(
    body: EndpointRequest, principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep
) -> dict[str, Any]:
    """Have events sent to an address; the secret that signs them is shown this once."""
    service = _service(session, principal.tenant_id, runtime)
    return new_endpoint_body(*await service.add(EndpointWish(**body.model_dump())))


@router.get("", response_model=Page[EndpointRead])
async def list_webhook_endpoints(
    principal: ReaderPrincipal, session: SessionDep, runtime: RuntimeDep
) -> dict[str, Any]:
    """List the endpoints; they are few, and one page."""
    service = _service(session, principal.tenant_id, runtime)
    return {"items": await service.list(), "next_cursor": None}


@router.get("/deliveries", response_model=Page[DeliveryRead])
async def list_webhook_deliveries(  # noqa: PLR0913, PLR0917 - every argument is a filter
    principal: ReaderPrincipal,
    session: SessionDep,
    runtime: RuntimeDep,
    states: States = _ANY,
    endpoint_id: UUID | None = None,
    limit: Limit = 50,
    cursor: IdCursor = None,
) -> dict[str, Any]:
    """List deliveries of the last 30 days, the last first."""
    service = _service(session, principal.tenant_id, runtime)
    rows = await service.deliveries(endpoint_id, states, cursor, limit)
    return page(rows, limit, lambda row: str(row.id))


@router.post("/deliveries/{delivery_id}/resend", response_model=DeliveryRead)
async def resend_webhook(
    delivery_id: UUID, principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep
) -> WebhookDeliveryRow:
    """Send an ended delivery again, under the id that it had."""
    return await _service(session, principal.tenant_id, runtime).send_again(delivery_id)


@router.put("/{endpoint_id}", response_model=EndpointRead)
async def change_webhook_endpoint(
    endpoint_id: UUID,
    body: EndpointRequest,
    principal: AdminPrincipal,
    session: SessionDep,
    runtime: RuntimeDep,
) -> WebhookEndpointRow:
    """Change where events go, or which; the secret stays."""
    service = _service(session, principal.tenant_id, runtime)
    return await service.change(endpoint_id, EndpointWish(**body.model_dump()))


@router.delete("/{endpoint_id}", status_code=status.HTTP_204_NO_CONTENT)
async def remove_webhook_endpoint(
    endpoint_id: UUID, principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep
) -> None:
    """Forget an endpoint, its secret and its deliveries."""
    await _service(session, principal.tenant_id, runtime).remove(endpoint_id)


@router.post("/{endpoint_id}/disable", response_model=EndpointRead)
async def disable_webhook_endpoint(
    endpoint_id: UUID, principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep
) -> WebhookEndpointRow:
    """Send nothing more; what waits is cancelled."""
    return await _service(session, principal.tenant_id, runtime).disable(endpoint_id)


@router.post("/{endpoint_id}/enable", response_model=EndpointRead)
async def enable_webhook_endpoint(
    endpoint_id: UUID, principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep
) -> WebhookEndpointRow:
    """Send again, of what happens from now on."""
    return await _service(session, principal.tenant_id, runtime).enable(endpoint_id)


@router.post("/{endpoint_id}/secret", response_model=SecretRead)
async def rotate_webhook_secret(
    endpoint_id: UUID, principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep
) -> dict[str, Any]:
    """Return a new secret; for a day the one before signs beside it."""
    service = _service(session, principal.tenant_id, runtime)
    return {"secret": await service.rotate(endpoint_id)}


@router.post("/{endpoint_id}/test", response_model=TestRead, status_code=status.HTTP_202_ACCEPTED)
async def try_webhook_endpoint(
    endpoint_id: UUID, principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep
) -> dict[str, Any]:
    """Send a test event; its delivery tells what came of it."""
    service = _service(session, principal.tenant_id, runtime)
    return {"delivery_id": await service.try_out(endpoint_id)}


def _service(session: Any, tenant_id: UUID, runtime: TierRuntime) -> EndpointService:
    settings = runtime.settings
    inside = isinstance(settings, LocalSettings) and settings.webhooks_may_stay_inside
    sealer = sealer_of(BusinessTier(runtime.tier), settings)
    return EndpointService(
        session, tenant_id, clock=runtime.clock, sealer=sealer, may_be_inside=inside
    )
