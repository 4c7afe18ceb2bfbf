import re

from prometheus_client import REGISTRY

from shared.metrics import SECONDS_BUCKETS
from shared.tiers import BusinessTier, TierConfigManager

OURS = ("http_", "rate_", "auth_", "idempotency_", "db_", "event_")


def test_both_promised_times_are_bounds_so_that_their_ratio_is_exact() -> None:
    promised = {TierConfigManager.get_config(tier).answers_within_seconds for tier in BusinessTier}
    assert promised <= set(SECONDS_BUCKETS)
    assert list(SECONDS_BUCKETS) == sorted(SECONDS_BUCKETS)


def test_names_follow_the_conventions_and_labels_are_bounded() -> None:
    found = [metric for metric in REGISTRY.collect() if metric.name.startswith(OURS)]
    assert len(found) >= 8
    for metric in found:
        assert metric.documentation.endswith("."), metric.name
        labels = {label for sample in metric.samples for label in sample.labels}
        assert labels <= {"method", "route", "code", "policy", "reason", "state", "le"}
        if metric.type == "counter":
            assert not re.search("seconds|bytes", metric.name)
