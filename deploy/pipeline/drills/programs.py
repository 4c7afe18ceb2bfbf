"""The programs of a drill: started, waited for, ended with it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from onebox.gateway_config import services_file, static_configuration, write_dynamic
from onebox.ports import choose
from onebox.state import repository
from onebox.traefik_program import traefik_program
from pipeline.errors import PipelineError

_START_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Gateway:
    """A running gateway of a drill."""

    dynamic: Path
    url: str
    internal_url: str


@contextmanager
def program(
    command: Sequence[str | Path], environment: Mapping[str, str] | None = None
) -> Generator[None]:
    """Run a program for the length of a block."""
    with subprocess.Popen(
        command, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL
    ) as process:
        try:
            yield
        finally:
            process.terminate()
            process.wait(_START_SECONDS)


@contextmanager
def replica(name: str, every: int = 0) -> Generator[str]:
    """Run one replica of a release, each so many answers of which are errors; give its URL."""
    port = choose(())
    words = ["pipeline.drills.replica", name, str(port), str(every)]
    with program([sys.executable, "-m", *words]):
        url = f"http://127.0.0.1:{port}"
        await_ok(f"{url}/readyz")
        yield url


@contextmanager
def gateway(directory: Path, urls: Mapping[str, Sequence[str]]) -> Generator[Gateway]:
    """Run the repository's gateway before these replicas."""
    source, dynamic = repository() / "gateway", directory / "dynamic"
    web, internal = choose(()), choose(())
    shutil.copytree(source / "dynamic", dynamic)
    write_dynamic(dynamic, "services.yml", services_file(source, urls))
    static = static_configuration(
        source,
        web_port=web,
        internal_port=internal,
        dynamic_dir=dynamic,
        access_log=directory / "access.log",
    )
    (directory / "traefik.yml").write_text(static, encoding="utf-8")
    traefik = traefik_program(os.environ)
    with program([traefik, f"--configFile={directory / 'traefik.yml'}"]):
        internal_url = f"http://127.0.0.1:{internal}"
        for tier in urls:
            await_ok(f"{internal_url}/internal/{tier}/readyz")
        yield Gateway(dynamic, f"http://127.0.0.1:{web}", internal_url)


def await_ok(url: str) -> None:
    """Wait until this address answers 200."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=2).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise PipelineError(f"{url} did not answer 200 within {_START_SECONDS:.0f} s.")
