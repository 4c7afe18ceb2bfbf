"""How a command reaches the running supervisor: JSON lines over a unix socket.

A request is one line: {"command": …, arguments}. The answer is any number of {"progress": …} lines
and one last line, {"result": …} or {"error": …}.
"""

import asyncio
import contextlib
import json
import socket
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from onebox.errors import ControlError, OneboxError, StackNotRunningError, StackStartError
from onebox.state import State

Progress = Callable[[str], None]
Handler = Callable[[Mapping[str, Any], Progress], Awaitable[dict[str, Any]]]
_LONGEST_LINE_BYTES = 1 << 20


class ControlServer:
    """Answers the commands it was given handlers for."""

    def __init__(self, path: Path, handlers: Mapping[str, Handler]) -> None:
        self._path = path
        self._handlers = handlers
        self._server: asyncio.Server | None = None
        self._answering: set[asyncio.Task[Any]] = set()

    async def open(self) -> None:
        """Listen; only this user can connect. Whoever opens it holds the state's lock."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A short path lies in a shared directory: nobody else may have made it first.
        self._path.parent.chmod(0o700)
        self._path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._serve, self._path)

    async def close(self) -> None:
        """Stop listening once the answers on their way are given."""
        if self._server is not None:
            self._server.close()
        self._path.unlink(missing_ok=True)
        if self._answering:
            await asyncio.wait(self._answering, timeout=2)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
        with contextlib.suppress(ConnectionError):
            await self._answer(await reader.readline(), writer)
            await writer.drain()
        writer.close()

    async def _answer(self, line: bytes, writer: asyncio.StreamWriter) -> None:
        def send(message: dict[str, Any]) -> None:
            if not writer.is_closing():
                writer.write(json.dumps(message).encode() + b"\n")

        try:
            request = json.loads(line)
            handler = self._handlers[request["command"]]
        except (ValueError, KeyError, TypeError):
            send({"error": f"Not a command: {line.decode(errors='replace').strip()[:200]}"})
            return
        try:
            send({"result": await handler(request, lambda text: send({"progress": text}))})
        except OneboxError as error:
            send({"error": str(error)})


def ignore_progress(_text: str) -> None:
    """Say nothing."""


def call(
    state: State, command: str, progress: Progress = ignore_progress, **arguments: object
) -> dict[str, Any]:
    """Send a command to the supervisor and return its result."""
    with socket.socket(socket.AF_UNIX) as connection:
        _say_hello(connection, state, {"command": command, **arguments})
        return _result(connection, progress)


def _say_hello(connection: socket.socket, state: State, request: Mapping[str, object]) -> None:
    try:
        connection.connect(str(state.control_socket))
        connection.sendall(json.dumps(request).encode() + b"\n")
    except (FileNotFoundError, ConnectionError) as error:
        raise StackNotRunningError("The stack does not run. Start it: make up") from error


def _result(connection: socket.socket, progress: Progress) -> dict[str, Any]:
    with connection.makefile("r") as lines:
        for line in lines:
            message = json.loads(line[:_LONGEST_LINE_BYTES])
            if "progress" in message:
                progress(message["progress"])
            elif "error" in message:
                raise ControlError(message["error"])
            else:
                return message["result"]
    raise StackStartError("The supervisor ended in the middle of its answer: see make logs.")
