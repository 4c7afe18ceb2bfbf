"""A Prometheus for each tier on this machine, where one is installed and wished for."""

import asyncio
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from onebox.errors import OneboxError
from onebox.monitoring_files import MonitoringFiles, Targets
from onebox.plan import LOOPBACK, Plan
from onebox.process import KeptProcess, Surroundings
from onebox.secret_values import TIERS
from onebox.state import repository


class MonitoringStack:
    """Starts and stops the Prometheus servers; the stack runs without them as well."""

    def __init__(self, plan: Plan, around: Surroundings) -> None:
        self._plan = plan
        self._around = around
        directory = repository() / "deploy" / "monitoring"
        self._files = {
            tier: MonitoringFiles(tier, directory, plan.state.monitoring) for tier in TIERS
        }
        self._kept = [
            KeptProcess(plan.prometheus(tier, files.configuration, files.data), around)
            for tier, files in self._files.items()
            if plan.prometheus_bin
        ]
        self._is_started = False

    @property
    def processes(self) -> list[KeptProcess]:
        """Return what runs."""
        return self._kept if self._is_started else []

    async def start(self, urls: Mapping[str, Sequence[str]]) -> None:
        """Start every Prometheus; one that does not start is told of, and stops nothing else."""
        if not self._kept:
            return
        self._is_started = True
        for files in self._files.values():
            files.write()
        self.publish(urls)
        await asyncio.gather(*(self._try(process) for process in self._kept))

    async def _try(self, process: KeptProcess) -> None:
        try:
            await process.start()
        except (OneboxError, OSError) as error:
            self._around.report(f"going on without {process.spec.name}: {error}")

    def publish(self, urls: Mapping[str, Sequence[str]]) -> None:
        """Tell each Prometheus where its tier's replicas are now."""
        if self._is_started:
            for tier, files in self._files.items():
                files.publish(self._targets(tier, urls[tier]))

    def _targets(self, tier: str, urls: Sequence[str]) -> Targets:
        ports = {
            f"{tier}-worker": self._plan.port_of(f"{tier}-worker"),
            "gateway": self._plan.gateway_internal_port,
            "prometheus": self._plan.port_of(f"{tier}-prometheus"),
        }
        single = {job: [f"{LOOPBACK}:{port}"] for job, port in ports.items()}
        return {f"{tier}-api": [urlsplit(url).netloc for url in urls], **single}

    async def stop(self) -> None:
        """Stop every Prometheus."""
        await asyncio.gather(*(process.halt() for process in self.processes))
