"""The drill: real processes, real Prometheus servers, a database that stops answering.

Minutes long, so it runs only for `make drill-alerts`.
"""

import os
import re
import sys
from collections.abc import Generator

import httpx
import pytest

from monitoring.files import made_files
from monitoring.scraping import MOST_SERIES
from onebox.state import read_json
from tests.deploy.monitoring.programs import program, run
from tests.deploy.monitoring.running import TIERS, Drill, drilled_stack, frozen, seconds_until
from tests.deploy.monitoring.series import TRAEFIK, panel_expressions

pytestmark = [
    pytest.mark.skipif("DRILL" not in os.environ, reason="minutes long: make drill-alerts"),
    pytest.mark.system,
    pytest.mark.slow,
    pytest.mark.timeout(600),
]
WATCHDOG = {"Watchdog"}
OF_AN_OUTAGE = {"NoReplicaReady", "AvailabilityBudgetBurnsFast", "WorkerHeartbeatLost"}
PROMISED_SECONDS = 120


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Generator[Drill]:
    with drilled_stack(tmp_path_factory.mktemp("drill"), program("prometheus")) as stack:
        yield stack


def say(words: str) -> None:
    sys.stdout.write(f"\n{words}\n")


def silent_panels(drill: Drill, tier: str) -> list[str]:
    return [
        f"{name}: {title}: {expression}"
        for name, text in made_files().items()
        if name.startswith(f"dashboards/{tier}/")
        for title, expression in panel_expressions(text)
        if not drill.query(tier, expression)
    ]


@pytest.mark.parametrize("tier", TIERS)
def test_every_panel_shows_something(drill: Drill, tier: str) -> None:
    silent = ["not asked yet"]

    def nothing_is_silent() -> bool:
        silent[:] = silent_panels(drill, tier)
        return not silent

    try:
        taken = seconds_until(nothing_is_silent, PROMISED_SECONDS)
    except AssertionError:
        pytest.fail("\n".join(silent))
    say(f"{tier}: every panel has data after {taken:.0f} s")


@pytest.mark.parametrize("tier", TIERS)
def test_no_process_shows_too_many_series(drill: Drill, tier: str) -> None:
    taken = {
        sample["metric"]["job"]: int(sample["value"][1])
        for sample in drill.query(tier, "scrape_samples_scraped")
    }
    say(f"{tier}: series a process: {taken}")
    assert set(taken) == {f"{tier}-api", f"{tier}-worker", "gateway", "prometheus"}
    assert max(taken.values()) < MOST_SERIES


@pytest.mark.parametrize("tier", TIERS)
def test_a_tiers_prometheus_knows_nothing_of_the_other_tier(drill: Drill, tier: str) -> None:
    (other,) = set(TIERS) - {tier}
    assert drill.query(tier, 'count({__name__!=""})')
    assert drill.query(tier, f'{{job=~"{other}.*"}}') == []
    assert drill.query(tier, f'{{router=~"{other}.*"}} or {{service=~"{other}.*"}}') == []


def test_the_pages_keep_the_conventions_and_the_gateway_shows_what_is_asked(drill: Drill) -> None:
    ports = read_json(drill.state.ports_file)
    for tier in TIERS:
        for name in (f"{tier}-api-1", f"{tier}-worker"):
            page = httpx.get(f"http://127.0.0.1:{ports[name]}/metrics", trust_env=False).text
            assert run("promtool", "check", "metrics", text=page) == ""
    page = httpx.get(f"http://127.0.0.1:{ports['gateway-internal']}/metrics", trust_env=False).text
    assert set(re.findall(r"^# TYPE (\S+)", page, re.MULTILINE)) >= TRAEFIK


def names(drill: Drill, tier: str) -> set[str]:
    return {labels["alertname"] for labels in drill.firing(tier)}


def test_a_database_that_stops_wakes_only_its_own_tier(drill: Drill) -> None:
    seconds_until(lambda: all(names(drill, tier) == WATCHDOG for tier in TIERS), PROMISED_SECONDS)
    with frozen(drill.pid_of("local-database")):
        taken = seconds_until(lambda: names(drill, "local") >= OF_AN_OUTAGE, PROMISED_SECONDS)
        say(f"local: {sorted(names(drill, 'local'))} fire after {taken:.0f} s")
        assert {labels["tier"] for labels in drill.firing("local")} == {"local"}
        assert names(drill, "enterprise") == WATCHDOG
    taken = seconds_until(lambda: "NoReplicaReady" not in names(drill, "local"), PROMISED_SECONDS)
    say(f"local: a replica is ready again {taken:.0f} s after the database")
    assert names(drill, "enterprise") == WATCHDOG
