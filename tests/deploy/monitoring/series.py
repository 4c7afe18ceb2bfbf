"""Which series do expressions name, and which do our processes show?"""

import json
import re
from collections.abc import Iterator

from prometheus_client import REGISTRY, generate_latest

from local.work import handlers
from monitoring.dashboards import dashboards
from monitoring.goals import GOALS
from monitoring.grafana import dashboard_document
from monitoring.pace import PRODUCTION
from monitoring.recordings import recordings
from monitoring.rules import alerts
from shared.jobs import metrics as job_metrics
from shared.metrics import BackupRecord

# What Traefik 3.7 and Prometheus document of themselves; `make drill-alerts` looks whether they do.
TRAEFIK = {
    "traefik_open_connections",
    "traefik_router_requests_total",
    "traefik_service_server_up",
}
PROMETHEUS = {
    "prometheus_rule_evaluation_failures_total",
    "prometheus_target_scrapes_exceeded_sample_limit_total",
    "scrape_samples_scraped",
    "up",
}
WORDS = frozenset(
    {"abs", "absent", "and", "avg", "avg_over_time", "by", "count", "histogram_quantile"}
    | {"increase", "max", "min", "on", "or", "rate", "sum", "time", "vector"}
)
_STRINGS = re.compile(r"'[^']*'|\"[^\"]*\"")
_NOT_SERIES = re.compile(r"\{[^}]*\}|\[[^\]]*\]|\b(?:by|on|without|ignoring) ?\([^)]*\)")
_NAME = re.compile(r"(?<![\w.])[a-zA-Z_:][\w:]*")
_ENDINGS = re.compile(r"_(?:bucket|sum|count)$")


def series_in(expression: str) -> set[str]:
    """Return the series that an expression reads."""
    bare = _NOT_SERIES.sub(" ", _STRINGS.sub(" ", expression))
    return set(_NAME.findall(bare)) - WORDS


def expressions() -> Iterator[tuple[str, str]]:
    """Yield every expression of every rule and panel, with where it stands."""
    for goals in GOALS:
        for name, expression in recordings(goals, PRODUCTION):
            yield f"{goals.tier} {name}", expression
        for alert in alerts(goals):
            yield f"{goals.tier} {alert.name}", alert.expression
        for file, dashboard in dashboards(goals):
            for title, expression in panel_expressions(
                json.dumps(dashboard_document(dashboard, goals.tier))
            ):
                yield f"{goals.tier} {file} {title}", expression


def panel_expressions(dashboard: str) -> Iterator[tuple[str, str]]:
    """Yield each panel's title and each of its expressions."""
    for panel in json.loads(dashboard)["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]


def shown_by_processes(record: BackupRecord) -> set[str]:
    """Return the families on the pages of an API and a worker."""
    assert handlers
    assert job_metrics.JOBS
    page = generate_latest(REGISTRY).decode()
    families = set(re.findall(r"^# TYPE (\S+)", page, re.MULTILINE))
    return families | {metric.name for metric in record.collect()}


def recorded() -> set[str]:
    """Return the series that rules make."""
    return {name for goals in GOALS for name, _ in recordings(goals, PRODUCTION)}


def family(series: str, families: set[str]) -> str:
    """Return the family that a series of a histogram belongs to, else its own name."""
    whole = _ENDINGS.sub("", series)
    return whole if whole in families else series
