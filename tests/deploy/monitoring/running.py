"""A whole stack with a Prometheus a tier, at the pace of a drill, under a little traffic."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import yaml

from monitoring.files import made_files
from monitoring.pace import DRILL
from onebox.ports import choose
from onebox.state import State, read_json, read_variables
from tests.vendors.overpass import Overpass
from tests.vendors.stand_in import running

VLO = str(Path(sys.executable).with_name("vlo"))
TIERS = ("local", "enterprise")


@dataclass
class Drill:
    """One stack and its Prometheus servers."""

    state: State
    environment: Mapping[str, str]
    http: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False, timeout=20))

    def vlo(self, *words: str) -> str:
        """Run one of the platform's own commands on this stack."""
        done = subprocess.run(
            [VLO, *words], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def pid_of(self, name: str) -> int:
        """Return the pid of one of its processes."""
        processes = json.loads(self.vlo("status", "--json"))["processes"]
        return next(process["pid"] for process in processes if process["name"] == name)

    def ask(self, tier: str, path: str, **parameters: str) -> Any:
        """Return what a tier's Prometheus answers."""
        port = read_json(self.state.ports_file)[f"{tier}-prometheus"]
        url = f"http://127.0.0.1:{port}/api/v1/{path}"
        return self.http.get(url, params=parameters).raise_for_status().json()["data"]

    def query(self, tier: str, expression: str) -> list[Any]:
        """Return the series of an expression, now."""
        return self.ask(tier, "query", query=expression)["result"]

    def firing(self, tier: str) -> list[Mapping[str, str]]:
        """Return the labels of each alert that fires."""
        alerts = self.ask(tier, "alerts")["alerts"]
        return [alert["labels"] for alert in alerts if alert["state"] == "firing"]

    def hurry(self) -> None:
        """Give each Prometheus the rules and the pace of a drill."""
        for tier in TIERS:
            home = self.state.monitoring / tier
            (home / "rules.yml").write_text(made_files(DRILL)[f"rules/{tier}.yml"])
            text = made_files(DRILL)[f"{tier}/prometheus.yml"]
            here = yaml.safe_load((home / "prometheus.yml").read_text())
            here["global"] = yaml.safe_load(text)["global"]
            (home / "prometheus.yml").write_text(yaml.safe_dump(here))
            os.kill(self.pid_of(f"{tier}-prometheus"), signal.SIGHUP)

    def pretend_backups(self) -> None:
        """Leave what a good backup leaves."""
        for tier in TIERS:
            file = self.state.backup_success_file(tier)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{time.time():.0f}\n")


@contextmanager
def drilled_stack(directory: Path, prometheus: str) -> Generator[Drill]:
    """Run a stack until the block ends."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VLO_")}
    with running(Overpass([])) as vendor:
        ours = {
            "VLO_HOME": str(directory),
            "PROMETHEUS_BIN": prometheus,
            "LOCAL_OVERPASS_URL": vendor.url,
        }
        drill = Drill(State(directory), kept | ours)
        drill.vlo("up", "--monitoring", "--port", str(choose(set())))
        try:
            drill.pretend_backups()
            drill.hurry()
            with traffic(drill):
                yield drill
        finally:
            drill.vlo("down")
            drill.http.close()


@contextmanager
def traffic(drill: Drill) -> Generator[None]:
    """Ask both tiers for the usual things, a few a second, until the block ends."""
    demo, over = read_variables(drill.state.demo_env), threading.Event()
    threads = [
        threading.Thread(target=_ask_again_and_again, args=(demo, tier, over)) for tier in TIERS
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _ask_again_and_again(demo: Mapping[str, str], tier: str, over: threading.Event) -> None:
    key = {"X-API-Key": demo[f"VLO_{tier.upper()}_KEY"]}
    paths = {"local": "/api/v2/local/insights/today", "enterprise": "/api/v1/enterprise/clients"}
    with httpx.Client(base_url=demo["VLO_GATEWAY_URL"], trust_env=False, timeout=5) as client:
        if tier == "local":
            fetch = {"provider": "openstreetmap"}
            client.post("/api/v2/local/places/fetches", headers=key, json=fetch)
        while not over.wait(0.25):
            with suppress(httpx.HTTPError):
                client.get(paths[tier], headers=key)
                client.get("/api/v2/account", headers=key)


def family_of(pid: int) -> list[int]:
    """Return a process and the processes that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


@contextmanager
def frozen(pid: int) -> Generator[None]:
    """Let a process and its children stand still until the block ends."""
    # The first one first: it would start others.
    everyone = family_of(pid)
    for one in everyone:
        os.kill(one, signal.SIGSTOP)
    try:
        yield
    finally:
        for one in everyone:
            os.kill(one, signal.SIGCONT)


def seconds_until(is_so: Callable[[], bool], most_seconds: float) -> float:
    """Return how long it took until something was so; fail when it never was."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < most_seconds, f"not within {most_seconds} s"
        time.sleep(0.5)
    return time.monotonic() - began
