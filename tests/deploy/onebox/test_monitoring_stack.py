import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from onebox.children import ChildBook
from onebox.monitoring_stack import MonitoringStack
from onebox.process import Surroundings
from onebox.readiness import http_status
from onebox.state import State
from tests.databases import free_port
from tests.deploy.onebox.test_plan import plan

URLS = {"local": ["http://127.0.0.1:1", "http://127.0.0.1:2"], "enterprise": []}
READY = f"""#!{sys.executable}
import http.server, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/-/ready" else 404)
        self.end_headers()
    def log_message(self, *words): pass
(address,) = [w for w in sys.argv if w.startswith("--web.listen-address=")]
http.server.HTTPServer(("127.0.0.1", int(address.rpartition(":")[2])), Page).serve_forever()
"""


class Box:
    """A monitoring stack over a program of our own, and what was said of it."""

    def __init__(self, home: Path, program: str | None) -> None:
        if program is not None:
            (home / "prometheus").write_text(program)
            (home / "prometheus").chmod(0o755)
        self.ports: dict[str, int] = {}
        self.said: list[str] = []
        self.state = State(home / "state")
        self.state.prepare()
        planned = replace(
            plan(),
            state=self.state,
            port_of=self.port_of,
            prometheus_bin=str(home / "prometheus") if program else None,
        )
        around = Surroundings(self.state.logs, ChildBook(self.state), self.said.append)
        self.stack = MonitoringStack(planned, around)

    def port_of(self, name: str) -> int:
        return self.ports.setdefault(name, free_port())

    def targets(self, tier: str, job: str) -> list[str]:
        file = self.state.monitoring / tier / "targets" / f"{job}.json"
        return json.loads(file.read_text())[0]["targets"]


async def test_each_tier_has_its_own_and_learns_of_every_replica(tmp_path: Path) -> None:
    box = Box(tmp_path, READY)
    await box.stack.start(URLS)
    try:
        processes = box.stack.processes
        assert {p.spec.name for p in processes if p.is_up} == {
            "local-prometheus",
            "enterprise-prometheus",
        }
        port = box.ports["local-prometheus"]
        assert await http_status(port, "/-/ready") == 200
        assert box.targets("local", "local-api") == ["127.0.0.1:1", "127.0.0.1:2"]
        assert box.targets("enterprise", "enterprise-api") == []
        assert box.targets("local", "prometheus") == [f"127.0.0.1:{port}"]
        box.stack.publish({**URLS, "local": ["http://127.0.0.1:3"]})
        assert box.targets("local", "local-api") == ["127.0.0.1:3"]
    finally:
        await box.stack.stop()
    assert not any(process.is_up for process in processes)


@pytest.mark.parametrize("program", ["#!/bin/sh\nexit 1\n", None])
async def test_the_rest_goes_on_where_prometheus_does_not_run(
    tmp_path: Path, program: str | None
) -> None:
    box = Box(tmp_path, program)
    await box.stack.start(URLS)
    box.stack.publish(URLS)
    assert not any(process.is_up for process in box.stack.processes)
    told = [line for line in box.said if line.startswith("going on without")]
    assert len(told) == (2 if program else 0)
    await box.stack.stop()
