"""Use case of whoever did something: have other programs told of it, if it is really done."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.webhooks.domain.delivery import DeliveryState
from local.webhooks.domain.event_types import EventType
from local.webhooks.jobs import DeliverWebhook
from local.webhooks.models import WebhookEndpointRow
from local.webhooks.repository import WebhookRepository
from shared.clock import Clock
from shared.ids import new_id
from shared.jobs.queue import enqueue_many


class AnnouncingService:
    """The events of one tenant's business."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock
        self._webhooks = WebhookRepository(session, tenant_id)

    async def announce(self, type_: EventType, **data: Any) -> None:
        """Tell every endpoint that wants it, in the transaction in which it happened."""
        endpoints = await self._webhooks.endpoints(is_active=True)
        wanting = [one for one in endpoints if not one.types or type_ in one.types]
        await self.deliver(wanting, type_, data)

    async def deliver(
        self, endpoints: list[WebhookEndpointRow], type_: EventType, data: Mapping[str, Any]
    ) -> list[UUID]:
        """Queue an event for these endpoints; return the ids of the deliveries."""
        now, event_id = self._clock.now(), new_id()
        told = {"type": type_, "timestamp": now.isoformat(), "data": dict(data)}
        body = json.dumps(told, default=str, ensure_ascii=False, separators=(",", ":"))
        whither = {new_id(): endpoint for endpoint in endpoints}
        rows = [
            {
                "id": delivery_id,
                "endpoint_id": endpoint.id,
                "event_id": event_id,
                "type": type_,
                "body": body,
                "state": DeliveryState.WAITING,
                "attempts": 0,
                "next_at": now,
                "created_at": now,
            }
            for delivery_id, endpoint in whither.items()
        ]
        await self._webhooks.add_deliveries(rows)
        ids = list(whither)
        jobs = [DeliverWebhook(self._tenant_id, one) for one in ids]
        await enqueue_many(self._session, jobs, dedupe_keys=[f"delivery:{one}:0" for one in ids])
        return ids
