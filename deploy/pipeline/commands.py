"""Run another program and take its answer, or say why it gave none."""

import subprocess
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from pipeline.errors import CommandFailedError

_SECONDS = 600.0


class Run(Protocol):
    """Whatever runs a command and returns what it printed."""

    def __call__(
        self, command: Sequence[str], /, *, given: str = "", fine: Collection[int] = (0,)
    ) -> str:
        """Run it with this on its standard input; raise CommandFailedError if it fails."""
        ...


def run(
    command: Sequence[str],
    /,
    *,
    given: str = "",
    fine: Collection[int] = (0,),
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run a program and return what it printed."""
    done = subprocess.run(
        command,
        input=given,
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )
    if done.returncode not in fine:
        last_words = (done.stderr.strip() or done.stdout.strip())[-2000:]
        raise CommandFailedError(
            f"`{' '.join(command)}` ended with code {done.returncode}: {last_words}"
        )
    return done.stdout
