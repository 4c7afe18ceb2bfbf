import asyncio
import json
import socket
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from onebox.control import ControlServer, Progress, call
from onebox.errors import ControlError, StackNotRunningError, StackStartError
from onebox.state import State


async def greet(request: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    progress("thinking")
    progress("speaking")
    return {"greeting": f"hello {request['name']}"}


async def refuse(_request: Mapping[str, Any], _progress: Progress) -> dict[str, Any]:
    raise StackStartError("local-api-1 ended with code 78")


@pytest.fixture
async def state(tmp_path: Path) -> State:
    state = State(tmp_path)
    state.prepare()
    return state


@pytest.fixture
async def server(state: State) -> Any:
    server = ControlServer(state.control_socket, {"greet": greet, "refuse": refuse})
    await server.open()
    yield server
    await server.close()


@pytest.mark.usefixtures("server")
async def test_a_command_gives_progress_and_a_result(state: State) -> None:
    lines: list[str] = []
    result = await asyncio.to_thread(call, state, "greet", lines.append, name="shop")
    assert lines == ["thinking", "speaking"]
    assert result == {"greeting": "hello shop"}


@pytest.mark.usefixtures("server")
async def test_a_failure_is_told_in_its_words(state: State) -> None:
    with pytest.raises(ControlError, match="local-api-1 ended with code 78"):
        await asyncio.to_thread(call, state, "refuse")


@pytest.mark.usefixtures("server")
async def test_an_unknown_command_is_refused(state: State) -> None:
    with pytest.raises(ControlError, match="Not a command"):
        await asyncio.to_thread(call, state, "explode")


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("line", [b"\n", b"not json\n", b"[]\n", b'{"command": []}\n', b"\xff\n"])
async def test_nonsense_is_answered_not_fatal(state: State, line: bytes) -> None:
    def send() -> bytes:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(state.control_socket))
            connection.sendall(line)
            return connection.makefile("rb").readline()

    assert "Not a command" in json.loads(await asyncio.to_thread(send))["error"]
    assert await asyncio.to_thread(call, state, "greet", name="still here")


@pytest.mark.usefixtures("server")
async def test_a_caller_who_hangs_up_disturbs_nobody(state: State) -> None:
    def hang_up() -> None:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(state.control_socket))

    await asyncio.to_thread(hang_up)
    assert await asyncio.to_thread(call, state, "greet", name="shop")


async def test_no_supervisor_means_the_stack_does_not_run(state: State) -> None:
    with pytest.raises(StackNotRunningError, match="make up"):
        call(state, "status")


async def test_the_socket_of_a_killed_supervisor_means_it_too(state: State) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(state.control_socket))
    with pytest.raises(StackNotRunningError):
        call(state, "status")


async def test_a_deep_checkout_has_its_socket_in_a_private_place(tmp_path: Path) -> None:
    state = State(tmp_path / ("d" * 120))
    server = ControlServer(state.control_socket, {"greet": greet})
    await server.open()
    assert stat.S_IMODE(state.control_socket.parent.stat().st_mode) == 0o700
    assert await asyncio.to_thread(call, state, "greet", name="shop")
    await server.close()
    state.control_socket.parent.rmdir()
