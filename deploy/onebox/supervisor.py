"""The process behind `make up`: holds the lock, keeps the stack, answers commands.

Run as `python -m onebox.supervisor PORT [--monitoring]`; it ends when it is told to, or when the
start fails.
"""

import asyncio
import contextlib
import os
import resource
import signal
import sys
import time
from collections.abc import AsyncGenerator, Coroutine, Mapping
from typing import Any, Protocol

import psycopg

from onebox.announcements import Announcements
from onebox.children import ChildBook, stop_survivors
from onebox.control import ControlServer, Handler, Progress
from onebox.errors import OneboxError, StackStartError, explanation
from onebox.gateway_files import GatewayFiles
from onebox.log_files import rotate
from onebox.plan import Plan
from onebox.ports import PortBook, require_gateway_port
from onebox.process import Surroundings
from onebox.prometheus_program import prometheus_program
from onebox.secret_values import SecretValues
from onebox.stack import Stack
from onebox.state import State, default_home, read_json, repository, write_json
from onebox.traefik_program import traefik_program

_LOG_CHECK_SECONDS = 10.0
_SILENCE_SECONDS = 4.0
_LOCK_ATTEMPTS = 20
_LOCK_EVERY_SECONDS = 0.02


class KeepsAStack(Protocol):
    """What the supervisor asks of the stack."""

    @property
    def awaited(self) -> list[str]:
        """What is started but not done."""
        ...

    async def start(self) -> None:
        """Start everything."""
        ...

    async def scale(self, tier: str, count: int) -> None:
        """Change how many replicas run."""
        ...

    async def restart(self, tier: str) -> None:
        """Replace the processes of a tier."""
        ...

    async def restore(self, tier: str, *, is_undo: bool) -> None:
        """Serve other data of a tier."""
        ...

    async def stop(self) -> None:
        """Stop everything."""
        ...

    def status(self) -> dict[str, Any]:
        """Describe every process."""
        ...


class Supervisor:
    """One stack and the commands that change it."""

    def __init__(self, state: State, stack: KeepsAStack, said: Announcements) -> None:
        self._state = state
        self._stack = stack
        self._said = said
        self._stop = asyncio.Event()
        self._start_error = ""
        self._is_started = False

    async def run(self) -> int:
        """Keep the stack until told to stop; return the exit code."""
        control = ControlServer(self._state.control_socket, self._handlers())
        await control.open()
        self._listen_to_signals()
        tasks = {asyncio.create_task(self._start()), asyncio.create_task(self._rotate())}
        await self._stop.wait()
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        await self._stack.stop()
        self._said.close()
        await control.close()
        return os.EX_SOFTWARE if self._start_error else os.EX_OK

    def _handlers(self) -> dict[str, Handler]:
        return {
            "status": self._on_status,
            "follow": self._on_follow,
            "scale": self._on_scale,
            "restart": self._on_restart,
            "restore": self._on_restore,
            "stop": self._on_stop,
        }

    async def _start(self) -> None:
        try:
            async with self._breaking_silence():
                await self._stack.start()
            self._is_started = True
            self._said.say("the stack is healthy")
        except (OneboxError, OSError, psycopg.Error) as error:
            self._start_error = explanation(error)
            self._said.say(f"the start failed: {self._start_error}")
            self._stop.set()

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._on_signal)

    def _on_signal(self) -> None:
        if self._stop.is_set():
            # Asked twice: the kernel ends the children with us.
            os._exit(130)
        self._said.say("stopping")
        self._stop.set()

    async def _on_status(self, _request: Mapping[str, Any], _progress: Progress) -> dict[str, Any]:
        return {**self._stack.status(), "is_started": self._is_started}

    async def _on_follow(self, request: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
        """Tell of the start until it is done, from its beginning."""
        async for line in self._said.listen():
            if self._is_started or self._start_error:
                break
            progress(line)
        if self._start_error:
            raise StackStartError(self._start_error)
        if not self._is_started:
            raise StackStartError("The stack was stopped while it was starting.")
        return await self._on_status(request, progress)

    async def _on_scale(self, request: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
        tier, count = str(request["tier"]), int(request["count"])
        progress(f"{tier}: going to {count} replica{'s' if count > 1 else ''}")
        return await self._change(self._stack.scale(tier, count), progress)

    async def _on_restart(self, request: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
        tier = str(request["tier"])
        progress(f"{tier}: replacing one process after another")
        return await self._change(self._stack.restart(tier), progress)

    async def _on_restore(self, request: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
        tier, is_undo = str(request["tier"]), bool(request["is_undo"])
        progress(f"{tier}: stopping, to serve {'the former' if is_undo else 'the restored'} data")
        return await self._change(self._stack.restore(tier, is_undo=is_undo), progress)

    async def _change(
        self, change: Coroutine[Any, Any, None], progress: Progress
    ) -> dict[str, Any]:
        """Do what was asked, telling of it; return the new status."""
        if not self._is_started:
            change.close()
            raise StackStartError("The stack is still starting. Try again when it is healthy.")
        news = asyncio.create_task(self._forward(progress, self._said.count))
        try:
            async with self._breaking_silence():
                await change
        finally:
            news.cancel()
        return self._stack.status()

    async def _forward(self, progress: Progress, since: int) -> None:
        async for line in self._said.listen(since):
            progress(line)

    async def _on_stop(self, _request: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
        progress("stopping: gateway, services, databases")
        self._stop.set()
        return {}

    @contextlib.asynccontextmanager
    async def _breaking_silence(self) -> AsyncGenerator[None]:
        """While a block lasts and nothing is said, say what is being waited for."""

        async def remind() -> None:
            while True:
                before = self._said.count
                await asyncio.sleep(_SILENCE_SECONDS)
                if self._said.count == before:
                    self._said.say(
                        f"waiting for: {', '.join(self._stack.awaited) or 'the gateway'}"
                    )

        reminder = asyncio.create_task(remind())
        try:
            yield
        finally:
            reminder.cancel()

    async def _rotate(self) -> None:
        while True:
            for path in self._state.logs.glob("*.log"):
                await asyncio.to_thread(rotate, path)
            await asyncio.sleep(_LOG_CHECK_SECONDS)


def raise_file_limit() -> None:
    """Allow as many open files as the system lets us: each connection is one."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def build(
    state: State, gateway_port: int, environment: Mapping[str, str], *, monitoring: bool = False
) -> Supervisor:
    """Put the stack together; needs the state's lock."""
    said = Announcements()
    stop_survivors(state, said.say)
    secrets = SecretValues(state)
    gateway_host = environment.get("VLO_BIND", "127.0.0.1")
    require_gateway_port(gateway_port, gateway_host)
    book = PortBook(read_json(state.ports_file), frozenset({gateway_port}))

    def port_of(name: str) -> int:
        port = book.port_of(name)
        write_json(state.ports_file, book.as_mapping())
        return port

    plan = Plan(
        state=state,
        python=sys.executable,
        traefik=traefik_program(environment),
        gateway_port=gateway_port,
        gateway_host=gateway_host,
        port_of=port_of,
        secret_of=secrets.of,
        environment=environment,
        prometheus_bin=prometheus_program(environment) if monitoring else None,
    )
    around = Surroundings(state.logs, ChildBook(state), said.say)
    stack = Stack(plan, secrets, GatewayFiles(repository() / "gateway", state), around)
    return Supervisor(state, stack, said)


async def supervise(state: State, gateway_port: int, *, monitoring: bool) -> int:
    """Run one stack from here to its end."""
    return await build(state, gateway_port, dict(os.environ), monitoring=monitoring).run()


def main() -> int:
    """Become the supervisor of this checkout, unless there is one."""
    state = State(default_home())
    # Whoever asks whether we run holds the lock for a moment: once is not an answer.
    for _ in range(_LOCK_ATTEMPTS):
        with state.lock() as is_ours:
            if is_ours:
                return _run(state, int(sys.argv[1]), monitoring="--monitoring" in sys.argv[2:])
        time.sleep(_LOCK_EVERY_SECONDS)
    return os.EX_OK


def _run(state: State, gateway_port: int, *, monitoring: bool) -> int:
    raise_file_limit()
    try:
        write_json(state.pid_file, {"pid": os.getpid()})
        return asyncio.run(supervise(state, gateway_port, monitoring=monitoring))
    except (OneboxError, OSError) as error:
        print(explanation(error), file=sys.stderr, flush=True)
        return os.EX_CONFIG


if __name__ == "__main__":
    sys.exit(main())
