"""What the operating system knows about a process."""

import os
import subprocess
import sys
from pathlib import Path


def is_listed(pid: int) -> bool:
    """Tell whether the system still knows this pid, be it a zombie's."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        # Somebody else's, but there.
        return True
    return True


def is_alive(pid: int) -> bool:
    """Tell whether a process with this pid runs; a zombie does not."""
    return is_listed(pid) and _state(pid) != "Z"


def _state(pid: int) -> str:
    """Return the one-letter state of a process, empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return _ps(pid, "stat")[:1] if sys.platform != "linux" else ""


def working_directory_of(pid: int) -> Path | None:
    """Return the directory a process works in, or None when that cannot be known."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cwd").readlink()
        except OSError:
            return None
    done = _output(["lsof", "-a", "-p", str(pid), "-d", "cwd", "-Fn"])
    names = [line[1:] for line in done.splitlines() if line.startswith("n")]
    return Path(names[0]) if names else None


def memory_bytes(pid: int) -> int | None:
    """Return the resident memory of a process, or None when it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        kibibytes = _ps(pid, "rss") if sys.platform != "linux" else ""
        return int(kibibytes) * 1024 if kibibytes.isdigit() else None


def started_mark(pid: int) -> str:
    """Return what tells this process from a later one with the same pid, empty when gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return _ps(pid, "lstart") if sys.platform != "linux" else ""


def _ps(pid: int, column: str) -> str:
    return _output(["ps", "-o", f"{column}=", "-p", str(pid)]).strip()


def _output(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout
