"""Work that market intelligence puts on the queue."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RefreshAnalysis:
    """Compute the tenant's analysis anew, so that the next request finds it ready."""

    tenant_id: UUID
