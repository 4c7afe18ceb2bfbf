"""Up, down, and up again, also after the worst: nothing is left behind and nothing is lost."""

import os
import signal
import socket
from collections.abc import Generator

import httpx
import pytest

from tests.api import TENANT_BODY, TENANT_PATH
from tests.system.platform import TIERS
from tests.system.stack import Stack, eventually, gone_afterwards, is_alive, new_stack

pytestmark = [pytest.mark.system, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def lonely() -> Generator[Stack]:
    """Return a stack for the tests that wreck it; each leaves it running."""
    with gone_afterwards(new_stack()) as stack:
        stack.up()
        yield stack


def _created(stack: Stack) -> dict[str, str]:
    """Create a tenant of each tier; return where it can be read."""
    paths: dict[str, str] = {}
    for tier in TIERS:
        headers = {"X-API-Key": stack.operator_key(tier)}
        url = stack.url + TENANT_PATH[tier]
        answer = httpx.post(url, json=TENANT_BODY[tier], headers=headers, timeout=60)
        paths[tier] = f"{url}/{answer.raise_for_status().json()['id']}"
    return paths


def _statuses(stack: Stack, paths: dict[str, str]) -> set[int]:
    return {
        httpx.get(url, headers={"X-API-Key": stack.operator_key(tier)}, timeout=60).status_code
        for tier, url in paths.items()
    }


def test_down_leaves_no_process_and_up_finds_the_data_again(lonely: Stack) -> None:
    paths, keys = _created(lonely), [lonely.operator_key(tier) for tier in TIERS]
    lonely.did("scale", "--tier", "local", "--replicas", "2")
    running = lonely.pids()
    lonely.did("down")
    assert [pid for pid in running if is_alive(pid)] == []
    assert lonely.remains() == []
    assert "nothing was running" in lonely.did("down")
    refused = lonely.vlo("status")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)

    lonely.up()
    assert _statuses(lonely, paths) == {200}
    assert [lonely.operator_key(tier) for tier in TIERS] == keys
    assert len(lonely.replicas("local")) == 2


def test_up_twice_changes_nothing(lonely: Stack) -> None:
    before = lonely.pids()
    lonely.up()
    assert lonely.pids() == before


def test_a_killed_supervisor_takes_everything_along_and_up_works_again(lonely: Stack) -> None:
    paths, running = _created(lonely), lonely.pids()
    os.kill(lonely.supervisor_pid, signal.SIGKILL)
    lonely.up()
    assert _statuses(lonely, paths) == {200}
    eventually(lambda: not any(is_alive(pid) for pid in running), "the old processes are gone")


def test_a_power_cut_loses_nothing_that_was_answered(lonely: Stack) -> None:
    paths, running = _created(lonely), lonely.pids()
    for pid in (lonely.supervisor_pid, *running):
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)
    eventually(lambda: not any(is_alive(pid) for pid in running), "everything is dead")
    lonely.up()
    assert _statuses(lonely, paths) == {200}


def test_a_taken_port_gets_one_clear_line_and_starts_nothing() -> None:
    with gone_afterwards(new_stack()) as stack, socket.socket() as squatter:
        squatter.bind(("127.0.0.1", stack.port))
        squatter.listen()
        refused = stack.vlo("up", "--port", str(stack.port), "--no-demo")
        (line,) = refused.stderr.splitlines()
        assert refused.returncode != 0
        assert line.startswith(f"Port {stack.port} is taken")
        assert "make up PORT=" in line
        assert stack.remains() == []


def test_another_port_is_not_taken_silently(lonely: Stack) -> None:
    lonely.up()
    refused = lonely.vlo("up", "--port", str(lonely.port + 1), "--no-demo")
    assert refused.returncode != 0
    assert f"already runs at {lonely.url}" in refused.stderr
