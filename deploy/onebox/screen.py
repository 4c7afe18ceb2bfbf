"""What a person sees of the stack at the terminal."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import typer

from onebox.errors import OneboxError
from onebox.log_files import Follower
from onebox.signals import spoken

_MIB = 1024 * 1024
Say = Callable[[str], None]
_HEADINGS = ("PROCESS", "UP", "PID", "PORT", "RESTARTS", "MEMORY")


class UnknownProcessError(OneboxError):
    """No process has the name that was given."""


class Stopwatch:
    """Prints lines with the seconds since its beginning, so that slowness shows where it is."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def say(self, line: str) -> None:
        """Print one line."""
        typer.echo(f"{time.monotonic() - self._start:6.1f} s  {line}")


def status_lines(status: Mapping[str, Any]) -> list[str]:
    """Return the table of processes, a line each."""
    rows = [_HEADINGS, *(_cells(process) for process in status["processes"])]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    signals = spoken(status.get("signals", {}))
    return [*(line.rstrip() for line in lines), "", *signals, f"Gateway: {status['gateway_url']}"]


def _cells(process: Mapping[str, Any]) -> tuple[str, ...]:
    memory = process["memory_bytes"]
    return (
        process["name"],
        "yes" if process["is_up"] else "NO",
        str(process["pid"] or "-"),
        str(process["port"] or "-"),
        str(process["restarts"]),
        f"{memory / _MIB:.0f} MiB" if memory else "-",
    )


def first_steps(demo: Mapping[str, str]) -> str:
    """Return the demo's names and values, and what to paste first."""
    names = "\n".join(f"{name}={value}" for name, value in demo.items())
    return "\n\n".join((names, "Try it:", *first_requests(demo), ""))


def first_requests(demo: Mapping[str, str]) -> list[str]:
    """Return the two requests that a newcomer can paste."""
    return [
        _request(
            demo,
            "/api/v1/enterprise/intelligence",
            "VLO_ENTERPRISE_KEY",
            f'{{"client_id": "{demo["VLO_ENTERPRISE_CLIENT_ID"]}"}}',
        ),
        _request(
            demo,
            "/api/v2/local/intelligence",
            "VLO_LOCAL_KEY",
            f'{{"business_id": "{demo["VLO_LOCAL_BUSINESS_ID"]}"}}',
        ),
    ]


def _request(demo: Mapping[str, str], path: str, key: str, body: str) -> str:
    return (
        f"curl -s -X POST {demo['VLO_GATEWAY_URL']}{path} -H 'X-API-Key: {demo[key]}' "
        f"-H 'Content-Type: application/json' -d '{body}'"
    )


def show_logs(directory: Path, name: str, *, is_followed: bool) -> None:
    """Print what one process or all of them said, and go on if that is wished."""
    known = sorted(path.stem for path in directory.glob("*.log"))
    if name and name not in known:
        raise UnknownProcessError(
            f"There is no log of {name!r}. Logs: {', '.join(known) or 'none'}"
        )
    follower = Follower(lambda: sorted(directory.glob(f"{name or '*'}.log")))
    lines = follower.follow() if is_followed else follower.look()
    for process, line in lines:
        typer.echo(f"{process:22} | {line}")
