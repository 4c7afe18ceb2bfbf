"""Work that webhooks put on the queue."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DeliverWebhook:
    """Send one event to one endpoint, if it is still to be sent."""

    tenant_id: UUID
    delivery_id: UUID


@dataclass(frozen=True, slots=True)
class QueueDueDeliveries:
    """Queue the oldest due delivery of every endpoint that may be asked, whoever's it is."""


@dataclass(frozen=True, slots=True)
class ForgetDeliveries:
    """Forget deliveries of more than a month ago."""
