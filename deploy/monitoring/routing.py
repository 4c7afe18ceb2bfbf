"""Who hears of an alert? One Alertmanager a tier; where it sends is in files that hold secrets."""

from collections.abc import Mapping
from typing import Any

from monitoring.alert import SEVERITIES, Severity
from monitoring.goals import TierGoals

SECRETS = "/etc/alertmanager/secrets"
# How long to wait for company, for news of a group, and before saying it again.
_PATIENCE: Mapping[Severity, Mapping[str, str]] = {
    "page": {"group_wait": "10s", "group_interval": "1m", "repeat_interval": "1h"},
    "ticket": {"group_wait": "1m", "group_interval": "15m", "repeat_interval": "1d"},
    # Whoever listens for the heartbeat misses it after a few minutes.
    "watchdog": {"group_wait": "0s", "group_interval": "1m", "repeat_interval": "1m"},
}


def receiver_of(tier: str, severity: str) -> str:
    """Return who is told about alerts of this tier and severity."""
    return f"{tier}-{severity}"


def stray_receiver_of(tier: str) -> str:
    """Return who is told about what should not have come here: another tier, no severity."""
    return f"{tier}-stray"


def alertmanager_document(goals: TierGoals) -> Mapping[str, Any]:
    """Return alertmanager.yml of a tier."""
    tier = goals.tier
    return {
        "route": {
            "receiver": stray_receiver_of(tier),
            "group_by": ["tier", "alertname"],
            "routes": [_route(tier, severity) for severity in SEVERITIES],
        },
        # Somebody is up already: the slow burn of the same promise can wait.
        "inhibit_rules": [
            {
                "source_matchers": [f'alertname="{promise}BudgetBurnsFast"'],
                "target_matchers": [f'alertname="{promise}BudgetBurnsSlowly"'],
                "equal": ["tier"],
            }
            for promise in ("Availability", "Latency")
        ],
        "receivers": [
            *(_receiver(receiver_of(tier, severity), severity) for severity in SEVERITIES),
            _receiver(stray_receiver_of(tier), "ticket"),
        ],
    }


def _route(tier: str, severity: Severity) -> Mapping[str, Any]:
    return {
        "receiver": receiver_of(tier, severity),
        "matchers": [f'tier="{tier}"', f'severity="{severity}"'],
        **_PATIENCE[severity],
    }


def _receiver(name: str, severity: Severity) -> Mapping[str, Any]:
    hook = {"url_file": f"{SECRETS}/{severity}_url", "send_resolved": severity != "watchdog"}
    return {"name": name, "webhook_configs": [hook]}
