import socket
from pathlib import Path

import pytest

from onebox.errors import PortTakenError
from onebox.lifecycle import NothingRememberedError, demo_variables, forget, start, stop
from onebox.state import State, write_variables


def test_a_taken_port_is_refused_before_anything_is_started(tmp_path: Path) -> None:
    state = State(tmp_path / ".vlo")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"Port {port} is taken"):
            start(state, port, print)
    assert not state.is_running
    assert not state.data.exists()


def test_stopping_where_nothing_runs_is_no_error(tmp_path: Path) -> None:
    assert stop(State(tmp_path / ".vlo"), print) is False


def test_forgetting_leaves_what_is_not_ours(tmp_path: Path) -> None:
    state = State(tmp_path / ".vlo")
    state.prepare()
    write_variables(state.secrets_file, {"A": "b"})
    (state.data / "local").mkdir()
    mine = state.home / "notes.txt"
    mine.write_text("mine")
    forget(state)
    assert [path.name for path in state.home.iterdir()] == ["notes.txt"]
    mine.unlink()
    forget(state)
    assert not state.home.exists()


def test_without_a_first_start_there_is_no_demo_key_to_use(tmp_path: Path) -> None:
    with pytest.raises(NothingRememberedError, match="make up"):
        demo_variables(State(tmp_path / ".vlo"))
