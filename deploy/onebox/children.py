"""Which processes the supervisor started, so that none outlives it unseen."""

import contextlib
import os
import signal
import time
from collections.abc import Callable

from onebox.process_table import is_alive, started_mark
from onebox.state import State, read_json, write_json

_PATIENCE_SECONDS = 10.0


class ChildBook:
    """The living children, written down for whoever starts after a supervisor that was killed."""

    def __init__(self, state: State) -> None:
        self._file = state.children_file
        self._children: dict[str, dict[str, str]] = {}

    def add(self, pid: int, name: str, stop_signal: signal.Signals) -> None:
        """Remember a child that was just started."""
        entry = {"name": name, "mark": started_mark(pid), "stop_signal": stop_signal.name}
        self._children[str(pid)] = entry
        write_json(self._file, self._children)

    def remove(self, pid: int) -> None:
        """Forget a child that ended."""
        self._children.pop(str(pid), None)
        write_json(self._file, self._children)


def stop_survivors(state: State, report: Callable[[str], None]) -> None:
    """Stop what a supervisor that was killed left behind: databases last."""
    entries = read_json(state.children_file)
    survivors = {int(pid): entry for pid, entry in entries.items() if _lives(int(pid), entry)}
    for is_database in (False, True):
        group = [p for p, e in survivors.items() if (e["stop_signal"] == "SIGINT") == is_database]
        for pid in group:
            report(f"stopping {survivors[pid]['name']} (pid {pid}), left by a killed supervisor")
            _signal(pid, signal.Signals[survivors[pid]["stop_signal"]])
        _wait_or_kill(group)
    state.children_file.unlink(missing_ok=True)


def _lives(pid: int, entry: dict[str, str]) -> bool:
    """Tell whether the process with this pid is still the one that was written down."""
    return is_alive(pid) and started_mark(pid) == entry["mark"]


def _wait_or_kill(pids: list[int]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while any(is_alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    for pid in filter(is_alive, pids):
        kill_group(pid)


def kill_group(pid: int) -> None:
    """Kill a child and whatever it started (each child leads a group of its own)."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
