"""What does each tier's Prometheus ask, how often, and how many series does it take in?"""

from collections.abc import Mapping
from typing import Any

from monitoring.goals import TierGoals
from monitoring.pace import PRODUCTION, Pace, written

# Names that Compose gives: each is looked up anew, so that every replica behind it is found.
API_PORT, WORKER_PORT, GATEWAY_PORT, PROMETHEUS_PORT = 8000, 8001, 8081, 9090
ALERTMANAGER_PORT = 9093
MOST_SERIES = 5_000


def prometheus_document(goals: TierGoals, pace: Pace = PRODUCTION) -> Mapping[str, Any]:
    """Return prometheus.yml of a tier; the one box gives each job other addresses, and no more."""
    tier, interval = goals.tier, written(pace.scrape_seconds)
    return {
        "global": {
            "scrape_interval": interval,
            "scrape_timeout": written(min(pace.scrape_seconds, 5)),
            "evaluation_interval": interval,
            "external_labels": {"tier": tier},
        },
        # As in this directory, or with the rules mounted beside the configuration.
        "rule_files": [f"../rules/{tier}*.yml", f"rules/{tier}*.yml"],
        "alerting": {
            "alertmanagers": [
                {"static_configs": [{"targets": [f"{tier}-alertmanager:{ALERTMANAGER_PORT}"]}]}
            ]
        },
        "scrape_configs": [
            _job(f"{tier}-api", f"{tier}-api", API_PORT),
            _job(f"{tier}-worker", f"{tier}-worker", WORKER_PORT),
            {**_job("gateway", "gateway", GATEWAY_PORT), "metric_relabel_configs": _ours(goals)},
            {
                "job_name": "prometheus",
                "sample_limit": MOST_SERIES,
                "static_configs": [{"targets": [f"localhost:{PROMETHEUS_PORT}"]}],
            },
        ],
    }


def _job(name: str, host: str, port: int) -> dict[str, Any]:
    return {
        "job_name": name,
        "sample_limit": MOST_SERIES,
        "dns_sd_configs": [{"names": [host], "type": "A", "port": port}],
    }


def _ours(goals: TierGoals) -> list[Mapping[str, Any]]:
    """Drop what the gateway says about the other tier: it has its own Prometheus."""
    return [
        {"source_labels": [label], "regex": f"{goals.other}-?.*@file.*", "action": "drop"}
        for label in ("router", "service")
    ]
