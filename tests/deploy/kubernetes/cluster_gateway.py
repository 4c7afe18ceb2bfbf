"""A real Traefik that hears of its routes from Kubernetes' API, which serves what is rendered."""

import os
import subprocess
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from tests.deploy.kubernetes.manifests import TIERS, Object, objects_of, of_kind
from tests.gateway.replica import Replica, answers, eventually, free_port
from tests.gateway.wire import Answer, Headers, ask
from tests.vendors.kubernetes_api import KubernetesApi, serving

LISTENED_TO = {"IngressRoute", "Middleware", "ServersTransport", "Service", "TraefikService"}
# Not the shortest: a client starts with some forty watches and asks for five a second.
START_SECONDS = 60


def endpoint_slice(
    namespace: str, service: Object, port: int | None, *, name: str, addresses: Iterable[str]
) -> Object:
    """What Kubernetes makes of a Service and its ready pods, or of none."""
    ports = [{"name": p["name"], "port": port, "protocol": "TCP"} for p in service["spec"]["ports"]]
    ready = {"ready": True, "serving": True}
    endpoints = [{"addresses": [address], "conditions": ready} for address in addresses]
    return {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {
            "name": name,
            "namespace": namespace,
            "labels": {"kubernetes.io/service-name": name},
        },
        "addressType": "IPv4",
        "endpoints": endpoints if port else [],
        "ports": ports if port else [],
    }


class ClusterGateway:
    """The rendered gateway with the addresses of this machine."""

    def __init__(self, directory: Path, api: KubernetesApi) -> None:
        self.port, self.internal_port = free_port(), free_port()
        self.own_log = directory / "traefik.log"
        self._api = api
        self._platform_file = directory / "dynamic/platform.yml"
        self._platform_file.parent.mkdir()
        # In a cluster a Service without a ready pod refuses connections, as an unused port does.
        self._page_addresses = {tier: f"127.0.0.1:{free_port()}" for tier in TIERS}
        self._write_platform()
        self._static_file = directory / "traefik.yml"
        self._static_file.write_text(yaml.safe_dump(self._static()))

    def _static(self) -> Any:
        static = yaml.safe_load(_configuration("traefik.yml"))
        static["entryPoints"]["web"]["address"] = f"127.0.0.1:{self.port}"
        static["entryPoints"]["internal"]["address"] = f"127.0.0.1:{self.internal_port}"
        static["providers"]["kubernetesCRD"]["endpoint"] = self._api.url
        static["providers"]["file"]["directory"] = str(self._platform_file.parent)
        return static

    def _write_platform(self) -> None:
        text = _configuration("platform.yml")
        for tier, address in self._page_addresses.items():
            text = text.replace(f"api.vlo-{tier}.svc:8000", address)
        unfinished = self._platform_file.with_suffix(".unfinished")
        unfinished.write_text(text)
        unfinished.replace(self._platform_file)

    def point_at(
        self,
        tier: str,
        replica: Replica | None,
        *,
        track: str = "api",
        addresses: Iterable[str] = ("127.0.0.1",),
    ) -> None:
        """Let a tier have this one ready replica, or none; at a second address nobody listens."""
        service = _service(tier)
        port = replica.port if replica else None
        self._api.put(endpoint_slice(f"vlo-{tier}", service, port, name=track, addresses=addresses))
        if track == "api":
            self._page_addresses[tier] = f"127.0.0.1:{port or free_port()}"
            self._write_platform()

    def apply(self, objects: Iterable[Object]) -> None:
        for thing in objects:
            if thing["kind"] in LISTENED_TO:
                self._api.put(thing)

    @contextmanager
    def running(self) -> Generator["ClusterGateway"]:
        traefik = Path(sys.executable).with_name("traefik")
        with (
            self.own_log.open("wb") as log,
            subprocess.Popen(
                [traefik, f"--configFile={self._static_file}"],
                env={"PATH": os.environ["PATH"]},
                stdout=log,
                stderr=log,
            ) as process,
        ):
            try:
                eventually(self.knows_its_routes, "the gateway knows its routes", START_SECONDS)
                yield self
            finally:
                process.kill()

    def unanswered(self) -> int:
        """How often a replica took no request, by Traefik's own metrics."""
        lines = ask(self.internal_port, "/metrics").body.decode().splitlines()
        told = [line for line in lines if 'service_requests_total{code="502"' in line]
        return sum(int(float(line.rpartition(" ")[2])) for line in told)

    def knows_its_routes(self) -> bool:
        return answers(self.internal_port, "/internal/routes")

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


def _configuration(name: str) -> str:
    (text,) = (
        settings["data"][name]
        for settings in of_kind(objects_of("gateway"), "ConfigMap")
        if name in settings["data"]
    )
    return text


def _service(tier: str) -> Object:
    (service,) = of_kind(objects_of(f"{tier}-production-application"), "Service")
    return service


@contextmanager
def cluster_gateway(directory: Path) -> Generator[ClusterGateway]:
    """The gateway of a cluster in which both tiers are applied and have no replica yet."""
    applied = objects_of(
        "gateway", "enterprise-production-application", "local-production-application"
    )
    listened_to = [thing for thing in applied if thing["kind"] in LISTENED_TO]
    with serving(listened_to) as api:
        gateway = ClusterGateway(directory, api)
        with gateway.running():
            yield gateway
