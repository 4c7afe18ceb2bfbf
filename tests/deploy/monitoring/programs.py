"""Prometheus' own programs: those on the PATH, or those that `make drill-alerts` has fetched."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from monitoring.files import HOME

_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
FETCHED = _CACHE / "vertical-light-os" / "prometheus" / "usr" / "bin"


def program(name: str) -> str:
    """Return the path of a program; skip the test where there is none."""
    path = os.pathsep.join([str(FETCHED), os.environ.get("PATH", "")])
    found = shutil.which(name, path=path)
    if found is None:
        pytest.skip(f"{name} is not installed: make drill-alerts fetches it and runs this test")
    return found


def run(name: str, *words: str, text: str | None = None) -> str:
    """Run a program in deploy/monitoring; return what it said, and fail if it was not content."""
    command = [program(name), *words]
    done = subprocess.run(
        command, cwd=HOME, input=text, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout
