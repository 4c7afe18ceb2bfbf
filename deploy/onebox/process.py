"""One process of the stack: started, watched, started again, stopped."""

import asyncio
import contextlib
import math
import os
import signal
import subprocess
import time
from asyncio.subprocess import Process
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from onebox.backoff import restart_delay_seconds
from onebox.children import ChildBook, kill_group
from onebox.errors import OneboxError, StackStartError
from onebox.log_files import last_lines, open_to_append
from onebox.parentage import dies_with_parent
from onebox.readiness import Readiness, until

_NOT_STARTED = 127


@dataclass(frozen=True)
class ProcessSpec:
    """What to run and how to tell that it runs well."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    readiness: Readiness | None = None
    port: int | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    grace_seconds: float = 20.0
    start_seconds: float = 60.0
    before_start: Callable[[], None] | None = None


@dataclass(frozen=True)
class Surroundings:
    """What every process needs from the supervisor."""

    logs: Path
    children: ChildBook
    report: Callable[[str], None]

    def log_of(self, name: str) -> Path:
        """Return the log file of a process."""
        return self.logs / f"{name}.log"


async def spawn(spec: ProcessSpec, around: Surroundings, stdout: int | None = None) -> Process:
    """Start a process that writes its own log and does not outlive the supervisor."""
    with open_to_append(around.log_of(spec.name)) as log:
        process = await asyncio.create_subprocess_exec(
            *spec.command,
            env=dict(spec.environment),
            stdin=subprocess.DEVNULL,
            stdout=log if stdout is None else stdout,
            stderr=log,
            # Else Ctrl-C would reach the databases before their clients.
            start_new_session=True,
            # One system call between fork and exec: nothing another thread could hold.
            preexec_fn=dies_with_parent(spec.stop_signal),
        )
    around.children.add(process.pid, spec.name, spec.stop_signal)
    return process


class KeptProcess:
    """A process that is started again whenever it ends, until it is halted."""

    def __init__(self, spec: ProcessSpec, around: Surroundings) -> None:
        self.spec = spec
        self.restarts = 0
        self._around = around
        self._process: Process | None = None
        self._up = asyncio.Event()
        self._stopping = asyncio.Event()
        self._was_up = False
        self._log_position = 0
        self._keeper: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """Return the pid, None between two runs."""
        alive = self._process is not None and self._process.returncode is None
        return self._process.pid if self._process and alive else None

    @property
    def is_up(self) -> bool:
        """Tell whether it runs and was ready."""
        return self._up.is_set() and self.pid is not None

    async def start(self) -> None:
        """Start it and wait until it is ready; one that ends first is not tried again."""
        log = self._around.log_of(self.spec.name)
        self._log_position = log.stat().st_size if log.exists() else 0
        self._keeper = asyncio.create_task(self._keep(), name=self.spec.name)
        ready = asyncio.create_task(self._up.wait())
        try:
            await asyncio.wait(
                {ready, self._keeper},
                timeout=self.spec.start_seconds,
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            ready.cancel()
        if self._keeper.done() and (error := self._keeper.exception()):
            raise error
        if not self._up.is_set():
            code = self._process.returncode if self._process else _NOT_STARTED
            await self.halt()
            raise StackStartError(self._failure(code))
        self._around.report(f"{self.spec.name} is up")

    def _failure(self, code: int | None) -> str:
        what = f"did not become ready in {self.spec.start_seconds:.0f} s"
        if code is not None:
            what = f"ended with code {code} before it was ready"
        log = self._around.log_of(self.spec.name)
        lines = "\n".join(f"    {line}" for line in last_lines(log, since=self._log_position))
        return f"{self.spec.name} {what}. Its last lines ({log}):\n{lines or '    (none)'}"

    async def _keep(self) -> None:
        delay_seconds = 0.0
        while not self._stopping.is_set():
            started = time.monotonic()
            code = await self._run_once()
            if self._stopping.is_set() or not self._was_up:
                return
            delay_seconds = restart_delay_seconds(delay_seconds, time.monotonic() - started)
            self.restarts += 1
            self._around.report(
                f"{self.spec.name} ended with code {code}; "
                f"restart {self.restarts} in {delay_seconds:.1f} s"
            )
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(delay_seconds):
                    await self._stopping.wait()

    async def _run_once(self) -> int:
        try:
            self._prepare()
            self._process = process = await spawn(self.spec, self._around)
        except (OneboxError, OSError) as error:
            if not self._was_up:
                raise
            self._around.report(f"{self.spec.name} cannot start: {error}")
            return _NOT_STARTED
        watch = asyncio.create_task(self._watch())
        try:
            return await process.wait()
        finally:
            watch.cancel()
            self._up.clear()
            # What it started itself (a pool's workers) ends with it.
            kill_group(process.pid)
            self._around.children.remove(process.pid)

    def _prepare(self) -> None:
        if self.spec.before_start is not None:
            self.spec.before_start()

    async def _watch(self) -> None:
        if self.spec.readiness is not None:
            await until(self.spec.readiness.is_met, seconds=math.inf)
        self._was_up = True
        self._up.set()

    async def halt(self) -> None:
        """Ask it to end, insist after its grace, and do not start it again."""
        self._stopping.set()
        process, began = self._process, time.monotonic()
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(self.spec.stop_signal)
            try:
                async with asyncio.timeout(self.spec.grace_seconds):
                    await process.wait()
            except TimeoutError:
                self._around.report(
                    f"{self.spec.name} did not end in {self.spec.grace_seconds:.0f} s: killed"
                )
                kill_group(process.pid)
            waited = time.monotonic() - began
            self._around.report(f"{self.spec.name} is stopped after {waited:.1f} s")
        if self._keeper is not None:
            await asyncio.wait({self._keeper})


async def run_to_end(spec: ProcessSpec, around: Surroundings) -> str:
    """Run a process that does one thing and ends; return what it printed."""
    log = around.log_of(spec.name)
    position = log.stat().st_size if log.exists() else 0
    process = await spawn(spec, around, stdout=subprocess.PIPE)
    try:
        async with asyncio.timeout(spec.start_seconds):
            output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            kill_group(process.pid)
        around.children.remove(process.pid)
    if process.returncode != os.EX_OK:
        lines = output.decode(errors="replace").splitlines() + last_lines(log, since=position)
        shown = "\n".join(f"    {line}" for line in lines[-15:])
        raise StackStartError(f"{spec.name} ended with code {process.returncode}:\n{shown}")
    return output.decode()
