"""The Compose stack as it runs. `make compose-test` starts it; elsewhere these are skipped."""

import asyncio
import json
import os
import subprocess
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.db.schema_version import note
from tests.system.conftest import SYSTEM_TESTS_HOME, stack_elsewhere
from tests.system.load import load_on
from tests.system.platform import OTHER, TIERS, Platform
from tests.system.secrecy import keys_in
from tests.system.stack import eventually

pytestmark = pytest.mark.skipif(
    SYSTEM_TESTS_HOME not in os.environ, reason="make compose-test starts the stack that this needs"
)

PEPPER = "LOCAL_KEY_PEPPER_FILE"
REACH = """
import socket, sys
for name, port in (pair.split(":") for pair in sys.argv[1:]):
    try:
        socket.create_connection((name, int(port)), timeout=3).close()
        print(name)
    except OSError:
        pass
"""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


def compose(*words: str) -> str:
    done = run("docker", "compose", *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def containers(service: str) -> list[str]:
    return compose("ps", "--quiet", service).split()


def inspected(container: str) -> dict[str, Any]:
    return json.loads(run("docker", "inspect", container).stdout)[0]


def one_line_of(service: str, *command: str, settings: dict[str, str]) -> str:
    """Run a container that must refuse to start; return the one line it says."""
    options = [f"--env={name}={value}" for name, value in settings.items()]
    done = run("docker", "compose", "run", "--rm", "--no-deps", "-T", *options, service, *command)
    # Compose itself says that it made a container.
    lines = [line for line in done.stderr.splitlines() if "did not start" in line]
    assert (done.returncode, len(lines), done.stdout) == (2, 1, ""), done.stderr
    assert "Traceback" not in done.stderr
    return lines[0]


@pytest.fixture
async def platform() -> AsyncGenerator[Platform]:
    stack = stack_elsewhere(os.environ)
    assert stack
    async with httpx.AsyncClient(base_url=stack.url, timeout=60) as http:
        yield Platform(stack, http)


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("part", ["api", "worker"])
def test_a_process_is_number_one_not_root_and_writes_to_tmp_only(tier: str, part: str) -> None:
    script = "id -u; tr '\\0' ' ' </proc/1/cmdline; echo; touch /tmp/x && rm /tmp/x; touch /app/x"
    done = run("docker", "compose", "exec", "-T", f"{tier}-{part}", "sh", "-c", script)
    user, command = done.stdout.splitlines()
    module = "main" if part == "api" else "worker"
    assert (user, command.strip()) == ("10001", f"python -m {tier}.{module}")
    assert "Read-only file system" in done.stderr


@pytest.mark.parametrize("tier", TIERS)
def test_an_image_holds_one_tier_and_says_what_else(tier: str) -> None:
    script = f"import {tier}.main\ntry: import {OTHER[tier]}\nexcept ImportError: print('absent')"
    assert compose("exec", "-T", f"{tier}-api", "python", "-c", script) == "absent\n"
    listed = compose("exec", "-T", f"{tier}-api", "cat", "/usr/share/sbom/vlo.cdx.json")
    components = json.loads(listed)["components"]
    script = (
        "from importlib.metadata import distributions as d\n"
        "print(*{f'{x.name.lower()}=={x.version}' for x in d(path=__import__('sys').path)})"
    )
    installed = set(compose("exec", "-T", f"{tier}-api", "python", "-c", script).split())
    stated = {f"{c['name']}=={c['version']}" for c in components if "pypi" in c["purl"]}
    found = {name for name in installed if not name.startswith("vertical-light-os==")}
    assert {name.replace("_", "-") for name in found} == stated


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("part", ["api", "worker"])
def test_a_process_reaches_its_own_tier_and_nothing_of_the_other(tier: str, part: str) -> None:
    other = OTHER[tier]
    asked = [f"{tier}-db:5432", "gateway:8081", f"{other}-db:5432", f"{other}-api:8000"]
    asked += [f"{other}-worker:8001", f"{other}-prometheus:9090"]
    reached = compose("exec", "-T", f"{tier}-{part}", "python", "-c", REACH, *asked)
    assert reached.split() == [f"{tier}-db", "gateway"]


def test_no_secret_shows_in_what_docker_tells_of_a_container() -> None:
    files = Path(os.environ["SECRETS_DIR"]).iterdir()
    secrets = {file.name: file.read_text() for file in files}
    told = json.dumps([inspected(container) for container in compose("ps", "-aq").split()])
    assert "local_key_pepper" in told
    assert [name for name, value in secrets.items() if value in told] == []


def test_only_the_gateway_has_a_port() -> None:
    with_port = {
        inspected(container)["Config"]["Labels"]["com.docker.compose.service"]
        for container in compose("ps", "-q").split()
        if any(inspected(container)["NetworkSettings"]["Ports"].values())
    }
    assert with_port == {"gateway"}


@pytest.mark.parametrize("tier", TIERS)
def test_prometheus_reaches_every_process_of_its_tier(tier: str) -> None:
    query = ["promtool", "query", "instant", "-o", "json", "http://127.0.0.1:9090", "up"]

    def all_up() -> bool:
        series = json.loads(compose("exec", "-T", f"{tier}-prometheus", *query))
        up = {s["metric"]["job"] for s in series if s["value"][1] == "1"}
        return len(series) >= 3 and len(up) == len({s["metric"]["job"] for s in series})

    eventually(all_up, f"{tier}: every target up", seconds=60)


@pytest.mark.parametrize(
    ("command", "settings", "reason"),
    [
        ("api", {PEPPER: ""}, "LOCAL_KEY_PEPPER is not set"),
        ("worker", {PEPPER: "/run/secrets/absent"}, "cannot be read: No such file"),
        ("api", {PEPPER: "", "LOCAL_KEY_PEPPER": "change-me-" + "x" * 32}, "everybody knows"),
        ("api", {"LOCAL_DATABASE_POOL_SIZE": "none"}, "LOCAL_DATABASE_POOL_SIZE is not usable"),
        ("worker", {"VLO_LOGLEVEL": "INFO"}, "Did you mean VLO_LOG_LEVEL"),
        (
            "api",
            {"LOCAL_DATABASE_URL_FILE": "", "LOCAL_DATABASE_URL": "postgresql://a:b@local-db:1/x"},
            "LOCAL_DATABASE_URL does not let us in|LOCAL_DATABASE_URL names does not let us in",
        ),
        (
            "migrate",
            {
                "LOCAL_OWNER_DATABASE_URL_FILE": "",
                "LOCAL_OWNER_DATABASE_URL": "postgresql://a:b@nobody/x",
                "LOCAL_KEY_PEPPER_FILE": "",
            },
            "LOCAL_OWNER_DATABASE_URL names does not let us in",
        ),
    ],
)
def test_a_container_that_cannot_work_ends_with_one_line(
    command: str, settings: dict[str, str], reason: str
) -> None:
    said = one_line_of("local-api", command, settings=settings)
    assert any(words in said for words in reason.split("|")), said


def psql(statement: str) -> str:
    words = ["psql", "-qXAt", "-h", "/var/run/postgresql", "-U", "postgres", "-d", "local"]
    return compose("exec", "-T", "local-db", *words, "-c", statement).strip()


@pytest.mark.parametrize(("revision", "reason"), [("9999", "too new"), ("0001", "too old")])
def test_a_schema_of_another_release_ends_a_new_container(revision: str, reason: str) -> None:
    before = psql("TABLE alembic_version")
    psql(note("9998"))
    psql(f"UPDATE alembic_version SET version_num = '{revision}'")
    try:
        assert f"The schema is {reason}" in one_line_of("local-worker", "worker", settings={})
    finally:
        psql(note("0001"))
        psql(f"UPDATE alembic_version SET version_num = '{before}'")


METRICS = """
from urllib.request import urlopen
print(urlopen("http://gateway:8081/metrics").read().decode())
"""


def replicas_behind_the_gateway() -> int:
    """Return how many of the local tier's replicas the gateway sends requests to."""
    lines = compose("exec", "-T", "local-worker", "python", "-c", METRICS).splitlines()
    of_tier = [line for line in lines if line.startswith("traefik_service_server_up")]
    return sum('service="local@file"' in line and line.endswith(" 1") for line in of_tier)


async def until_the_gateway_knows(count: int) -> None:
    def is_so() -> bool:
        return replicas_behind_the_gateway() == count

    await asyncio.to_thread(eventually, is_so, f"{count} replicas behind the gateway", 60)


async def scale(count: int) -> None:
    wanted = ("--scale", f"local-api={count}", "local-api")
    await asyncio.to_thread(compose, "up", "--detach", "--no-recreate", "--wait", *wanted)


def outages_in_the_gateways_log() -> str:
    """Return what the gateway wrote of its last 5xx answers: when, which replica, how long."""
    lines = compose("logs", "--no-color", "--no-log-prefix", "gateway").splitlines()
    return "\n".join([line for line in lines if '"DownstreamStatus":50' in line][-20:])


async def test_replicas_come_are_killed_and_go_without_a_failed_request(platform: Platform) -> None:
    enterprise = containers("enterprise-api")
    async with load_on(platform, "local", "GET", "POST") as load:
        await load.await_more(30)
        await scale(3)
        await until_the_gateway_knows(3)
        await load.await_more(30)
        killed = containers("local-api")[0]
        await asyncio.to_thread(run, "docker", "kill", "--signal=KILL", killed)
        await load.await_more(30)
        # Docker takes a kill for an order and leaves it at that; a crash it would answer by itself.
        await asyncio.to_thread(run, "docker", "start", killed)
        await until_the_gateway_knows(3)
        await scale(1)
        await until_the_gateway_knows(1)
        await load.await_more(30)
    assert load.failures == [], outages_in_the_gateways_log()
    assert len(load.created) == load.told["POST"] > 0
    assert containers("enterprise-api") == enterprise


@pytest.mark.parametrize("part", ["api", "worker"])
def test_sigterm_ends_a_process_cleanly(part: str) -> None:
    (container,) = containers(f"enterprise-{part}")
    compose("stop", f"enterprise-{part}")
    state = inspected(container)["State"]
    compose("up", "--detach", "--wait", f"enterprise-{part}")
    assert (state["ExitCode"], state["OOMKilled"]) == (0, False)


def test_no_log_holds_a_key() -> None:
    assert keys_in({"logs": compose("logs", "--no-color")}) == []
