"""What do the workflow files say, and which of them does a change start?"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import yaml

from pipeline.path_filters import is_started_by

Workflow = Mapping[Any, Any]


def workflows_in(directory: Path) -> dict[str, Workflow]:
    """Return every workflow of a folder by its file's name without the ending."""
    return {
        path.stem: cast("Workflow", yaml.safe_load(path.read_text(encoding="utf-8")))
        for path in sorted(directory.glob("*.yml"))
    }


def started_by(
    workflows: Mapping[str, Workflow], changed: Iterable[str], event: str = "push"
) -> set[str]:
    """Return the workflows that a push to main, or a pull request, with these changes starts."""
    files = list(changed)
    return {
        name
        for name, workflow in workflows.items()
        if event in events_of(workflow) and is_started_by(files, paths_of(workflow, event))
    }


def events_of(workflow: Workflow) -> Mapping[str, Any]:
    """Return what starts a workflow; YAML 1.1 reads the key `on` as a boolean."""
    events = workflow.get("on", workflow.get(True))
    return cast("Mapping[str, Any]", events) if isinstance(events, dict) else {}


def paths_of(workflow: Workflow, event: str) -> list[str]:
    """Return the `paths` of an event; without them every change starts it."""
    filters = cast("Mapping[str, list[str]]", events_of(workflow).get(event) or {})
    return filters.get("paths", ["**"])


def actions_used(workflow: Workflow) -> Iterator[str]:
    """Yield each `uses:`, of jobs and of their steps."""
    for job in workflow.get("jobs", {}).values():
        for part in (job, *job.get("steps", [])):
            if "uses" in part:
                yield part["uses"]
