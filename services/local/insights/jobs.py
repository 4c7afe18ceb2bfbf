"""Work that insights puts on the queue."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PublishEdition:
    """Compute the insights of one business for its present day, unless they are there."""

    tenant_id: UUID


@dataclass(frozen=True, slots=True)
class QueueMorningEditions:
    """Queue the editions of the businesses whose day has begun without one."""
