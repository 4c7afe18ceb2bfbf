"""Queries of webhooks that go out; one tenant's only, but for what is due and what is old."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, insert, or_, select, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from local.webhooks.domain.delivery import DeliveryState, EndpointState, WhyDisabled
from local.webhooks.errors import DeliveryNotFoundError, EndpointNotFoundError
from local.webhooks.models import WebhookDeliveryRow, WebhookEndpointRow
from shared.db.repository import TenantRepository


class WebhookRepository(TenantRepository):
    """The endpoints and deliveries of one tenant; locks go endpoint, delivery."""

    async def endpoints(self, *, is_active: bool = False) -> Sequence[WebhookEndpointRow]:
        """Return the endpoints, the oldest first; only those that get something where asked."""
        query = self._endpoints().order_by(WebhookEndpointRow.id)
        if is_active:
            query = query.where(WebhookEndpointRow.state == EndpointState.ACTIVE)
        return (await self._session.scalars(query)).all()

    async def lock_endpoint(self, endpoint_id: UUID) -> WebhookEndpointRow:
        """Return an endpoint that nobody else changes until the transaction ends."""
        query = self._endpoints().where(WebhookEndpointRow.id == endpoint_id).with_for_update()
        row = await self._session.scalar(query)
        if row is None:
            raise EndpointNotFoundError(endpoint_id)
        return row

    async def add_endpoint(self, values: Mapping[str, Any]) -> WebhookEndpointRow:
        """Keep a new endpoint."""
        row = WebhookEndpointRow(tenant_id=self._tenant_id, **values)
        self._session.add(row)
        await self._session.flush()
        return row

    async def remove_endpoint(self, endpoint_id: UUID) -> None:
        """Forget an endpoint and its deliveries."""
        row = await self.lock_endpoint(endpoint_id)
        await self._session.delete(row)

    async def add_deliveries(self, values: Sequence[Mapping[str, Any]]) -> None:
        """Keep what is to be delivered."""
        rows = [{"tenant_id": self._tenant_id, **one} for one in values]
        if rows:
            await self._session.execute(insert(WebhookDeliveryRow), rows)

    async def get_delivery(self, delivery_id: UUID) -> WebhookDeliveryRow:
        """Return a delivery as it is kept now."""
        query = self._deliveries().where(WebhookDeliveryRow.id == delivery_id)
        row = await self._session.scalar(query.execution_options(populate_existing=True))
        if row is None:
            raise DeliveryNotFoundError(delivery_id)
        return row

    async def deliveries(
        self,
        endpoint_id: UUID | None,
        states: Sequence[str],
        before: UUID | None,
        limit: int,
    ) -> Sequence[WebhookDeliveryRow]:
        """Return deliveries in these states, the last first."""
        query = self._deliveries().where(WebhookDeliveryRow.state.in_(states))
        if endpoint_id is not None:
            query = query.where(WebhookDeliveryRow.endpoint_id == endpoint_id)
        if before is not None:
            query = query.where(WebhookDeliveryRow.id < before)
        in_order = query.order_by(WebhookDeliveryRow.id.desc()).limit(limit)
        return (await self._session.scalars(in_order)).all()

    async def next_due(self, endpoint_id: UUID, now: datetime) -> UUID | None:
        """Return the oldest delivery of an endpoint that is due."""
        query = (
            select(WebhookDeliveryRow.id)
            .where(
                WebhookDeliveryRow.tenant_id == self._tenant_id,
                WebhookDeliveryRow.endpoint_id == endpoint_id,
                WebhookDeliveryRow.next_at <= now,
            )
            .order_by(WebhookDeliveryRow.id)
        )
        return await self._session.scalar(query.limit(1))

    async def cancel_waiting(self, endpoint_id: UUID, now: datetime) -> None:
        """End what waits for an endpoint."""
        await self._session.execute(
            update(WebhookDeliveryRow)
            .where(
                WebhookDeliveryRow.tenant_id == self._tenant_id,
                WebhookDeliveryRow.endpoint_id == endpoint_id,
                WebhookDeliveryRow.state == DeliveryState.WAITING,
            )
            .values(state=DeliveryState.CANCELLED, next_at=None, ended_at=now)
        )

    def _endpoints(self) -> Select[WebhookEndpointRow]:
        return select(WebhookEndpointRow).where(WebhookEndpointRow.tenant_id == self._tenant_id)

    def _deliveries(self) -> Select[WebhookDeliveryRow]:
        return select(WebhookDeliveryRow).where(WebhookDeliveryRow.tenant_id == self._tenant_id)


async def due_deliveries(
    session: AsyncSession, now: datetime, limit: int
) -> Sequence[tuple[UUID, UUID]]:
    """Return tenant and id of the oldest due delivery of each endpoint; for an operator's work."""
    delivery, endpoint = WebhookDeliveryRow, WebhookEndpointRow
    query = (
        select(delivery.tenant_id, delivery.id)
        .ext(distinct_on(delivery.tenant_id, delivery.endpoint_id))
        .join(
            endpoint,
            (endpoint.tenant_id == delivery.tenant_id) & (endpoint.id == delivery.endpoint_id),
        )
        .where(
            delivery.next_at <= now,
            or_(endpoint.held_until.is_(None), endpoint.held_until <= now),
        )
        .order_by(delivery.tenant_id, delivery.endpoint_id, delivery.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


async def endpoints_lost(session: AsyncSession) -> Sequence[WebhookEndpointRow]:
    """Return each endpoint that its owner did not disable; for an operator's work."""
    query = select(WebhookEndpointRow).where(
        WebhookEndpointRow.why_disabled.in_((WhyDisabled.GONE, WhyDisabled.FAILING))
    )
    return (await session.scalars(query)).all()


async def delete_deliveries(session: AsyncSession, before: datetime) -> None:
    """Delete what is older, whoever's it is; for maintenance."""
    await session.execute(delete(WebhookDeliveryRow).where(WebhookDeliveryRow.created_at < before))
