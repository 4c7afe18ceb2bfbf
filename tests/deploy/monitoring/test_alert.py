import re

import pytest

from monitoring.alert import RUNBOOKS, Alert, in_kebab_case
from monitoring.files import HOME
from monitoring.goals import GOALS
from monitoring.rules import alerts
from shared.metrics import BackupRecord
from tests.deploy.monitoring.series import (
    PROMETHEUS,
    TRAEFIK,
    expressions,
    family,
    recorded,
    series_in,
    shown_by_processes,
)

ROOT = HOME.parents[1]
ALERTS = {f"{goals.tier} {alert.name}": alert for goals in GOALS for alert in alerts(goals)}
METRIC = re.compile(
    r"\b(?:tier:|(?:http|db_pool|job|jobs|worker|vendor|backup|traefik|prometheus|auth|rate|event"
    r"|process|scrape)_)[a-z_0-9]*[a-z0-9](?::[a-z0-9_]+)?"
)
NOT_METRICS = {"job_id"}


@pytest.mark.parametrize("alert", ALERTS.values(), ids=ALERTS.keys())
def test_an_alert_is_tried_both_ways_and_says_what_to_do(alert: Alert) -> None:
    assert alert.fires
    assert alert.silent
    runbook = (ROOT / alert.runbook).read_text(encoding="utf-8")
    assert runbook.startswith(f"# {alert.name}\n")
    assert re.findall(r"^## (.+)$", runbook, re.MULTILINE) == ["Meaning", "Check", "Fix"]


def test_no_runbook_is_about_an_alert_that_is_not_there() -> None:
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / RUNBOOKS).glob("*.md")}
    assert there == {alert.runbook for alert in ALERTS.values()}


def test_both_tiers_have_the_same_alerts_each_once() -> None:
    local, enterprise = ([alert.name for alert in alerts(goals)] for goals in GOALS)
    assert local == enterprise
    assert len(set(local)) == len(local)


def known(record: BackupRecord) -> set[str]:
    return shown_by_processes(record) | TRAEFIK | PROMETHEUS | recorded()


def test_every_series_that_a_rule_or_panel_names_exists() -> None:
    there = known(BackupRecord(HOME / "no-such-file"))
    missing = [
        f"{place}: {name}"
        for place, expression in expressions()
        for name in series_in(expression)
        if family(name, there) not in there
    ]
    assert missing == []


def test_every_series_that_a_runbook_names_exists() -> None:
    there = known(BackupRecord(HOME / "no-such-file"))
    missing = [
        f"{path.name}: {name}"
        for path in (ROOT / RUNBOOKS).glob("*.md")
        for name in METRIC.findall(path.read_text(encoding="utf-8"))
        if family(name, there) not in there | NOT_METRICS
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ('sum by (le) (rate(a_bucket{x="b",y=~"c{2}"}[5m])) / 2', {"a_bucket"}),
        ("tier:a:rate5m > 14.4 * 0.005 and on () (b == 1)", {"tier:a:rate5m", "b"}),
        ("time() - max(c)", {"c"}),
        ('absent(up{job="x"} == 1)', {"up"}),
    ],
)
def test_the_series_of_an_expression_are_found(expression: str, names: set[str]) -> None:
    assert series_in(expression) == names


def test_a_name_in_kebab_case_is_the_runbooks() -> None:
    assert in_kebab_case("JobsWaitTooLong") == "jobs-wait-too-long"
    assert in_kebab_case("Watchdog") == "watchdog"
