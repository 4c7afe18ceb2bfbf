"""What does each tier's Prometheus compute and watch for? Rules and promtool's tests of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from monitoring.alert import Alert, Scenario
from monitoring.goals import TierGoals
from monitoring.pace import MINUTE, PRODUCTION, Pace
from monitoring.recordings import recordings
from monitoring.slo_alerts import slo_alerts
from monitoring.target_alerts import target_alerts
from monitoring.work_alerts import work_alerts

Document = Mapping[str, Any]


def alerts(goals: TierGoals, pace: Pace = PRODUCTION) -> list[Alert]:
    """Return every alert of a tier."""
    return [*slo_alerts(goals), *work_alerts(goals, pace), *target_alerts(goals, pace)]


def rules_document(goals: TierGoals, pace: Pace = PRODUCTION) -> Document:
    """Return the tier's rule file: one group, for alerts read what was recorded before them."""
    recorded = [
        {"record": name, "expr": expression} for name, expression in recordings(goals, pace)
    ]
    watched = [_rule(alert, goals, pace) for alert in alerts(goals, pace)]
    return {"groups": [{"name": goals.tier, "rules": [*recorded, *watched]}]}


def _rule(alert: Alert, goals: TierGoals, pace: Pace) -> Document:
    waiting = {"for": pace.wait(alert.wait_seconds)} if alert.wait_seconds else {}
    return {
        "alert": alert.name,
        "expr": alert.expression,
        **waiting,
        "labels": _labels(alert, goals),
        "annotations": _annotations(alert),
    }


def _labels(alert: Alert, goals: TierGoals) -> dict[str, str]:
    # The tier's Prometheus adds it when it sends, but ALERTS at home would not have it.
    return {"severity": alert.severity, "tier": goals.tier}


def _annotations(alert: Alert) -> dict[str, str]:
    return {"summary": alert.summary, "runbook": alert.runbook}


def tests_document(goals: TierGoals, step: str) -> Document:
    """Return promtool's tests: every alert fires when it must, and is silent when it must.

    A day told minute by minute takes promtool half a minute: such tests are a file of their own.
    """
    tests = [test for alert in alerts(goals) for test in _tests(alert, goals)]
    return {
        "rule_files": [f"../rules/{goals.tier}.yml"],
        "evaluation_interval": step,
        "tests": [test for test in tests if test["interval"] == step],
    }


def _tests(alert: Alert, goals: TierGoals) -> Iterator[Document]:
    for scenario in alert.fires:
        labels = {**scenario.labels, **_labels(alert, goals)}
        fired = {"exp_labels": labels, "exp_annotations": _annotations(alert)}
        yield _test(alert, scenario, f"{alert.name} fires", [fired])
    for scenario in alert.silent:
        yield _test(alert, scenario, f"{alert.name} stays silent", [])


def _test(alert: Alert, scenario: Scenario, name: str, expected: list[Document]) -> Document:
    return {
        "name": name,
        "interval": scenario.step,
        "input_series": [
            {"series": series, "values": values} for series, values in scenario.series.items()
        ],
        "alert_rule_test": [
            {
                "eval_time": f"{scenario.minute * MINUTE}s",
                "alertname": alert.name,
                "exp_alerts": expected,
            }
        ],
    }
