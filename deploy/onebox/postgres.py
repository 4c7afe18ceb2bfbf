"""How a PostgreSQL cluster is made, started, stopped, and started again after anything."""

import contextlib
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from onebox.databases import create_database
from onebox.errors import DatabaseAlreadyRunningError, DatabaseNotStartedError
from onebox.parentage import dies_with_parent
from onebox.postgres_programs import hand_over, programs, unprivileged
from onebox.process_table import is_alive, is_listed, working_directory_of

__all__ = ["Cluster", "RunningCluster", "create_database", "running_cluster"]

SUPERUSER = "vlo"
HOST = "127.0.0.1"
_START_SECONDS = 60.0
_STOP_SECONDS = 20.0
_BURIAL_SECONDS = 5.0
_STATUS_LINE = 7  # of postmaster.pid, counted from 0
_SETTINGS = {
    "listen_addresses": HOST,
    # No socket file: its path has a short limit, and one way in is enough.
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    # Its log names what failed; the values, and the rows of a COPY, stand in the lines left out.
    "log_error_verbosity": "terse",
}


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL data directory and the port it is served on."""

    data_dir: Path
    port: int
    settings: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def exists(self) -> bool:
        """Tell whether the data directory is complete."""
        return (self.data_dir / "PG_VERSION").exists()

    @property
    def is_restored(self) -> bool:
        """Tell whether it comes out of a backup and has not replayed its log yet."""
        return (self.data_dir / "recovery.signal").exists()

    @property
    def _half_made(self) -> Path:
        return self.data_dir.with_name(self.data_dir.name + ".half-made")

    def url(self, user: str, password: str, database: str = "postgres") -> str:
        """Return the URL by which a client reaches a database of this cluster."""
        return f"postgresql://{user}:{quote(password, safe='')}@{HOST}:{self.port}/{database}"

    def superuser_url(self, password: str, database: str = "postgres") -> str:
        """Return the superuser's URL."""
        return self.url(SUPERUSER, password, database)

    def initialise(self, superuser_password: str) -> None:
        """Make the data directory unless it is there; an interrupted attempt leaves nothing."""
        if self.exists:
            return
        shutil.rmtree(self._half_made, ignore_errors=True)
        self._half_made.mkdir(parents=True, mode=0o700)
        hand_over(self._half_made)
        with tempfile.NamedTemporaryFile("w", dir=self.data_dir.parent) as password_file:
            password_file.write(superuser_password)
            password_file.flush()
            hand_over(Path(password_file.name))
            done = self._run_initdb(password_file.name)
        if done.returncode != 0:
            shutil.rmtree(self._half_made, ignore_errors=True)
            raise DatabaseNotStartedError(_initdb_failure(self.data_dir, done.stderr))
        # The new name appears only now: a directory with this name is always a whole one.
        self._half_made.rename(self.data_dir)

    def _run_initdb(self, password_file: str) -> subprocess.CompletedProcess[str]:
        command = [*unprivileged(), str(programs() / "initdb"), "-D", str(self._half_made)]
        command += ["-U", SUPERUSER, f"--pwfile={password_file}", "-E", "UTF8"]
        command += ["--auth-local=reject", "--auth-host=scram-sha-256"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        command += ["--no-instructions"]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def command(self) -> list[str]:
        """Return the command that serves this cluster in the foreground; SIGINT stops it."""
        command = [*unprivileged(), str(programs() / "postgres"), "-D", str(self.data_dir)]
        command += ["-p", str(self.port)]
        for name, value in {**_SETTINGS, **self.settings}.items():
            command += ["-c", f"{name}={value}"]
        return command

    def is_ready(self) -> bool:
        """Tell whether the server accepts connections; while it recovers it does not."""
        pid, lines = self.recorded_pid(), self._pid_file_lines()
        says_ready = len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready"
        return says_ready and pid is not None and is_alive(pid)

    def _pid_file_lines(self) -> list[str]:
        """Return what the server says of itself in its pid file; nothing when there is none."""
        try:
            return (self.data_dir / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def recorded_pid(self) -> int | None:
        """Return the server's pid as its own file has it, whether or not it is still true."""
        lines = self._pid_file_lines()
        return int(lines[0]) if lines and lines[0].isdigit() else None

    def clear_stale_pid(self) -> None:
        """Remove the pid file of a dead server whose pid now belongs to another program.

        PostgreSQL itself would take that program for its server and refuse to start. Any other
        pid file stays: the server checks by it that no process of a dead server is left.
        """
        pid = self.recorded_pid()
        if pid is not None:
            _await_burial(pid)
        place = working_directory_of(pid) if pid is not None and is_alive(pid) else None
        if place is None:
            return
        # A server changes into its data directory.
        if place != self.data_dir.resolve():
            (self.data_dir / "postmaster.pid").unlink(missing_ok=True)
            return
        raise DatabaseAlreadyRunningError(
            f"{self.data_dir} is still served by process {pid}. Stop it first: kill -INT {pid}"
        )


def _await_burial(pid: int) -> None:
    """Let a killed server's parent reap it: PostgreSQL takes a zombie for a running server."""
    deadline = time.monotonic() + _BURIAL_SECONDS
    while is_listed(pid) and not is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)


def _initdb_failure(data_dir: Path, stderr: str) -> str:
    """Say why a cluster could not be made, in one line."""
    lines = [line for line in stderr.splitlines() if re.search("error|fatal", line, re.IGNORECASE)]
    reason = lines[0] if lines else stderr.strip()
    remedy = "Free some disk space" if "No space left" in stderr else "Put that right"
    return f"No database could be made in {data_dir}: {reason}. {remedy}, then run it again."


class RunningCluster:
    """A cluster that this process serves; it can be stopped, killed and started again."""

    def __init__(self, cluster: Cluster, superuser_password: str) -> None:
        self.cluster = cluster
        self.superuser_password = superuser_password
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def superuser_url(self) -> str:
        """Return the superuser's URL of the database `postgres`."""
        return self.cluster.superuser_url(self.superuser_password)

    def start(self) -> None:
        """Start the server and wait until it accepts connections."""
        self.cluster.clear_stale_pid()
        deadline = time.monotonic() + _START_SECONDS
        while not self._is_up_before(deadline):
            last_words = self._log.read_text(errors="replace")[-500:]
            # Right after a kill the old server's children may still be leaving: ask again.
            if "is still in use" not in last_words or time.monotonic() > deadline:
                self.stop()
                raise DatabaseNotStartedError(
                    f"PostgreSQL did not start in {self.cluster.data_dir}: {last_words}"
                )

    def _is_up_before(self, deadline: float) -> bool:
        """Start the server once; tell whether it accepts connections in time."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self.cluster.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                # One system call between fork and exec: nothing another thread could hold.
                preexec_fn=dies_with_parent(signal.SIGINT),  # noqa: PLW1509 - see above
            )
        while self.is_running and time.monotonic() < deadline:
            if self.cluster.is_ready():
                return True
            time.sleep(0.01)
        return False

    @property
    def _log(self) -> Path:
        return self.cluster.data_dir.with_name(self.cluster.data_dir.name + ".log")

    @property
    def is_running(self) -> bool:
        """Tell whether the server process lives."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Stop the server the fast way: clients are cut, data is safe."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Kill the server process; what it had not finished is undone at the next start."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(how)
        self._process.wait(_STOP_SECONDS)
        self._process = None


@contextlib.contextmanager
def running_cluster(
    data_dir: Path,
    port: int,
    *,
    superuser_password: str = "",
    settings: Mapping[str, str] | None = None,
) -> Generator[RunningCluster]:
    """Make (if need be) and serve a cluster for the length of a `with` block."""
    password = superuser_password or secrets.token_urlsafe(18)
    cluster = Cluster(data_dir, port, settings or {})
    cluster.initialise(password)
    running = RunningCluster(cluster, password)
    try:
        running.start()
        yield running
    finally:
        running.stop()
