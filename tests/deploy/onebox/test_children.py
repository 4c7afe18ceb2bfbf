import signal
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from onebox.children import ChildBook, stop_survivors
from onebox.process_table import is_alive
from onebox.state import State, read_json, write_json


@pytest.fixture
def state(tmp_path: Path) -> State:
    state = State(tmp_path)
    state.prepare()
    return state


@pytest.fixture
def sleeper() -> Generator[subprocess.Popen[bytes]]:
    code = "import time; time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", code], start_new_session=True) as process:
        yield process
        process.kill()


def test_what_a_killed_supervisor_left_is_stopped(
    state: State, sleeper: subprocess.Popen[bytes]
) -> None:
    ChildBook(state).add(sleeper.pid, "local-worker", signal.SIGTERM)
    said: list[str] = []
    stop_survivors(state, said.append)
    assert sleeper.wait(10) == -signal.SIGTERM
    assert said == [f"stopping local-worker (pid {sleeper.pid}), left by a killed supervisor"]
    assert not state.children_file.exists()


def test_a_stranger_who_now_has_the_pid_is_left_alone(
    state: State, sleeper: subprocess.Popen[bytes]
) -> None:
    ChildBook(state).add(sleeper.pid, "local-worker", signal.SIGTERM)
    entries = read_json(state.children_file)
    entries[str(sleeper.pid)]["mark"] = "another start time"
    write_json(state.children_file, entries)
    stop_survivors(state, print)
    assert is_alive(sleeper.pid)


def test_nothing_is_stopped_where_nothing_was_left(state: State) -> None:
    said: list[str] = []
    stop_survivors(state, said.append)
    assert said == []


def test_a_child_that_ended_is_forgotten(state: State, sleeper: subprocess.Popen[bytes]) -> None:
    book = ChildBook(state)
    book.add(sleeper.pid, "local-worker", signal.SIGTERM)
    book.remove(sleeper.pid)
    assert read_json(state.children_file) == {}
