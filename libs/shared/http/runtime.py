"""Everything that the requests of one process share."""

from dataclasses import dataclass

from fastapi import Request

from shared.auth.authenticator import Authenticator
from shared.auth.service import KeyMint
from shared.clock import Clock, SystemClock
from shared.db.session import Database
from shared.http.drain import Drain
from shared.limits.quota import TenantQuota
from shared.settings import PlatformSettings, TierSettings
from shared.tiers import BusinessTier, TierConfigManager, TierConfiguration


@dataclass(frozen=True, slots=True)
class TierRuntime:
    """One tier's process: configuration, database, clock, keys, quota."""

    configuration: TierConfiguration
    settings: TierSettings
    platform: PlatformSettings
    clock: Clock
    database: Database
    mint: KeyMint
    authenticator: Authenticator
    quota: TenantQuota
    drain: Drain

    @property
    def tier(self) -> BusinessTier:
        """The tier that this process serves."""
        return self.configuration.tier


def build_runtime(
    tier: BusinessTier,
    settings: TierSettings,
    platform: PlatformSettings,
    clock: Clock | None = None,
) -> TierRuntime:
    """Wire one process together; nothing is opened yet."""
    clock = clock or SystemClock()
    database = Database(settings.database_url, settings.database_pool_size)
    mint = KeyMint(tier, settings.key_pepper.get_secret_value())
    return TierRuntime(
        configuration=TierConfigManager().get_config(tier),
        settings=settings,
        platform=platform,
        clock=clock,
        database=database,
        mint=mint,
        authenticator=Authenticator(database, mint, clock),
        quota=TenantQuota(database, clock),
        drain=Drain(),
    )


async def runtime_of(request: Request) -> TierRuntime:
    """Return the runtime that answers this request; async, or it would run in a thread."""
    return request.app.state.runtime
