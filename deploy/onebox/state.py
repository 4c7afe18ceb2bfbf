"""Where the stack of this checkout keeps what it must remember."""

import contextlib
import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onebox.errors import SettingsFileError

# The kernel's limit for the path of a unix socket is 104 bytes on macOS, 108 on Linux.
_LONGEST_SOCKET_PATH = 100


def repository() -> Path:
    """Return the checkout that this package was installed from."""
    return Path(__file__).resolve().parents[2]


def default_home() -> Path:
    """Return the state directory: VLO_HOME, or `.vlo` in the checkout."""
    return Path(os.environ.get("VLO_HOME") or repository() / ".vlo").resolve()


@dataclass(frozen=True)
class State:
    """The state directory and the names in it."""

    home: Path

    def prepare(self) -> None:
        """Make the directories; only their owner may look inside."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        for directory in (self.run, self.logs, self.data, self.dynamic):
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def run(self) -> Path:
        """Return the place of what only matters while the stack runs."""
        return self.home / "run"

    @property
    def logs(self) -> Path:
        """Return the place of the log files."""
        return self.home / "logs"

    @property
    def data(self) -> Path:
        """Return the place of the database clusters."""
        return self.home / "data"

    @property
    def backups(self) -> Path:
        """Return the place of the backups; forgetting the data does not forget them."""
        return self.home / "backups"

    @property
    def dynamic(self) -> Path:
        """Return the directory that the gateway watches."""
        return self.home / "gateway" / "dynamic"

    @property
    def monitoring(self) -> Path:
        """Return the place of what the tiers' Prometheus servers read and keep."""
        return self.home / "monitoring"

    def backup_success_file(self, tier: str) -> Path:
        """Return the file with the Unix time of the tier's last good backup."""
        return self.home / "backups" / tier / "last_success"

    @property
    def gateway_file(self) -> Path:
        """Return the gateway's static configuration."""
        return self.home / "gateway" / "traefik.yml"

    @property
    def secrets_file(self) -> Path:
        """Return the file of generated secrets."""
        return self.home / "secrets.env"

    @property
    def ports_file(self) -> Path:
        """Return the file of chosen ports."""
        return self.home / "ports.json"

    @property
    def replicas_file(self) -> Path:
        """Return the file of wished replica counts."""
        return self.home / "replicas.json"

    @property
    def children_file(self) -> Path:
        """Return the file that names the supervisor's living children."""
        return self.run / "children.json"

    @property
    def pid_file(self) -> Path:
        """Return the file with the supervisor's pid, for messages only: the lock decides."""
        return self.run / "supervisor.json"

    @property
    def demo_env(self) -> Path:
        """Return the file with the demo's URL, keys and ids."""
        return self.home / "demo.env"

    @property
    def control_socket(self) -> Path:
        """Return the supervisor's socket; a deep checkout gets a short path elsewhere."""
        usual = self.run / "control.sock"
        if len(os.fsencode(usual)) <= _LONGEST_SOCKET_PATH:
            return usual
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"vlo-{os.getuid()}-{digest}" / "control.sock"

    @contextlib.contextmanager
    def lock(self) -> Generator[bool]:
        """Try to become this directory's only supervisor; give whether that worked."""
        self.prepare()
        with (self.run / "lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    @property
    def is_running(self) -> bool:
        """Tell whether a supervisor holds the lock; the kernel drops it however it ended."""
        if not (self.run / "lock").exists():
            return False
        with self.lock() as was_free:
            return not was_free


def write_privately(path: Path, text: str) -> None:
    """Replace a file in one step, readable by its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_json(path: Path) -> dict[str, Any]:
    """Read one of our JSON files; a missing one is empty."""
    try:
        content = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise SettingsFileError(
            f"{path} is not valid JSON ({error}). Delete it: it is made again at the next start."
        ) from error
    if not isinstance(content, dict):
        raise SettingsFileError(f"{path} does not hold a JSON object. Delete it and start again.")
    return content  # pyright: ignore[reportUnknownVariableType] - narrowed from what json gives


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Replace one of our JSON files."""
    write_privately(path, json.dumps(content, indent=2, sort_keys=True) + "\n")


def read_variables(path: Path) -> dict[str, str]:
    """Read a file of NAME=value lines; a missing one is empty."""
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text().splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def write_variables(path: Path, variables: Mapping[str, str]) -> None:
    """Replace a file of NAME=value lines, readable by its owner alone."""
    write_privately(path, "".join(f"{name}={value}\n" for name, value in variables.items()))
