"""Which files are made, and what stands in each?"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from monitoring.alert import HALF_HOURS, MINUTES
from monitoring.dashboards import dashboards
from monitoring.goals import GOALS, TierGoals
from monitoring.grafana import dashboard_document
from monitoring.pace import PRODUCTION, Pace
from monitoring.routing import alertmanager_document
from monitoring.rules import rules_document, tests_document
from monitoring.scraping import prometheus_document

HOME = Path(__file__).parent
_HEADER = "# Made by `make monitoring` from the table in deploy/monitoring; change it there.\n"


def made_files(pace: Pace = PRODUCTION) -> dict[str, str]:
    """Return every file's text by its place under deploy/monitoring."""
    return {name: text for goals in GOALS for name, text in _files_of(goals, pace)}


def _files_of(goals: TierGoals, pace: Pace) -> Iterator[tuple[str, str]]:
    tier = goals.tier
    yield f"{tier}/prometheus.yml", as_yaml(prometheus_document(goals, pace))
    yield f"{tier}/alertmanager.yml", as_yaml(alertmanager_document(goals))
    yield f"rules/{tier}.yml", as_yaml(rules_document(goals, pace))
    for name, step in (("", MINUTES), ("-days", HALF_HOURS)):
        yield f"tests/{tier}{name}.yml", as_yaml(tests_document(goals, step))
    for name, dashboard in dashboards(goals):
        document = dashboard_document(dashboard, tier)
        yield f"dashboards/{tier}/{name}.json", json.dumps(document, indent=2) + "\n"


def as_yaml(document: Mapping[str, Any]) -> str:
    """Return a document as YAML, under a line that says where it comes from."""
    return _HEADER + yaml.dump(document, Dumper=_Plain, sort_keys=False, width=1000)


class _Plain(yaml.SafeDumper):
    """Writes out what is mentioned twice, instead of pointing at it."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the library's
        """Never point."""
        return True


def write_files(home: Path = HOME, pace: Pace = PRODUCTION) -> None:
    """Write every file."""
    for name, text in made_files(pace).items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
