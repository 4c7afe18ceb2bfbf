"""Use cases of endpoints: add one, change it, rotate its secret, try it, look at its deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.webhooks.domain.delivery import DeliveryState, EndpointState, WhyDisabled
from local.webhooks.domain.event_types import EventType
from local.webhooks.errors import (
    DeliveryOnItsWayError,
    EndpointDisabledError,
    TooManyEndpointsError,
    UnusableAddressError,
)
from local.webhooks.jobs import DeliverWebhook
from local.webhooks.models import WebhookDeliveryRow, WebhookEndpointRow
from local.webhooks.repository import WebhookRepository
from local.webhooks.service.announcing import AnnouncingService
from shared.clock import Clock
from shared.connectors.destinations import problem_of
from shared.connectors.rotating_secrets import KeptSecret, RotatingSecrets
from shared.connectors.sealing import Sealer
from shared.connectors.tenant_secrets import TenantSecretRepository
from shared.ids import new_id
from shared.jobs.queue import enqueue

MOST_ENDPOINTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointWish:
    """An endpoint as its owner wants it; no types is every type."""

    url: str
    description: str
    types: Sequence[EventType]


class EndpointService:
    """The endpoints of one tenant's business."""

    def __init__(
        self,
        session: AsyncSession,
        tenant_id: UUID,
        *,
        clock: Clock,
        sealer: Sealer,
        may_be_inside: bool,
    ) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock
        self._may_be_inside = may_be_inside
        self._webhooks = WebhookRepository(session, tenant_id)
        self._secrets = RotatingSecrets(TenantSecretRepository(session, tenant_id, sealer))
        self._announcing = AnnouncingService(session, tenant_id, clock=clock)

    async def add(self, wish: EndpointWish) -> tuple[WebhookEndpointRow, str]:
        """Keep a new endpoint; its secret is returned here and never again."""
        self._refuse_unusable(wish.url)
        if len(await self._webhooks.endpoints()) >= MOST_ENDPOINTS:
            raise TooManyEndpointsError(MOST_ENDPOINTS)
        endpoint_id, now = new_id(), self._clock.now()
        sealed, secret = await self._secrets.made(endpoint_id, now)
        row = await self._webhooks.add_endpoint(
            {
                "id": endpoint_id,
                "url": wish.url,
                "description": wish.description,
                "types": [str(one) for one in wish.types],
                "state": EndpointState.ACTIVE,
                "sealed": sealed,
                "failures_in_a_row": 0,
                "created_at": now,
                "changed_at": now,
            }
        )
        return row, secret

    async def list(self) -> Sequence[WebhookEndpointRow]:
        """Return the endpoints."""
        return await self._webhooks.endpoints()

    async def change(self, endpoint_id: UUID, wish: EndpointWish) -> WebhookEndpointRow:
        """Send to another address, or other types, from the next attempt on."""
        self._refuse_unusable(wish.url)
        row = await self._webhooks.lock_endpoint(endpoint_id)
        row.url, row.description = wish.url, wish.description
        row.types, row.changed_at = [str(one) for one in wish.types], self._clock.now()
        return row

    async def enable(self, endpoint_id: UUID) -> WebhookEndpointRow:
        """Send to an endpoint again; what happened meanwhile is not made up for."""
        row = await self._webhooks.lock_endpoint(endpoint_id)
        if row.state != EndpointState.ACTIVE:
            row.state, row.why_disabled = EndpointState.ACTIVE, None
            row.failures_in_a_row, row.failing_since, row.held_until = 0, None, None
            row.changed_at = self._clock.now()
        return row

    async def disable(self, endpoint_id: UUID) -> WebhookEndpointRow:
        """Send nothing more; what waits is cancelled."""
        row, now = await self._webhooks.lock_endpoint(endpoint_id), self._clock.now()
        if row.state != EndpointState.DISABLED:
            row.state, row.why_disabled = EndpointState.DISABLED, WhyDisabled.BY_OWNER
            row.changed_at = now
            await self._webhooks.cancel_waiting(endpoint_id, now)
        return row

    async def remove(self, endpoint_id: UUID) -> None:
        """Forget an endpoint, its secret and its deliveries."""
        await self._webhooks.remove_endpoint(endpoint_id)

    async def rotate(self, endpoint_id: UUID) -> str:
        """Return a new secret; the one before signs beside it for a day."""
        row, now = await self._webhooks.lock_endpoint(endpoint_id), self._clock.now()
        kept = KeptSecret(sealed=row.sealed, older_until=row.older_secret_until)
        kept, secret = await self._secrets.rotated(row.id, kept, now)
        row.sealed, row.older_secret_until, row.changed_at = kept.sealed, kept.older_until, now
        return secret

    async def try_out(self, endpoint_id: UUID) -> UUID:
        """Send a test event; return its delivery."""
        row = await self._active(endpoint_id)
        data = {"endpoint_id": row.id}
        (delivery_id,) = await self._announcing.deliver([row], EventType.WEBHOOK_TEST, data)
        return delivery_id

    async def deliveries(
        self,
        endpoint_id: UUID | None,
        states: Sequence[DeliveryState],
        before: UUID | None,
        limit: int,
    ) -> Sequence[WebhookDeliveryRow]:
        """Return one delivery more than the limit, so that the surplus tells of more."""
        return await self._webhooks.deliveries(endpoint_id, states, before, limit + 1)

    async def send_again(self, delivery_id: UUID) -> WebhookDeliveryRow:
        """Try an ended delivery anew, under the id that it had."""
        endpoint_id = (await self._webhooks.get_delivery(delivery_id)).endpoint_id
        await self._active(endpoint_id)
        row, now = await self._webhooks.get_delivery(delivery_id), self._clock.now()
        if row.state == DeliveryState.WAITING:
            raise DeliveryOnItsWayError
        row.state, row.attempts = DeliveryState.WAITING, 0
        row.next_at, row.ended_at = now, None
        job = DeliverWebhook(self._tenant_id, row.id)
        await enqueue(self._session, job, dedupe_key=f"delivery:{row.id}:0")
        return row

    async def _active(self, endpoint_id: UUID) -> WebhookEndpointRow:
        row = await self._webhooks.lock_endpoint(endpoint_id)
        if row.state != EndpointState.ACTIVE:
            raise EndpointDisabledError
        return row

    def _refuse_unusable(self, url: str) -> None:
        if problem := problem_of(url, may_be_inside=self._may_be_inside):
            raise UnusableAddressError(problem)
