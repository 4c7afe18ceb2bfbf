"""Who is calling."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.auth.scopes import Scope
from shared.db.session import PLATFORM_TENANT


@dataclass(frozen=True, slots=True)
class Principal:
    """The holder of one valid key."""

    tenant_id: UUID
    key_id: UUID
    scopes: frozenset[Scope]
    member_id: UUID | None = None
    expires_at: datetime | None = None

    @property
    def is_operator(self) -> bool:
        """Operators belong to the platform, not to a tenant."""
        return self.tenant_id == PLATFORM_TENANT and Scope.OPERATOR in self.scopes
