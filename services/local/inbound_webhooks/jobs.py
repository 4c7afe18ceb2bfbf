"""Work that webhooks that come in put on the queue."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ActOnTold:
    """Do what another program told, once."""

    tenant_id: UUID
    told_id: UUID


@dataclass(frozen=True, slots=True)
class ForgetTold:
    """Forget what was told more than a month ago."""
