import pytest

from monitoring.goals import GOALS, TierGoals
from shared.metrics import SECONDS_BUCKETS
from shared.tiers import BusinessTier, TierConfigManager


def test_every_tier_has_goals_and_promises_what_its_configuration_says() -> None:
    promised = {
        tier.value: TierConfigManager.get_config(tier).answers_within_seconds
        for tier in BusinessTier
    }
    assert {goals.tier: goals.promise_seconds for goals in GOALS} == promised


@pytest.mark.parametrize("goals", GOALS, ids=lambda goals: goals.tier)
def test_the_promise_is_a_bound_so_that_its_ratio_is_exact(goals: TierGoals) -> None:
    assert goals.promise_seconds in SECONDS_BUCKETS
    assert 0 < goals.unavailable_budget < 0.01
    assert goals.other != goals.tier
