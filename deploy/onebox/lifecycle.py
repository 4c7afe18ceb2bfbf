"""Starting the stack in the background, stopping it, forgetting it."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from onebox.children import stop_survivors
from onebox.control import call
from onebox.errors import ControlError, OneboxError, StackNotRunningError, StackStartError
from onebox.log_files import last_lines
from onebox.ports import require_gateway_port
from onebox.process_table import is_alive
from onebox.screen import Say
from onebox.secret_values import SecretValues
from onebox.state import State, read_json, read_variables, repository, write_variables

DEFAULT_PORT = 8080
_HELLO_SECONDS = 60.0
_STOP_SECONDS = 120.0
_POLL_SECONDS = 0.02
_SILENCE_SECONDS = 4.0


def start(state: State, port: int | None, say: Say, *, monitoring: bool = False) -> dict[str, Any]:
    """Start the stack, or join a start that is on its way; return its status when healthy."""
    log = _supervisor_log(state)
    position = log.stat().st_size if log.exists() else 0
    words = [str(port or DEFAULT_PORT), *(["--monitoring"] if monitoring else [])]
    supervisor = None if state.is_running else _spawn_supervisor(state, words)
    try:
        _wait_for_hello(state, supervisor)
        status = call(state, "follow", progress=say)
    except StackNotRunningError as error:
        # It ended before it could tell us why; its log knows.
        said = "\n".join(last_lines(log, since=position))
        raise StackStartError(said or f"The supervisor does not answer. See {log}") from error
    if port is not None and not status["gateway_url"].endswith(f":{port}"):
        raise ControlError(
            f"The stack already runs at {status['gateway_url']}. "
            f"To move it: make down, then make up PORT={port}"
        )
    if monitoring and not status.get("is_monitored"):
        say(
            "no Prometheus runs here: install one, or name it with PROMETHEUS_BIN; then make down, "
            "make up MONITORING=1. The golden signals are in: make status"
        )
    return status


def _supervisor_log(state: State) -> Path:
    return state.logs / "supervisor.log"


def _spawn_supervisor(state: State, words: list[str]) -> subprocess.Popen[bytes]:
    if not state.children_file.exists():
        require_gateway_port(int(words[0]), os.environ.get("VLO_BIND", "127.0.0.1"))
    state.prepare()
    with _supervisor_log(state).open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "onebox.supervisor", *words],
            cwd=repository(),
            env={**os.environ, "VLO_HOME": str(state.home)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def _wait_for_hello(state: State, supervisor: subprocess.Popen[bytes] | None) -> None:
    """Wait until the supervisor, ours or the one that was quicker, answers."""
    deadline = time.monotonic() + _HELLO_SECONDS
    while True:
        try:
            call(state, "status")
        except StackNotRunningError:
            has_ended = supervisor is None or supervisor.poll() is not None
            if (has_ended and not state.is_running) or time.monotonic() > deadline:
                raise
            time.sleep(_POLL_SECONDS)
        else:
            return


def stop(state: State, say: Say) -> bool:
    """Stop everything, and what a killed supervisor left; tell whether a supervisor ran."""
    ran = state.is_running
    if ran:
        supervisor_pid = int(read_json(state.pid_file).get("pid", 0))
        with contextlib.suppress(StackNotRunningError):
            call(state, "stop", progress=say)
        _wait_for_end(state, supervisor_pid, say)
    stop_survivors(state, say)
    return ran


def _wait_for_end(state: State, supervisor_pid: int, say: Say) -> None:
    deadline = time.monotonic() + _STOP_SECONDS
    next_word = time.monotonic() + _SILENCE_SECONDS
    # It lets go of its lock a moment before it is gone itself.
    while state.is_running or (supervisor_pid and is_alive(supervisor_pid)):
        if time.monotonic() > next_word:
            say("waiting for requests and jobs in progress to end")
            next_word += _SILENCE_SECONDS
        if time.monotonic() > deadline:
            raise ControlError(
                f"The supervisor (pid {supervisor_pid}) did not stop in {_STOP_SECONDS:.0f} s. "
                f"End it hard: kill -9 {supervisor_pid}; then: make down"
            )
        time.sleep(_POLL_SECONDS)


def forget(state: State) -> None:
    """Delete everything that the stack remembers; nothing else that lies beside it."""
    gateway = state.gateway_file.parent
    for directory in (state.data, state.logs, state.run, state.monitoring, gateway):
        shutil.rmtree(directory, ignore_errors=True)
    for file in (state.secrets_file, state.ports_file, state.replicas_file, state.demo_env):
        file.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        state.home.rmdir()


def load_demo_data(state: State, gateway_url: str, say: Say) -> dict[str, str]:
    """Load the demo shop and client unless they are there; return the demo's variables."""
    # Its imports cost time that a start without a demo need not spend.
    from onebox.demo import load_demo  # noqa: PLC0415 - see above

    secrets = SecretValues(state)
    enterprise_key = secrets.of("enterprise", "OPERATOR_KEY")
    local_key = secrets.of("local", "OPERATOR_KEY")
    asyncio.run(load_demo(gateway_url, enterprise_key, local_key, state.demo_env, say))
    demo = read_variables(state.demo_env)
    if demo.get("VLO_GATEWAY_URL") != gateway_url:
        demo["VLO_GATEWAY_URL"] = gateway_url
        write_variables(state.demo_env, demo)
    return demo


class NothingRememberedError(OneboxError):
    """A command needs what only a first `make up` writes."""


def demo_variables(state: State) -> dict[str, str]:
    """Return the demo's variables, as `make up` left them."""
    demo = read_variables(state.demo_env)
    if not demo:
        raise NothingRememberedError(f"{state.demo_env} is not there. Make it: make up")
    return demo
