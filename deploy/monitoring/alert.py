"""What is an alert here? Its rule, and what makes it fire or leaves it silent, in one place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["page", "ticket", "watchdog"]
SEVERITIES: tuple[Severity, ...] = ("page", "ticket", "watchdog")
RUNBOOKS = "docs/operate/runbooks"
MINUTES, HALF_HOURS = "1m", "30m"
Series = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scenario:
    """Series as promtool writes them, a value each step, and the minute to look at."""

    series: Series
    minute: int = 30
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    step: str = MINUTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert of one tier."""

    name: str
    severity: Severity
    expression: str
    summary: str
    fires: tuple[Scenario, ...]
    silent: tuple[Scenario, ...]
    wait_seconds: int = 0

    @property
    def runbook(self) -> str:
        """Return where a person reads what it means and what to do."""
        return f"{RUNBOOKS}/{in_kebab_case(self.name)}.md"


def in_kebab_case(name: str) -> str:
    """Return `JobsWaitTooLong` as `jobs-wait-too-long`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()
