"""A webhook's secret: made here, shown once, kept sealed, and replaced without a gap.

For a day after it was replaced the older secret is good too, so that the other side has time to
learn the new one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shared.connectors.standard_webhooks import new_secret
from shared.connectors.tenant_secrets import TenantSecretRepository

OVERLAP = timedelta(hours=24)
_PRESENT, _OLDER = "present", "older"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSecret:
    """A secret as its owner's row keeps it; until `older_until` the one before is good too."""

    sealed: bytes
    older_until: datetime | None


@dataclass(frozen=True, slots=True)
class RotatingSecrets:
    """The webhooks' secrets of one tenant."""

    secrets: TenantSecretRepository

    async def made(self, owner_id: UUID, now: datetime) -> tuple[bytes, str]:
        """Return a first secret as it is kept, and as it is shown this once."""
        secret = new_secret()
        return await self.secrets.sealed(owner_id, {_PRESENT: secret}, now), secret

    async def rotated(
        self, owner_id: UUID, kept: KeptSecret, now: datetime
    ) -> tuple[KeptSecret, str]:
        """Return what is kept from now on, and the new secret as it is shown this once."""
        before = await self.secrets.opened(owner_id, kept.sealed)
        fresh = {_PRESENT: new_secret(), _OLDER: before[_PRESENT]}
        sealed = await self.secrets.sealed(owner_id, fresh, now)
        return KeptSecret(sealed=sealed, older_until=now + OVERLAP), fresh[_PRESENT]

    async def good(self, owner_id: UUID, kept: KeptSecret, now: datetime) -> Sequence[str]:
        """Return the secrets that are good now, the present one first."""
        opened = await self.secrets.opened(owner_id, kept.sealed)
        is_older_good = kept.older_until is not None and now < kept.older_until
        return [opened[_PRESENT], *([opened[_OLDER]] if is_older_good else [])]
