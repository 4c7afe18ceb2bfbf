"""The whole stack on this machine: two tiers behind one gateway."""

import asyncio
from typing import Any

from onebox.errors import ControlError, StackStartError
from onebox.gateway_files import GatewayFiles
from onebox.monitoring_stack import MonitoringStack
from onebox.plan import Plan
from onebox.process import KeptProcess, Surroundings
from onebox.process_table import memory_bytes
from onebox.readiness import HEALTHY, http_status, until
from onebox.secret_values import TIERS, SecretValues
from onebox.signal_watch import SignalWatch
from onebox.state import State, read_json, write_json
from onebox.tier_stack import TierStack
from onebox.together import together

_GATEWAY_SECONDS = 30.0


class Stack:
    """Starts, changes and stops all processes in the right order."""

    def __init__(
        self, plan: Plan, secrets: SecretValues, files: GatewayFiles, around: Surroundings
    ) -> None:
        self._plan = plan
        self._state: State = plan.state
        self._files = files
        self._around = around
        self._tiers = {
            tier: TierStack(tier, plan, secrets, around, self._publish) for tier in TIERS
        }
        self._gateway = KeptProcess(plan.gateway(), around)
        self._monitoring = MonitoringStack(plan, around)
        self._watch = SignalWatch(
            lambda: {name: tier.measured for name, tier in self._tiers.items()}
        )

    async def start(self) -> None:
        """Start everything; return when a request through the gateway is answered."""
        plan = self._plan
        self._files.write(
            plan.gateway_port,
            plan.gateway_internal_port,
            plan.gateway_host,
            plan.environment,
        )
        wished = read_json(self._state.replicas_file)
        starts = [tier.start(int(wished.get(name, 1))) for name, tier in self._tiers.items()]
        await together(self._gateway.start(), *starts)
        if not await until(self._is_answering, seconds=_GATEWAY_SECONDS):
            raise StackStartError(
                f"Every process is up, but {plan.gateway_url}/health does not answer 200 after "
                f"{_GATEWAY_SECONDS:.0f} s. See {self._state.logs / 'gateway.log'}"
            )
        self._watch.start()
        await self._monitoring.start(self._urls)

    async def _is_answering(self) -> bool:
        health = await http_status(self._plan.gateway_port, "/health")
        return health == HEALTHY and all(await asyncio.gather(*map(self._is_reached, TIERS)))

    async def _is_reached(self, tier: str) -> bool:
        internal = self._plan.gateway_internal_port
        return await http_status(internal, f"/internal/{tier}/readyz") == HEALTHY

    async def _publish(self) -> None:
        urls = self._urls
        await asyncio.to_thread(self._files.publish, urls)
        self._monitoring.publish(urls)

    @property
    def _urls(self) -> dict[str, list[str]]:
        return {name: tier.replicas.urls for name, tier in self._tiers.items()}

    @property
    def awaited(self) -> list[str]:
        """Return the names of what is started but not ready."""
        names = (name for tier in self._tiers.values() for name in tier.awaited)
        return list(dict.fromkeys(names))

    @property
    def _processes(self) -> list[KeptProcess]:
        tiers = (process for tier in self._tiers.values() for process in tier.processes)
        return [*tiers, self._gateway, *self._monitoring.processes]

    def status(self) -> dict[str, Any]:
        """Return each process's state, each tier's golden signals, and where the gateway is."""
        return {
            "gateway_url": self._plan.gateway_url,
            "is_monitored": bool(self._monitoring.processes),
            "processes": [_row(process) for process in self._processes],
            "signals": self._watch.signals(),
        }

    async def scale(self, tier: str, count: int) -> None:
        """Run this many replicas of one tier, now and after the next start."""
        await self._tier(tier).replicas.scale(count)
        wished = {name: stack.replicas.count for name, stack in self._tiers.items()}
        write_json(self._state.replicas_file, wished)

    async def restart(self, tier: str) -> None:
        """Replace the processes of one tier without losing a request."""
        await self._tier(tier).restart()

    async def restore(self, tier: str, *, is_undo: bool) -> None:
        """Serve what was unpacked beside a tier's data, or what it served before."""
        await self._tier(tier).restore(is_undo=is_undo)
        # The gateway has to find the new replicas well before a client can reach them.
        await until(lambda: self._is_reached(tier), seconds=_GATEWAY_SECONDS)

    def _tier(self, name: str) -> TierStack:
        if name not in self._tiers:
            raise ControlError(f"There is no tier {name!r}. Tiers: {', '.join(TIERS)}.")
        if self._tiers[name].is_restoring:
            raise ControlError(f"{name} is being restored. Try again when it is healthy.")
        return self._tiers[name]

    async def stop(self) -> None:
        """Stop the gateway, then the tiers, then their databases."""
        tiers = self._tiers.values()
        await self._watch.stop()
        await asyncio.gather(self._gateway.halt(), self._monitoring.stop())
        await asyncio.gather(*(tier.stop_services() for tier in tiers))
        await asyncio.gather(*(tier.stop_database() for tier in tiers))


def _row(process: KeptProcess) -> dict[str, Any]:
    pid = process.pid
    return {
        "name": process.spec.name,
        "is_up": process.is_up,
        "pid": pid,
        "port": process.spec.port,
        "restarts": process.restarts,
        "memory_bytes": memory_bytes(pid) if pid else None,
    }
