"""Use cases of deliveries that only machines see: begin an attempt, note what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.webhooks.domain.delivery import (
    Attempted,
    DeliveryState,
    EndpointState,
    after_attempt,
    held_for,
    why_disabled,
)
from local.webhooks.errors import DeliveryNotFoundError, EndpointNotFoundError
from local.webhooks.jobs import DeliverWebhook
from local.webhooks.models import WebhookDeliveryRow, WebhookEndpointRow
from local.webhooks.repository import (
    WebhookRepository,
    delete_deliveries,
    due_deliveries,
    endpoints_lost,
)
from shared.clock import Clock
from shared.connectors.rotating_secrets import KeptSecret, RotatingSecrets
from shared.connectors.sealing import Sealer
from shared.connectors.tenant_secrets import TenantSecretRepository
from shared.jobs.queue import enqueue, enqueue_many
from shared.jobs.retry import jitter

# Longer than an attempt may take; after it, whoever was at it is dead.
_ATTEMPT_ENDS_WITHIN = timedelta(seconds=60)
_KEPT_FOR = timedelta(days=30)
_MOST_AT_ONCE = 1_000
_MOST_PROBLEM_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try of a delivery, as it goes out."""

    number: int
    url: str
    message_id: str
    body: bytes
    secrets: Sequence[str]


async def queue_due(session: AsyncSession, now: datetime) -> int:
    """Queue what is due, one for each endpoint; the next follows when that one has ended."""
    due = await due_deliveries(session, now, _MOST_AT_ONCE)
    jobs = [DeliverWebhook(tenant_id, delivery_id) for tenant_id, delivery_id in due]
    keys = [f"delivery:{job.delivery_id}:due" for job in jobs]
    await enqueue_many(session, jobs, dedupe_keys=keys)
    return len(jobs)


@dataclass(frozen=True, slots=True, kw_only=True)
class LostEndpoint:
    """An endpoint that gets nothing more, and nobody wanted that."""

    tenant_id: UUID
    id: UUID
    host: str
    since: datetime


async def lost_endpoints(session: AsyncSession) -> Sequence[LostEndpoint]:
    """Return every endpoint that is gone or has failed for too long; for an operator's work."""
    return [
        LostEndpoint(
            tenant_id=row.tenant_id,
            id=row.id,
            host=urlsplit(row.url).hostname or "",
            since=row.changed_at,
        )
        for row in await endpoints_lost(session)
    ]


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Delete deliveries of more than a month ago, whoever's they are; for maintenance."""
    await delete_deliveries(session, now - _KEPT_FOR)


class DeliveryService:
    """The deliveries of one tenant's business."""

    def __init__(
        self, session: AsyncSession, tenant_id: UUID, *, clock: Clock, sealer: Sealer
    ) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock
        self._webhooks = WebhookRepository(session, tenant_id)
        self._secrets = RotatingSecrets(TenantSecretRepository(session, tenant_id, sealer))

    async def begin(self, delivery_id: UUID) -> Attempt | None:
        """Return what is to be sent now; None where there is nothing, or the endpoint is busy."""
        found = await self._locked(delivery_id)
        if found is None:
            return None
        endpoint, row = found
        now = self._clock.now()
        is_due = row.next_at is not None and row.next_at <= now
        if row.state != DeliveryState.WAITING or not is_due:
            return None
        if endpoint.held_until is not None and endpoint.held_until > now:
            return None
        row.attempts += 1
        row.next_at = endpoint.held_until = now + _ATTEMPT_ENDS_WITHIN
        kept = KeptSecret(sealed=endpoint.sealed, older_until=endpoint.older_secret_until)
        return Attempt(
            number=row.attempts,
            url=endpoint.url,
            message_id=f"msg_{row.event_id.hex}",
            body=row.body.encode(),
            secrets=await self._secrets.good(endpoint.id, kept, now),
        )

    async def note(self, delivery_id: UUID, number: int, came: Attempted) -> None:
        """Write down what came of an attempt; of one that another has overtaken, nothing."""
        found = await self._locked(delivery_id)
        if found is None:
            return
        endpoint, row = found
        if row.state != DeliveryState.WAITING or row.attempts != number:
            return
        now = self._clock.now()
        step = after_attempt(number, came, jitter(row.id.int % 2**63, number), now)
        row.state, row.next_at = step.state, step.again_at
        row.last_status = came.status
        row.last_problem = came.problem[:_MOST_PROBLEM_CHARACTERS] if came.problem else None
        row.ended_at = None if step.again_at else now
        await self._note_endpoint(endpoint, came, now)
        await self._queue_next(endpoint, row, now)

    async def _note_endpoint(
        self, endpoint: WebhookEndpointRow, came: Attempted, now: datetime
    ) -> None:
        if came.is_taken:
            endpoint.failures_in_a_row, endpoint.failing_since = 0, None
        else:
            endpoint.failures_in_a_row += 1
            endpoint.failing_since = endpoint.failing_since or now
        endpoint.held_until = now + held_for(endpoint.failures_in_a_row)
        if why := why_disabled(came, endpoint.failing_since, now):
            endpoint.state, endpoint.why_disabled = EndpointState.DISABLED, why
            endpoint.changed_at = now
            await self._session.flush()
            await self._webhooks.cancel_waiting(endpoint.id, now)

    async def _queue_next(
        self, endpoint: WebhookEndpointRow, row: WebhookDeliveryRow, now: datetime
    ) -> None:
        """Go on with the endpoint's next letter, or come back to this one at its time."""
        await self._session.flush()
        if endpoint.state != EndpointState.ACTIVE:
            return
        if row.next_at is not None:
            key, job = f"delivery:{row.id}:{row.attempts}", DeliverWebhook(self._tenant_id, row.id)
            await enqueue(self._session, job, dedupe_key=key, run_at=row.next_at)
        due = await self._webhooks.next_due(endpoint.id, now)
        if due is not None and due != row.id:
            job = DeliverWebhook(self._tenant_id, due)
            key = f"delivery:{due}:after:{row.id}"
            await enqueue(self._session, job, dedupe_key=key, run_at=endpoint.held_until)

    async def _locked(
        self, delivery_id: UUID
    ) -> tuple[WebhookEndpointRow, WebhookDeliveryRow] | None:
        """Return a delivery under its endpoint's lock; None where both are forgotten."""
        try:
            endpoint_id = (await self._webhooks.get_delivery(delivery_id)).endpoint_id
            endpoint = await self._webhooks.lock_endpoint(endpoint_id)
            return endpoint, await self._webhooks.get_delivery(delivery_id)
        except (DeliveryNotFoundError, EndpointNotFoundError):
            return None
