"""What this stack's Prometheus servers read: the committed files, with this machine's addresses."""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from onebox.state import write_privately

RULES = "rules.yml"
Targets = Mapping[str, Sequence[str]]


class MonitoringFiles:
    """One tier's directory of files."""

    def __init__(self, tier: str, repository_dir: Path, home: Path) -> None:
        self._tier = tier
        self._repository = repository_dir
        self.home = home / tier

    @property
    def configuration(self) -> Path:
        """Return the file that Prometheus starts with."""
        return self.home / "prometheus.yml"

    @property
    def data(self) -> Path:
        """Return the place of its series."""
        return self.home / "data"

    def write(self) -> None:
        """Write everything for a start; the series of earlier starts stay."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(self._repository / "rules" / f"{self._tier}.yml", self.home / RULES)
        text = (self._repository / self._tier / "prometheus.yml").read_text(encoding="utf-8")
        write_privately(self.configuration, self._here(yaml.safe_load(text)))

    def _here(self, document: dict[str, Any]) -> str:
        """Return the configuration with this machine's addresses, and nobody to call."""
        # An alert is seen on Prometheus' own page; whom to wake is nothing that a laptop decides.
        document.pop("alerting")
        document["rule_files"] = [RULES]
        jobs = [self._with_file(job) for job in document["scrape_configs"]]
        return yaml.safe_dump({**document, "scrape_configs": jobs}, sort_keys=False)

    def _with_file(self, job: Mapping[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in job.items() if not name.endswith("_sd_configs")}
        kept.pop("static_configs", None)
        return {**kept, "file_sd_configs": [{"files": [f"targets/{job['job_name']}.json"]}]}

    def publish(self, targets: Targets) -> None:
        """Name the addresses of each job from now on; Prometheus sees the files change."""
        for job, addresses in targets.items():
            text = json.dumps([{"targets": list(addresses)}])
            write_privately(self.home / "targets" / f"{job}.json", text)
