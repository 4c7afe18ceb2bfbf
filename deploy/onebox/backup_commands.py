"""What `vlo backup` and `vlo restore` do, and what they say to the person who asked."""

import fcntl
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from onebox.backup import Source, delete_surplus, require_log_kept, take
from onebox.backup_catalog import Backup, History, backups_in, chosen, named, read_backup
from onebox.children import stop_survivors
from onebox.control import call
from onebox.errors import OneboxError
from onebox.plan import log_archive
from onebox.postgres import Cluster
from onebox.restore import Recovery, TierData, exchange, unpack
from onebox.screen import Say
from onebox.secret_values import TIERS, SecretValues
from onebox.state import State, read_json, write_privately
from onebox.wal_archive import newest_history

_MIB = 1 << 20
LAST_SUCCESS = "last_success"


class BackupRefusalError(OneboxError):
    """What was asked cannot be backed up or restored here."""


class TierBackups:
    """The backups of one tier of this machine."""

    def __init__(self, state: State, tier: str, say: Say) -> None:
        if tier not in TIERS:
            raise BackupRefusalError(f"There is no tier {tier!r}. Tiers: {', '.join(TIERS)}.")
        self._state, self._tier, self._say = state, tier, say
        self._home = state.backups / tier
        self._base = self._home / "base"
        self._archive = log_archive(state, tier)
        self._data = TierData(state.data / tier)

    def lines(self) -> list[str]:
        """Return a line for each backup that is kept here."""
        backups = backups_in(self._base, self._tier)
        if not backups:
            remedy = f"Take one: vlo backup --tier {self._tier}"
            return [f"No backup of {self._tier} in {self._base}. {remedy}"]
        return [_line(backup) for backup in backups]

    def take(self, to: Path | None, keep: int) -> None:
        """Take a backup, keep the log from then on, delete what is no longer needed."""
        with self._alone():
            self._require_own_database()
            source = self._source()
            backup = take(source, to or self._base, self._say)
            folders = [self._base, *([to] if to else [])]
            require_log_kept(source)
            for name in delete_surplus(folders, self._tier, keep, self._archive):
                self._say(f"deleted backup {name}: the newest {keep} are kept")
            write_privately(self._home / LAST_SUCCESS, f"{time.time():.0f}\n")
        self._say(f"{backup.path}: {_line(backup)}")

    def _source(self) -> Source:
        secrets = SecretValues(self._state)
        port = int(read_json(self._state.ports_file)[f"{self._tier}-database"])
        return Source(
            tier=self._tier,
            cluster=Cluster(self._data.current, port),
            superuser_password=secrets.of(self._tier, "SUPERUSER_PASSWORD"),
            secrets=secrets.of_tier(self._tier),
            archive=self._archive,
        )

    def _require_own_database(self) -> None:
        names = {process["name"] for process in call(self._state, "status")["processes"]}
        if f"{self._tier}-database" not in names:
            raise BackupRefusalError(
                f"The database of {self._tier} is not run by this stack "
                f"({self._tier.upper()}_DATABASE_URL names another server), so its files cannot be "
                "copied from here. Use that server's own backups, or dump it with "
                "deploy/backup/dump.sh: see docs/operate/backup-and-restore.md"
            )

    def find(self, name: str, at: datetime | None) -> Backup:
        """Return the backup to restore: by its name or path, or the newest that will do."""
        if at is not None and at.timestamp() > time.time():
            raise BackupRefusalError(f"{at.isoformat()} lies in the future.")
        if "/" in name:
            backups = [read_backup(Path(name))]
        else:
            backups = backups_in(self._base, self._tier)
            backups = [named(backups, name)] if name else self._of_present_history(backups)
        found = chosen(backups, at)
        if found.tier != self._tier:
            raise BackupRefusalError(f"{found.path} is a backup of {found.tier}.")
        return found

    def _of_present_history(self, backups: list[Backup]) -> list[Backup]:
        """Leave out what was taken of data that a restore has since replaced."""
        return [
            backup
            for backup in backups
            if History.parse(
                newest_history(self._archive / backup.system_identifier)
            ).leads_on_from(backup)
        ]

    def restore(self, backup: Backup, at: datetime | None) -> None:
        """Unpack a backup beside the data, then serve it; the former data stay."""
        with self._alone():
            began = time.monotonic()
            recovery = Recovery(sys.executable, self._archive, at)
            self._state.prepare()
            unpack(backup, self._data, recovery, self._say)
            is_served = self._serve(is_undo=False)
        done = "is restored and healthy" if is_served else "will be restored at the next start"
        self._say(f"{self._tier} {done}, after {time.monotonic() - began:.0f} s")
        self._tell_of_former()

    def undo(self) -> None:
        """Serve what the last restore replaced."""
        with self._alone():
            self._data.require(is_undo=True)
            is_served = self._serve(is_undo=True)
        done = "serves its former data" if is_served else "serves its former data when started"
        self._say(f"{self._tier} {done}. Then take a backup: vlo backup --tier {self._tier}")
        self._tell_of_former()

    def _serve(self, *, is_undo: bool) -> bool:
        """Exchange the data; tell whether a running stack serves them, or the next start will."""
        with self._state.lock() as is_stopped:
            if is_stopped:
                stop_survivors(self._state, self._say)
                secrets = SecretValues(self._state).of_tier(self._tier)
                exchange(self._data, self._archive, secrets, is_undo=is_undo)
                self._say("the stack is stopped: its next start replays the log: make up")
                return False
        call(self._state, "restore", self._say, tier=self._tier, is_undo=is_undo)
        return True

    def _tell_of_former(self) -> None:
        if self._data.replaced:
            self._say(f"the data from before are in {self._data.replaced[-1]}")
            self._say(f"  to serve them again: vlo restore --tier {self._tier} --undo")
            self._say("  to have the room: delete that directory and the file beside it")

    @contextmanager
    def _alone(self) -> Generator[None]:
        """Be the only one who backs up or restores this tier."""
        self._home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._home / "lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BackupRefusalError(
                    f"Another backup or restore of {self._tier} is under way. Wait for its end."
                ) from error
            yield


def _line(backup: Backup) -> str:
    return (
        f"{backup.name}  done {backup.finished_at:%Y-%m-%d %H:%M:%S}Z  "
        f"{backup.stored_bytes / _MIB:.1f} MiB for {backup.data_bytes / _MIB:.0f} MiB"
    )


def moment(text: str) -> datetime | None:
    """Read a moment as RFC 3339 has it; it must name its zone, as a wrong hour loses data."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BackupRefusalError(
            f"{text!r} is no moment. Write it like this: 2026-11-26T10:00:00Z"
        ) from error
    if at.tzinfo is None:
        raise BackupRefusalError(f"{text!r} names no zone. Write {text}Z for UTC, or {text}+05:30.")
    return at.astimezone(UTC)
