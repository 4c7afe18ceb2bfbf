"""How is a base backup of a running cluster taken, and its write-ahead log kept from then on?"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from onebox.backup_catalog import (
    NAME_FORMAT,
    RECORD,
    Backup,
    backups_in,
    parsed_lsn,
    surplus,
    unneeded_segments,
)
from onebox.backup_contents import (
    MANIFEST,
    Manifest,
    Progress,
    read_through,
    require_room,
    sync_tree,
    write_sums,
)
from onebox.errors import OneboxError
from onebox.postgres import Cluster
from onebox.postgres_programs import hand_over, programs
from onebox.state import write_privately, write_variables
from onebox.wal_archive import SWITCH, archive_of

SECRETS = "secrets.env"
# An idle server finishes a piece of log this often, so no more than this is lost with the disk.
ARCHIVE_SECONDS = 60
_ARCHIVED_SECONDS = 60.0
_HALF_MADE = ".half-made"
_MARGIN_BYTES = 64 << 20
_POLL_SECONDS = 0.1


class BackupFailedError(OneboxError):
    """No backup was made; those from before are as they were."""


class LogNotKeptError(OneboxError):
    """The base backup is whole, but the write-ahead log after it is not being kept."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is backed up: a tier's cluster, and the secrets without which its data are no use."""

    tier: str
    cluster: Cluster
    superuser_password: str
    secrets: Mapping[str, str]
    archive: Path

    @property
    def url(self) -> str:
        """Return the superuser's address."""
        return self.cluster.superuser_url(self.superuser_password)


def take(source: Source, into: Path, say: Callable[[str], None]) -> Backup:
    """Copy the running cluster into a new folder below `into`; it appears when it is whole."""
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    used = sum(file.stat().st_size for file in _files(source.cluster.data_dir))
    require_room(into, used + _MARGIN_BYTES, "A backup")
    keep_log(source)
    for left in into.glob(f"*{_HALF_MADE}"):
        shutil.rmtree(left)
    name = datetime.fromtimestamp(time.time(), UTC).strftime(NAME_FORMAT)
    draft = into / (name + _HALF_MADE)
    try:
        _copy(source, draft, say)
        backup = _complete(source, draft, say)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    draft.rename(backup.path)
    return backup


def _files(folder: Path) -> list[Path]:
    """Return the files below a folder in which a server deletes some at any time."""
    return [
        Path(place, name)
        for place, _, names in os.walk(folder)
        for name in names
        if Path(place, name).exists()
    ]


def keep_log(source: Source) -> None:
    """Have every finished piece of log kept from now on; repeating changes nothing."""
    folder = archive_of(source.archive, source.cluster.data_dir)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    hand_over(folder)
    switch = source.cluster.data_dir / SWITCH
    switch.touch(mode=0o600)
    hand_over(switch)
    with _connection(source) as connection:
        statement = sql.SQL("ALTER SYSTEM SET archive_timeout = {}")
        connection.execute(statement.format(sql.Literal(ARCHIVE_SECONDS)))
        connection.execute("SELECT pg_reload_conf()")


def _connection(source: Source) -> psycopg.Connection:
    try:
        return psycopg.connect(source.url, autocommit=True)
    except psycopg.OperationalError as error:
        raise BackupFailedError(
            f"The {source.tier} database does not answer ({str(error).splitlines()[0]}). "
            "See: make status"
        ) from error


def _copy(source: Source, draft: Path, say: Callable[[str], None]) -> None:
    command = [str(programs() / "pg_basebackup"), "--pgdata", str(draft), "--no-password"]
    command += ["--dbname", source.cluster.superuser_url("")]
    command += ["--format=tar", "--compress=client-gzip:1", "--wal-method=stream"]
    command += ["--checkpoint=fast", "--manifest-checksums=SHA256"]
    environment = {**os.environ, "PGPASSWORD": source.superuser_password}
    progress = Progress(say, "copied, packed")
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as running:
        while running.poll() is None:
            progress.at(sum(file.stat().st_size for file in _files(draft)))
            time.sleep(_POLL_SECONDS)
        said = running.stderr.read().strip() if running.stderr else ""
    if running.returncode != 0:
        raise BackupFailedError(f"No backup of {source.tier} was made: {said}")


def _complete(source: Source, draft: Path, say: Callable[[str], None]) -> Backup:
    """Read the copy back, and put beside it what a restore must know."""
    say("reading the copy back, against the server's checksums")
    read_through(draft, progress=Progress(say, "read back"))
    manifest = Manifest.read(draft / MANIFEST)
    backup = Backup(
        path=draft.with_name(draft.name.removesuffix(_HALF_MADE)),
        tier=source.tier,
        finished_at=datetime.fromtimestamp(time.time(), UTC),
        data_bytes=manifest.data_bytes,
        system_identifier=manifest.system_identifier,
        timeline=manifest.timeline,
        start_lsn=parsed_lsn(manifest.start_lsn),
    )
    write_variables(draft / SECRETS, source.secrets)
    write_privately(draft / RECORD, backup.record())
    write_sums(draft)
    sync_tree(draft)
    return backup


def require_log_kept(source: Source) -> None:
    """Finish the present piece of log and wait until it is in the archive."""
    with _connection(source) as connection:
        # Where nothing was written since the last piece, there is none to finish.
        row = connection.execute(
            "SELECT pg_walfile_name(pg_create_restore_point('vlo backup') - 1)"
        ).fetchone()
        connection.execute("SELECT pg_switch_wal()")
    name = str(row[0]) if row else ""
    kept = archive_of(source.archive, source.cluster.data_dir) / f"{name}.gz"
    deadline = time.monotonic() + _ARCHIVED_SECONDS
    while not kept.exists():
        if time.monotonic() > deadline:
            raise LogNotKeptError(
                f"The base backup is whole, but {name} did not reach {kept.parent} in "
                f"{_ARCHIVED_SECONDS:.0f} s: what is written from now on is not kept. See: "
                f"vlo logs {source.tier}-database"
            )
        time.sleep(_POLL_SECONDS)


def delete_surplus(folders: list[Path], tier: str, keep: int, archive: Path) -> list[str]:
    """Delete backups beyond the newest in each folder, and log that none needs; say what went."""
    gone: list[str] = []
    left: list[Backup] = []
    for folder in folders:
        backups = backups_in(folder, tier)
        leaving = surplus(backups, keep)
        left += [backup for backup in backups if backup not in leaving]
        for backup in leaving:
            shutil.rmtree(backup.path)
            gone.append(backup.name)
    for cluster in (path for path in archive.glob("*") if path.is_dir()):
        own = [backup for backup in left if backup.system_identifier == cluster.name]
        for name in unneeded_segments([file.name for file in cluster.iterdir()], own):
            (cluster / name).unlink()
    return gone
