"""A stack of its own to measure: made by `vlo up` in a directory that is gone afterwards."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from onebox.gateway_config import services_file, static_configuration, write_dynamic
from onebox.ports import choose
from onebox.postgres import Cluster
from onebox.secret_values import SecretValues
from onebox.state import State, read_json

ROOT = Path(__file__).parents[1]
GATEWAY_DIR = ROOT / "gateway"
PROGRAMS = Path(sys.executable).parent
START_SECONDS = 60.0
# One address asks more than the flood guard lets through; both gateways are opened alike.
UNGUARDED = {
    "VLO_GATEWAY_REQUESTS_PER_SECOND": "1000000",
    "VLO_GATEWAY_BURST": "1000000",
    "GOGC": "400",
}


@dataclass
class Stack:
    """One stack: how to start and stop it, and where its parts are."""

    home: Path
    gateway_port: int
    start_seconds: list[float] = field(default_factory=list[float])

    @property
    def state(self) -> State:
        """Return the stack's own directory."""
        return State(self.home)

    def vlo(self, *words: str) -> str:
        """Run one of the platform's own commands on this stack; return what it said."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("VLO_")}
        environment |= UNGUARDED
        done = subprocess.run(
            [PROGRAMS / "vlo", *words],
            env=environment | {"VLO_HOME": str(self.home), "LOCAL_OVERPASS_URL": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            sys.exit(f"vlo {' '.join(words)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def up(self) -> None:
        """Start the stack and note how long that took."""
        began = time.perf_counter()
        self.vlo("up", "--port", str(self.gateway_port), "--no-demo")
        self.start_seconds.append(time.perf_counter() - began)

    def port_of(self, name: str) -> int:
        """Return the port of one of the stack's processes."""
        return int(read_json(self.state.ports_file)[name])

    def secret(self, tier: str, name: str) -> str:
        """Return one of the stack's secrets."""
        return SecretValues(self.state).of(tier, name)

    def superuser_url(self, tier: str, database: str) -> str:
        """Return an address that sees everything."""
        cluster = Cluster(self.state.data / tier, self.port_of(f"{tier}-database"))
        return cluster.superuser_url(self.secret(tier, "SUPERUSER_PASSWORD"), database)

    def open_tenants(self, tier: str, path: str, bodies: Sequence[object]) -> list[tuple[str, str]]:
        """Create tenants as an operator does; return the id and the key of each."""
        headers = {"X-API-Key": self.secret(tier, "OPERATOR_KEY")}
        base = f"http://127.0.0.1:{self.gateway_port}"
        with httpx.Client(base_url=base, headers=headers, timeout=60) as operator:
            answers = [operator.post(path, json=body).raise_for_status().json() for body in bodies]
        return [(answer["id"], answer["key"]["secret"]) for answer in answers]


@contextmanager
def own_stack() -> Generator[Stack]:
    """Make a stack, start it for the first time, and leave nothing of it behind."""
    home = Path(tempfile.mkdtemp(prefix="vlo-bench-"))
    stack = Stack(home, choose(set()))
    try:
        stack.up()
        yield stack
    finally:
        stack.vlo("down")
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def process(command: Sequence[str | Path], environment: Mapping[str, str]) -> Generator[None]:
    """Run a program for the length of a block."""
    surroundings = {**os.environ, **environment}
    with subprocess.Popen(
        command, env=surroundings, cwd=ROOT, stdout=subprocess.DEVNULL
    ) as running:
        try:
            yield
        finally:
            running.terminate()
            running.wait(10)


@contextmanager
def upstream(kind: str, environment: Mapping[str, str]) -> Generator[int]:
    """Serve one of the applications to compare with; give its port."""
    port = choose(set())
    with process([sys.executable, "-m", "bench.upstreams", kind, str(port)], environment):
        await_ok(f"http://127.0.0.1:{port}/readyz")
        yield port


@contextmanager
def gateway_before(port: int) -> Generator[int]:
    """Put the repository's own gateway before one server, as if it were the local tier."""
    web, internal = choose(set()), choose(set())
    with tempfile.TemporaryDirectory(prefix="vlo-bench-") as name:
        directory = Path(name)
        dynamic = directory / "dynamic"
        shutil.copytree(GATEWAY_DIR / "dynamic", dynamic)
        urls = {"enterprise": [], "local": [f"http://127.0.0.1:{port}"]}
        write_dynamic(dynamic, "services.yml", services_file(GATEWAY_DIR, urls))
        static = static_configuration(
            GATEWAY_DIR,
            web_port=web,
            internal_port=internal,
            dynamic_dir=dynamic,
            access_log=directory / "access.log",
        )
        (directory / "traefik.yml").write_text(static)
        command = [PROGRAMS / "traefik", f"--configfile={directory / 'traefik.yml'}"]
        with process(command, UNGUARDED):
            await_ok(f"http://127.0.0.1:{internal}/internal/local/readyz")
            yield web


def await_ok(url: str) -> None:
    """Wait until an address answers 200; end the bench where it never does."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=2).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    sys.exit(f"{url} did not answer 200 within {START_SECONDS:.0f} s.")
