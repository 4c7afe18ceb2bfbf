import pytest

from monitoring.alert import SEVERITIES
from monitoring.files import made_files
from monitoring.goals import GOALS
from monitoring.routing import receiver_of, stray_receiver_of
from tests.deploy.monitoring.programs import run

TIERS = [goals.tier for goals in GOALS]


def routed(at: str, **labels: str) -> str:
    words = [f"{name}={value}" for name, value in labels.items()]
    file = f"--config.file={at}/alertmanager.yml"
    return run("amtool", "config", "routes", "test", file, *words).strip()


@pytest.mark.parametrize("tier", TIERS)
def test_alertmanager_takes_the_configuration(tier: str) -> None:
    assert "SUCCESS" in run("amtool", "check-config", f"{tier}/alertmanager.yml")


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("severity", SEVERITIES)
def test_each_severity_of_a_tier_has_its_own_receiver(tier: str, severity: str) -> None:
    assert routed(tier, tier=tier, severity=severity) == receiver_of(tier, severity)


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("severity", SEVERITIES)
def test_an_alert_of_the_other_tier_wakes_nobody_here(tier: str, severity: str) -> None:
    (other,) = set(TIERS) - {tier}
    assert routed(tier, tier=other, severity=severity) == stray_receiver_of(tier)
    assert routed(tier, tier=tier, severity="novel") == stray_receiver_of(tier)


def test_where_alerts_go_stands_in_files_that_are_not_here() -> None:
    for tier in TIERS:
        text = made_files()[f"{tier}/alertmanager.yml"]
        assert text.count("url_file: /etc/alertmanager/secrets/") == len(SEVERITIES) + 1
        assert "http" not in text
