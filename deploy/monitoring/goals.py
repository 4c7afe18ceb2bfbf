"""What does each tier promise, and how is keeping it measured?"""

from dataclasses import dataclass

from shared.tiers import BusinessTier, TierConfigManager


@dataclass(frozen=True, slots=True)
class TierGoals:
    """A tier's service levels: how much of what is asked must be answered, and how fast."""

    tier: str
    available_ratio: float
    quick_ratio: float
    promise_seconds: float

    @property
    def other(self) -> str:
        """Return the other tier, whose series this tier's Prometheus does not keep."""
        return next(tier.value for tier in BusinessTier if tier.value != self.tier)

    @property
    def unavailable_budget(self) -> float:
        """Return which part of all requests may fail."""
        return round(1 - self.available_ratio, 6)

    @property
    def slow_budget(self) -> float:
        """Return which part of all requests may take longer than promised."""
        return round(1 - self.quick_ratio, 6)

    @property
    def asked(self) -> str:
        """Return the labels of the gateway's routers that take requests for this tier.

        Measured at the gateway: what no replica was left to answer counts, and the other tier,
        which may write the body of such a refusal, is not blamed for it.
        """
        return f'job="gateway",router=~"{self.tier}-(key|hooks)@file"'

    @property
    def answered(self) -> str:
        """Return the labels of requests that the promised time holds for: not imports."""
        return f'job="{self.tier}-api",route=~"/api/.*",route!~".*/imports"'


def _goals_of(tier: BusinessTier, available_ratio: float) -> TierGoals:
    seconds = TierConfigManager.get_config(tier).answers_within_seconds
    return TierGoals(tier.value, available_ratio, 0.99, seconds)


GOALS = (
    _goals_of(BusinessTier.LOCAL, 0.995),
    _goals_of(BusinessTier.ENTERPRISE, 0.999),
)
