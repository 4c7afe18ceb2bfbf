"""A real Traefik with the repository's files, on free ports, in its own directory."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path

from onebox.gateway_config import services_file, static_configuration, write_dynamic
from tests.gateway.replica import ROOT, Replica, answers, eventually, free_port
from tests.gateway.wire import Answer, Headers, ask

GATEWAY_DIR = ROOT / "gateway"
Rewrite = Callable[[str], str]


def unchanged(text: str) -> str:
    return text


class RunningGateway:
    def __init__(
        self,
        directory: Path,
        *,
        static: Rewrite = unchanged,
        services: Rewrite = unchanged,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.port, self.internal_port = free_port(), free_port()
        self.dynamic_dir = directory / "dynamic"
        self.access_log, self.own_log = directory / "access.log", directory / "traefik.log"
        self._services = services
        self._static_file = directory / "traefik.yml"
        self._environment = environment or {}
        shutil.copytree(GATEWAY_DIR / "dynamic", self.dynamic_dir)
        self._static_file.write_text(static(self._static_text()))
        self.point_at([])

    def _static_text(self) -> str:
        return static_configuration(
            GATEWAY_DIR,
            web_port=self.port,
            internal_port=self.internal_port,
            dynamic_dir=self.dynamic_dir,
            access_log=self.access_log,
        )

    def point_at(self, replicas: Iterable[Replica]) -> None:
        urls: dict[str, list[str]] = {"enterprise": [], "local": []}
        for replica in replicas:
            urls[replica.tier].append(replica.url)
        write_dynamic(
            self.dynamic_dir, "services.yml", self._services(services_file(GATEWAY_DIR, urls))
        )

    @contextmanager
    def running(self) -> Generator["RunningGateway"]:
        traefik = Path(sys.executable).with_name("traefik")
        with (
            self.own_log.open("wb") as log,
            subprocess.Popen(
                [traefik, f"--configFile={self._static_file}"],
                env={"PATH": os.environ["PATH"]} | dict(self._environment),
                stdout=log,
                stderr=log,
            ) as process,
        ):
            try:
                eventually(lambda: answers(self.internal_port, "/ping"), "the gateway pings")
                yield self
            finally:
                process.kill()

    def await_reachable(self, *tiers: str) -> None:
        for tier in tiers:
            path = f"/internal/{tier}/readyz"
            eventually(lambda p=path: answers(self.internal_port, p), f"{tier} is reachable")

    def await_unreachable(self, tier: str) -> None:
        path = f"/internal/{tier}/readyz"
        eventually(lambda: answers(self.internal_port, path, 503), f"{tier} is unreachable")

    def ask(
        self,
        path: str,
        headers: Headers = (),
        *,
        method: str = "GET",
        body: bytes | Iterable[bytes] | None = None,
    ) -> Answer:
        return ask(self.port, path, headers, method=method, body=body)


@contextmanager
def replicas_of(*tiers: str) -> Generator[list[Replica]]:
    started = [Replica(tier) for tier in tiers]
    try:
        yield [replica.await_ready() for replica in started]
    finally:
        for replica in started:
            replica.stop()
