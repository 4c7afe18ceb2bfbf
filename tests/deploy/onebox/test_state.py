import os
import stat
from pathlib import Path

import pytest

from onebox.errors import SettingsFileError
from onebox.state import State, read_json, read_variables, write_json, write_variables


@pytest.fixture
def state(tmp_path: Path) -> State:
    state = State(tmp_path / ".vlo")
    state.prepare()
    return state


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_may_look_inside(state: State) -> None:
    assert mode_of(state.home) == 0o700
    write_variables(state.secrets_file, {"A": "b"})
    assert mode_of(state.secrets_file) == 0o600


def test_the_lock_has_one_holder_and_says_so(state: State) -> None:
    assert not state.is_running
    with state.lock() as is_ours:
        assert is_ours
        with state.lock() as is_also_ours:
            assert not is_also_ours
        assert state.is_running
    assert not state.is_running


def test_the_lock_of_a_killed_holder_is_free(state: State) -> None:
    pid = os.fork()
    if pid == 0:
        with state.lock():
            os.kill(os.getpid(), 9)
    os.waitpid(pid, 0)
    assert not state.is_running


def test_a_deep_checkout_gets_a_short_socket_path(tmp_path: Path) -> None:
    deep = State(tmp_path / ("d" * 120))
    assert len(os.fsencode(deep.control_socket)) <= 100
    assert deep.control_socket == State(tmp_path / ("d" * 120)).control_socket
    assert deep.control_socket != State(tmp_path / ("e" * 120)).control_socket


def test_what_is_written_is_read_back(state: State) -> None:
    write_json(state.ports_file, {"gateway-internal": 20_000})
    assert read_json(state.ports_file) == {"gateway-internal": 20_000}
    write_variables(state.demo_env, {"VLO_LOCAL_KEY": "a=b", "EMPTY": ""})
    assert read_variables(state.demo_env) == {"VLO_LOCAL_KEY": "a=b", "EMPTY": ""}


def test_a_missing_file_is_empty(state: State) -> None:
    assert read_json(state.ports_file) == {}
    assert read_variables(state.demo_env) == {}


@pytest.mark.parametrize("content", ["", "{", "[1]", "not json"])
def test_a_damaged_file_is_named_with_the_remedy(state: State, content: str) -> None:
    state.ports_file.write_text(content)
    with pytest.raises(SettingsFileError, match="Delete it"):
        read_json(state.ports_file)
