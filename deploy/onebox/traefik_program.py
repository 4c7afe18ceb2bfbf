"""Which Traefik to run: the one that was named, a recent one on the PATH, or the wheel's."""

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from onebox.errors import OneboxError

# The first version that drops headers which only look like ours (aliasHeadersStrategy).
_OLDEST = (3, 7, 15)


class TraefikMissingError(OneboxError):
    """No usable Traefik program was found."""


def traefik_program(environment: Mapping[str, str]) -> str:
    """Return the path of the Traefik program to run."""
    named = environment.get("TRAEFIK_BIN")
    if named:
        return _required(named, f"TRAEFIK_BIN names {named}, which cannot be run.")
    on_path = shutil.which("traefik", path=environment.get("PATH", ""))
    if on_path and _version_of(on_path) >= _OLDEST:
        return on_path
    wheels_own = str(Path(sys.executable).with_name("traefik"))
    return _required(wheels_own, "Traefik is not installed: the package traefik-bin is missing.")


def _required(program: str, problem: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise TraefikMissingError(f"{problem} Correct TRAEFIK_BIN, or unset it and run: make up")
    return found


def _version_of(program: str) -> tuple[int, ...]:
    """Return the version of a Traefik program, zeros when it does not say."""
    try:
        done = subprocess.run([program, "version"], capture_output=True, text=True, check=False)
    except OSError:
        return (0, 0, 0)
    numbers = re.search(r"Version:\s+v?(\d+)\.(\d+)\.(\d+)", done.stdout)
    return tuple(map(int, numbers.groups())) if numbers else (0, 0, 0)
