"""Work that places put on the queue."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MarkDuplicatePlaces:
    """Find the places that two sources of one tenant both list."""

    tenant_id: UUID


@dataclass(frozen=True, slots=True)
class FetchPlaces:
    """Ask a provider for the places around a business."""

    tenant_id: UUID
    fetch_id: UUID


@dataclass(frozen=True, slots=True)
class QueueDueFetches:
    """Ask the map anew around the businesses where nobody has looked lately."""
