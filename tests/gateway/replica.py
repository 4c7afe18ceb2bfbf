"""A replica of a tier as a real process: it can hang, die, drain and come back."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.gateway.wire import ask

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def eventually(holds: Callable[[], bool], what: str, within_seconds: float = 15) -> None:
    deadline = time.monotonic() + within_seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {within_seconds} s: {what}"
        time.sleep(0.02)


def answers(port: int, path: str, status: int = 200) -> bool:
    try:
        return ask(port, path, timeout_seconds=2).status == status
    except (OSError, ValueError):
        return False


class Replica:
    def __init__(self, tier: str, port: int | None = None) -> None:
        self.tier = tier
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.gateway.echo", self.tier, str(self.port)]
        return subprocess.Popen(command, cwd=ROOT)

    @property
    def pid(self) -> int:
        return self._process.pid

    def await_ready(self) -> "Replica":
        eventually(lambda: answers(self.port, "/readyz"), f"{self.tier} replica is ready")
        return self

    def seen(self, what: str) -> int:
        return int(ask(self.port, "/echo/seen").json.get(what, 0))

    def echoed(self) -> int:
        """How many requests got past the refusals to this replica's own pages."""
        return sum(ask(self.port, "/echo/seen").json.values())

    def say_not_ready(self) -> None:
        ask(self.port, "/echo/ready?answer=no")

    def hang(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def wake(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def die(self) -> None:
        self._process.kill()
        self._process.wait()

    def revive(self) -> None:
        """Whatever happened to it, let it be as new; `await_ready` says when it is."""
        if self._process.poll() is None:
            self.wake()
        else:
            self._process = self._started()

    def stop(self) -> None:
        if self._process.poll() is None:
            self.wake()
            self._process.terminate()
            self._process.wait(timeout=10)
