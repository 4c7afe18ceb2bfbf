import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from onebox.announcements import Announcements
from onebox.control import call
from onebox.errors import ControlError, StackStartError
from onebox.readiness import until
from onebox.state import State
from onebox.supervisor import Supervisor


class FakeStack:
    """A stack whose start and changes take as long as the test wants."""

    def __init__(self, said: Announcements) -> None:
        self.said = said
        self.go_on = asyncio.Event()
        self.failure: Exception | None = None
        self.done: list[str] = []

    @property
    def awaited(self) -> list[str]:
        return ["local-api-1"]

    async def start(self) -> None:
        self.said.say("local-database is up")
        await self.go_on.wait()
        if self.failure:
            raise self.failure
        self.done.append("start")

    async def scale(self, tier: str, count: int) -> None:
        self.said.say(f"{tier}-api-{count} is up")
        await asyncio.sleep(0)
        self.done.append(f"scale {tier} {count}")

    async def restart(self, tier: str) -> None:
        raise ControlError(f"There is no tier {tier!r}.")

    async def restore(self, tier: str, *, is_undo: bool) -> None:
        self.done.append(f"{'undo' if is_undo else 'restore'} {tier}")

    async def stop(self) -> None:
        self.done.append("stop")

    def status(self) -> dict[str, Any]:
        return {"gateway_url": "http://127.0.0.1:8080", "processes": []}


class Running:
    """A supervisor at work in this process, and its commands."""

    def __init__(self, directory: Path) -> None:
        self.state = State(directory)
        self.state.prepare()
        said = Announcements()
        self.stack = FakeStack(said)
        self.exit_code = asyncio.create_task(Supervisor(self.state, self.stack, said).run())
        self.heard: list[str] = []

    async def call(self, command: str, **arguments: object) -> dict[str, Any]:
        async def can_be_called() -> bool:
            return self.state.control_socket.exists()

        assert await until(can_be_called, seconds=30)
        return await asyncio.to_thread(call, self.state, command, self.heard.append, **arguments)

    async def has_heard_something(self) -> None:
        async def has_heard() -> bool:
            return bool(self.heard)

        assert await until(has_heard, seconds=30)


@pytest.fixture
async def running(tmp_path: Path) -> Running:
    return Running(tmp_path)


async def test_who_comes_in_the_middle_of_a_start_hears_all_of_it(running: Running) -> None:
    follow = asyncio.create_task(running.call("follow"))
    await running.has_heard_something()
    status = await running.call("status")
    assert status["is_started"] is False
    running.stack.go_on.set()
    assert (await follow)["is_started"] is True
    assert running.heard == ["local-database is up"]
    await running.call("stop")
    assert await running.exit_code == 0
    assert running.stack.done == ["start", "stop"]


async def test_a_start_that_fails_stops_everything_and_says_why(running: Running) -> None:
    running.stack.failure = StackStartError("local-api-1 ended with code 78")
    follow = asyncio.create_task(running.call("follow"))
    await running.has_heard_something()
    running.stack.go_on.set()
    with pytest.raises(ControlError, match="local-api-1 ended with code 78"):
        await follow
    assert await running.exit_code != 0
    assert running.stack.done == ["stop"]


async def test_a_stop_in_the_middle_of_a_start_ends_it(running: Running) -> None:
    follow = asyncio.create_task(running.call("follow"))
    await running.has_heard_something()
    await running.call("stop")
    with pytest.raises(ControlError, match="stopped while it was starting"):
        await follow
    assert await running.exit_code == 0
    assert running.stack.done == ["stop"]


async def test_a_restore_and_its_undoing_are_changes_like_any_other(running: Running) -> None:
    running.stack.go_on.set()
    await running.call("follow")
    for is_undo in (False, True):
        await running.call("restore", tier="local", is_undo=is_undo)
    assert "local: stopping, to serve the restored data" in running.heard
    assert "local: stopping, to serve the former data" in running.heard
    await running.call("stop")
    await running.exit_code
    assert running.stack.done == ["start", "restore local", "undo local", "stop"]


async def test_changes_wait_for_the_start_and_tell_of_themselves(running: Running) -> None:
    with pytest.raises(ControlError, match="still starting"):
        await running.call("scale", tier="local", count=3)
    running.stack.go_on.set()
    await running.call("follow")
    running.heard.clear()
    await running.call("scale", tier="local", count=3)
    assert running.heard == ["local: going to 3 replicas", "local-api-3 is up"]
    with pytest.raises(ControlError, match="no tier 'loca'"):
        await running.call("restart", tier="loca")
    await running.call("stop")
    await running.exit_code


async def test_the_signal_to_end_is_a_clean_stop(running: Running) -> None:
    running.stack.go_on.set()
    await running.call("follow")
    os.kill(os.getpid(), signal.SIGTERM)
    assert await running.exit_code == 0
    assert running.stack.done == ["start", "stop"]
    assert not running.state.control_socket.exists()
