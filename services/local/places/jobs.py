"""Work that places put on the queue."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MarkDuplicatePlaces:
    """Find the places that two sources of one tenant both list."""

    tenant_id: UUID
