"""Promtool and the pages of our processes: what Prometheus itself thinks of rules and metrics."""

import pytest

from monitoring.files import HOME
from tests.api import Api
from tests.deploy.monitoring.programs import program, run

TIERS = ("local", "enterprise")
TESTS = sorted(path.name for path in (HOME / "tests").glob("*.yml"))


@pytest.mark.parametrize("tier", TIERS)
def test_prometheus_takes_the_configuration_and_its_rules(tier: str) -> None:
    assert "SUCCESS" in run("promtool", "check", "config", f"{tier}/prometheus.yml")


@pytest.mark.slow
@pytest.mark.parametrize("file", TESTS)
def test_every_alert_fires_when_it_must_and_not_otherwise(file: str) -> None:
    assert "SUCCESS" in run("promtool", "test", "rules", f"tests/{file}")


async def test_the_metrics_keep_the_conventions(local_api: Api, enterprise_api: Api) -> None:
    program("promtool")
    for api in (local_api, enterprise_api):
        page = (await api.http.get("/metrics")).text
        assert run("promtool", "check", "metrics", text=page) == ""
