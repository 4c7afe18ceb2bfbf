import re
from pathlib import Path

from prometheus_client import REGISTRY

from shared.metrics import SECONDS_BUCKETS, BackupRecord
from shared.tiers import BusinessTier, TierConfigManager

OURS = ("http_", "rate_", "auth_", "idempotency_", "db_", "event_", "vendor_")
LABELS = {"method", "route", "code", "policy", "reason", "state", "le"} | {
    "vendor",
    "operation",
    "outcome",
}


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
        assert labels <= LABELS
        if metric.type == "counter":
            assert not re.search("seconds|bytes", metric.name)


def test_a_refusal_is_counted_from_zero_so_that_the_first_one_is_a_rise() -> None:
    for name, label, values in (
        ("rate_limited_total", "policy", ("tenant",)),
        ("auth_failures_total", "reason", ("malformed", "other_tier", "expired", "unknown")),
    ):
        for value in values:
            assert REGISTRY.get_sample_value(name, {label: value}) is not None


def moments(file: Path) -> list[float]:
    return [sample.value for metric in BackupRecord(file).collect() for sample in metric.samples]


def test_a_backup_is_told_by_its_moment_and_never_by_a_made_up_one(tmp_path: Path) -> None:
    file = tmp_path / "last_success"
    assert moments(file) == []
    file.write_text("1795666372\n")
    assert moments(file) == [1795666372.0]
    file.write_text("half a li")
    assert moments(file) == []
