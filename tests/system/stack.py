"""A whole stack with a home of its own, run by the commands that an operator has."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from time import monotonic, sleep
from typing import Any

from onebox.control import call
from onebox.ports import choose
from onebox.secret_values import SecretValues
from onebox.state import State, read_json

VLO = Path(sys.executable).with_name("vlo")
OURS = ("VLO_", "ENTERPRISE_", "LOCAL_")
POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Process:
    """One line of `vlo status`."""

    name: str
    is_up: bool
    pid: int | None
    port: int | None
    restarts: int
    memory_bytes: int | None


@dataclass(frozen=True, slots=True)
class Stack:
    """Two tiers behind one gateway, in one directory, on one port."""

    home: Path
    port: int
    settings: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def url(self) -> str:
        """Where clients find it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def state(self) -> State:
        """What the operator's tools keep in its directory."""
        return State(self.home)

    def vlo(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one of the operator's commands to its end."""
        inherited = {n: v for n, v in os.environ.items() if not n.startswith(OURS)}
        return subprocess.run(
            [VLO, *words],
            # No test asks the outside world for a map.
            env={
                **inherited,
                "VLO_HOME": str(self.home),
                "LOCAL_OVERPASS_URL": "",
                **self.settings,
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def did(self, *words: str) -> str:
        """Run a command that must succeed; return what it said."""
        done = self.vlo(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def up(self) -> str:
        """Start it and wait until it is healthy."""
        return self.did("up", "--port", str(self.port), "--no-demo")

    def operator_key(self, tier: str) -> str:
        """Return the key that creates tenants."""
        return SecretValues(self.state).of(tier, "OPERATOR_KEY")

    @property
    def supervisor_pid(self) -> int:
        """Return the pid of the process that keeps the others."""
        return int(read_json(self.state.pid_file)["pid"])

    def processes(self) -> dict[str, Process]:
        """Return every process of the stack by its name."""
        rows: list[dict[str, Any]] = call(self.state, "status")["processes"]
        return {row["name"]: Process(**row) for row in rows}

    def of_tier(self, tier: str) -> dict[str, Process]:
        """Return the processes that belong to one tier."""
        return {n: p for n, p in self.processes().items() if n.startswith(f"{tier}-")}

    def replicas(self, tier: str) -> list[Process]:
        """Return the replicas of a tier's API."""
        return [p for n, p in self.processes().items() if n.startswith(f"{tier}-api-")]

    def pids(self) -> set[int]:
        """Return the pid of everything that runs, the supervisor's too."""
        running = {p.pid for p in self.processes().values() if p.pid}
        return running | {self.supervisor_pid}

    def remains(self) -> list[str]:
        """Return what still runs and names this stack's directory in its command."""
        listed = subprocess.run(
            ["ps", "-axww", "-o", "pid=,args="], capture_output=True, text=True, check=True
        )
        return [line for line in listed.stdout.splitlines() if str(self.home) in line]

    def texts(self) -> dict[str, str]:
        """Return everything that the processes have written, by the name of the file."""
        files = sorted(self.state.logs.glob("*.log*"))
        return {file.name: file.read_text(errors="replace") for file in files}


def new_stack(settings: Mapping[str, str] | None = None) -> Stack:
    """Return a stack that was never started."""
    # Short: a unix socket's path has a limit of about a hundred bytes.
    return Stack(Path(tempfile.mkdtemp(prefix="vlo-")), choose(set()), settings or {})


@contextmanager
def gone_afterwards(stack: Stack) -> Generator[Stack]:
    """Leave neither a process nor a file of the stack, and say so if that takes force."""
    try:
        yield stack
        known = stack.pids() if stack.state.is_running else set[int]()
        stack.did("down")
        assert [pid for pid in known if is_alive(pid)] == []
        assert stack.remains() == []
    finally:
        stack.vlo("down")
        rmtree(stack.home, ignore_errors=True)


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that ended and was not yet buried does not."""
    asked = ["ps", "-o", "stat=", "-p", str(pid)]
    state = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return bool(state) and not state.startswith("Z")


def kill(process: Process) -> None:
    """End a process without letting it say goodbye."""
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)


def eventually(is_so: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Wait for something that another process is about to do."""
    deadline = monotonic() + seconds
    while not is_so():
        assert monotonic() < deadline, f"not within {seconds} s: {what}"
        sleep(POLL_SECONDS)


@contextmanager
def hung(processes: Iterable[Process]) -> Generator[None]:
    """Freeze processes and all that they started: alive, and answering nothing."""
    roots = {process.pid for process in processes if process.pid}
    frozen: set[int] = set()
    try:
        while new := _with_children(roots) - frozen:
            _signal(new, signal.SIGSTOP)
            frozen |= new
        yield
    finally:
        _signal(frozen, signal.SIGCONT)


@contextmanager
def unable_to_start(stack: Stack, tier: str) -> Generator[None]:
    """Keep a tier's database from starting, however often the supervisor tries."""
    version = stack.state.data / tier / "PG_VERSION"
    hidden = version.with_name("PG_VERSION.hidden")
    version.rename(hidden)
    try:
        yield
    finally:
        hidden.rename(version)


def _with_children(roots: set[int]) -> set[int]:
    listed = subprocess.run(
        ["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True
    )
    rows = (line.split() for line in listed.stdout.splitlines())
    parents = {int(pid): int(parent) for pid, parent in rows}
    family = set(roots)
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _signal(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
