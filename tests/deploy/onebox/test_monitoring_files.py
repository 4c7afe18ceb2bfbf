import json
from pathlib import Path

import pytest
import yaml

from onebox.monitoring_files import MonitoringFiles
from onebox.state import repository

COMMITTED = repository() / "deploy" / "monitoring"


@pytest.mark.parametrize("tier", ["local", "enterprise"])
def test_prometheus_is_told_what_is_committed_with_addresses_from_files(
    tmp_path: Path, tier: str
) -> None:
    files = MonitoringFiles(tier, COMMITTED, tmp_path)
    files.write()
    ours = yaml.safe_load(files.configuration.read_text())
    committed = yaml.safe_load((COMMITTED / tier / "prometheus.yml").read_text())
    assert ours["global"] == committed["global"]
    assert "alerting" not in ours
    for job, original in zip(ours["scrape_configs"], committed["scrape_configs"], strict=True):
        name = original["job_name"]
        assert job["file_sd_configs"] == [{"files": [f"targets/{name}.json"]}]
        assert "dns_sd_configs" not in job
        assert "static_configs" not in job
        assert job["sample_limit"] == original["sample_limit"]
        assert job.get("metric_relabel_configs") == original.get("metric_relabel_configs")
    rules = (files.home / "rules.yml").read_text()
    assert rules == (COMMITTED / "rules" / f"{tier}.yml").read_text()


def test_each_job_has_its_addresses_and_loses_those_that_are_gone(tmp_path: Path) -> None:
    files = MonitoringFiles("local", COMMITTED, tmp_path)
    files.publish({"local-api": ["127.0.0.1:1", "127.0.0.1:2"]})
    files.publish({"local-api": ["127.0.0.1:2"]})
    written = json.loads((files.home / "targets" / "local-api.json").read_text())
    assert written == [{"targets": ["127.0.0.1:2"]}]
