import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from shared.http.drain import Drain
from tests.api import ACCOUNT, ENTERPRISE, Api
from tests.databases import TierDatabase, free_port
from tests.shared.waiting import until


@dataclass
class Process:
    """The enterprise tier's API as `make up` starts it."""

    popen: subprocess.Popen[bytes]
    http: httpx.AsyncClient
    log: Path

    async def status(self, path: str, **headers: str) -> int:
        """Return the status of an answer; 0 for none."""
        try:
            return (await self.http.get(path, headers=headers)).status_code
        except httpx.TransportError:
            return 0

    async def exit_code(self) -> int:
        return await asyncio.to_thread(self.popen.wait, 30)


def started_with(environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "enterprise.main"],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


@pytest.fixture
async def process(
    enterprise_tier_database: TierDatabase, tmp_path: Path
) -> AsyncGenerator[Process]:
    port, log = free_port(), tmp_path / "log"
    environment = {
        **os.environ,
        **enterprise_tier_database.environment,
        "ENTERPRISE_PORT": str(port),
        "ENTERPRISE_DRAIN_SECONDS": "3",
    }
    popen = started_with(environment, log)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as http:
        started = Process(popen, http, log)

        async def is_ready() -> bool:
            assert popen.poll() is None, log.read_text()
            return await started.status("/readyz") == 200

        try:
            assert await until(is_ready, seconds=60), log.read_text()
            yield started
        finally:
            popen.kill()
            popen.wait()


async def test_on_sigterm_it_turns_unready_serves_on_and_then_leaves(
    process: Process, enterprise_api: Api
) -> None:
    tenant = await enterprise_api.new_tenant()
    key = {"X-API-Key": tenant.key}
    assert await process.status(ACCOUNT, **key) == 200
    process.popen.send_signal(signal.SIGTERM)

    async def is_unready() -> bool:
        return await process.status("/readyz") == 503

    assert await until(is_unready, seconds=2)
    assert await process.status("/livez") == 503
    assert await process.status(ACCOUNT, **key) == 200
    assert await process.status(f"{ENTERPRISE}/clients", **key) == 200
    assert await process.exit_code() == 0
    lines = process.log.read_text().splitlines()
    assert all(json.loads(line)["process"] == "enterprise-api" for line in lines)
    assert len(lines) >= 2
    assert tenant.key[12:] not in process.log.read_text()


async def test_sigint_stops_it_without_draining(process: Process) -> None:
    process.popen.send_signal(signal.SIGINT)
    assert await process.exit_code() == 0


def test_a_taken_port_ends_it_with_a_word(enterprise_tier_database: TierDatabase) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = {
            **os.environ,
            **enterprise_tier_database.environment,
            "ENTERPRISE_PORT": str(port),
        }
        command = [sys.executable, "-m", "enterprise.main"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "address already in use" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_draining_begins_once_and_stays() -> None:
    drain = Drain()
    assert not drain.is_draining
    drain.begin()
    drain.begin()
    assert drain.is_draining
