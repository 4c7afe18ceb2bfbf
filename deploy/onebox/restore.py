"""How does a backup become the data directory of a tier, so that every step can be undone?

    <tier>                   what is served
    <tier>.restoring         a backup, unpacked whole, that is about to be served
    <tier>.replaced-<when>   what was served before; only a person deletes it

A directory gets its name when it is complete, so whatever is interrupted can be told by the names.
"""

import re
import shutil
import struct
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from onebox.backup import SECRETS
from onebox.backup_catalog import SEGMENT, Backup, segment_name
from onebox.backup_contents import Progress, read_through, require_room, require_sums, sync_tree
from onebox.errors import OneboxError
from onebox.postgres_programs import hand_over, programs, unprivileged
from onebox.state import read_variables, write_variables
from onebox.wal_archive import archive_of, restore_command

_HALF_MADE = ".half-made"
_SETTINGS_FILE = "postgresql.auto.conf"
_OURS = re.compile(r"\s*(restore_command|recovery_target\w*)\s*=")
_MARGIN_BYTES = 256 << 20
_ASIDE_FORMAT = "%Y%m%dT%H%M%S-%fZ"
# Of the first page of a piece of log: its timeline and its address, behind four other bytes.
_PAGE_HEADER = struct.Struct("=4xIQ")
_TIMELINE = re.compile(r"Latest checkpoint's TimeLineID:\s+(\d+)")


class NothingToServeError(OneboxError):
    """There is nothing that could take the place of what is served."""


@dataclass(frozen=True, slots=True)
class TierData:
    """The directories of one tier's cluster, by what they are."""

    current: Path

    @property
    def restoring(self) -> Path:
        """Return the place of what is about to be served."""
        return self.current.with_name(f"{self.current.name}.restoring")

    @property
    def replaced(self) -> list[Path]:
        """Return what was served before, oldest first."""
        found = self.current.parent.glob(f"{self.current.name}.replaced-*")
        return sorted(path for path in found if path.is_dir())

    def former(self) -> Path:
        """Return what was served last before what is served now."""
        if not self.replaced:
            raise NothingToServeError(
                f"No former data of {self.current.name} are kept in {self.current.parent}: "
                "there is nothing to undo."
            )
        return self.replaced[-1]

    def replace(self, secrets: Mapping[str, str]) -> Path | None:
        """Serve what is restored from now on; return where the former directory lies."""
        aside: Path | None = None
        if self.current.exists():
            aside = self._new_name("replaced")
            write_variables(secrets_beside(aside), secrets)
            self.current.rename(aside)
        self.restoring.rename(self.current)
        return aside

    def _new_name(self, what: str) -> Path:
        when = datetime.fromtimestamp(time.time(), UTC).strftime(_ASIDE_FORMAT)
        return self.current.with_name(f"{self.current.name}.{what}-{when}")

    def require(self, *, is_undo: bool) -> None:
        """Refuse an exchange for which nothing is there."""
        if is_undo:
            self.former()
        elif not self.restoring.exists():
            raise NothingToServeError(f"{self.restoring} is not there: unpack a backup first.")

    def finish_interrupted(self) -> dict[str, str]:
        """Serve what was to be served when a kill came; return the secrets that go with it."""
        if self.restoring.exists() and not self.current.exists():
            self.restoring.rename(self.current)
        if self.restoring.exists():
            return {}
        return read_variables(secrets_beside(self.restoring))

    def is_proven(self) -> None:
        """Note that what was restored is served and well."""
        secrets_beside(self.restoring).unlink(missing_ok=True)

    def put_back(self, aside: Path | None) -> Path:
        """Serve the former directory again; return where what did not work lies."""
        failed = self._new_name("failed")
        self.current.rename(failed)
        secrets_beside(self.restoring).unlink(missing_ok=True)
        if aside is not None:
            aside.rename(self.current)
            secrets_beside(aside).unlink(missing_ok=True)
        return failed

    def begin_undo(self, archive: Path) -> None:
        """Make the former directory the one that is about to be served."""
        former = self.former()
        set_aside_later_timelines(archive_of(archive, former), timeline_of(former))
        shutil.rmtree(self.restoring, ignore_errors=True)
        secrets_beside(former).replace(secrets_beside(self.restoring))
        former.rename(self.restoring)


def secrets_beside(directory: Path) -> Path:
    """Return the file with the secrets that belong to a directory that is not served."""
    return directory.with_name(f"{directory.name}.{SECRETS}")


@dataclass(frozen=True, slots=True)
class Recovery:
    """Up to where a restored cluster replays the log, and where that lies."""

    python: str
    archive: Path
    at: datetime | None

    def settings(self) -> dict[str, str]:
        """Return what PostgreSQL must be told."""
        told = {"restore_command": restore_command(self.python, self.archive)}
        if self.at is not None:
            told["recovery_target_time"] = self.at.astimezone(UTC).isoformat(sep=" ")
            told["recovery_target_action"] = "promote"
        return told


def with_recovery(text: str, settings: Mapping[str, str]) -> str:
    """Return a settings file without what an earlier restore left in it, and with these."""
    kept = [line for line in text.splitlines() if not _OURS.match(line)]
    quoted = {name: value.replace("'", "''") for name, value in settings.items()}
    return "\n".join([*kept, *(f"{name} = '{value}'" for name, value in quoted.items()), ""])


def unpack(backup: Backup, data: TierData, recovery: Recovery, say: Callable[[str], None]) -> None:
    """Make a backup a data directory beside the served one, ready to recover when started."""
    require_room(data.current.parent, backup.data_bytes + _MARGIN_BYTES, "A restore")
    say(f"checking and unpacking {backup.path}")
    require_sums(backup.path)
    draft = data.restoring.with_name(data.restoring.name + _HALF_MADE)
    for left in (draft, data.restoring):
        shutil.rmtree(left, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    try:
        read_through(backup.path, draft, Progress(say, "unpacked"))
        settings = draft / _SETTINGS_FILE
        settings.write_text(with_recovery(settings.read_text(), recovery.settings()))
        (draft / "recovery.signal").touch()
        for path in (draft, *draft.rglob("*")):
            hand_over(path)
        sync_tree(draft)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    draft.rename(data.restoring)
    write_variables(secrets_beside(data.restoring), read_variables(backup.path / SECRETS))


def exchange(
    data: TierData, archive: Path, secrets: Mapping[str, str], *, is_undo: bool
) -> Path | None:
    """Put the restored or the former directory in the place of a stopped cluster's."""
    if is_undo:
        data.begin_undo(archive)
    else:
        bring_unkept_log(data, archive)
    return data.replace(secrets)


def bring_unkept_log(data: TierData, archive: Path) -> int:
    """Copy the end of the served cluster's log, which is in no archive yet; return how many pieces.

    PostgreSQL looks for a piece in the archive first and then beside the data.
    """
    source, target = data.current / "pg_wal", data.restoring / "pg_wal"
    if not source.is_dir() or archive_of(archive, data.current) != archive_of(
        archive, data.restoring
    ):
        return 0
    folder = archive_of(archive, data.current)
    unkept = [
        file
        for file in source.iterdir()
        if SEGMENT.fullmatch(file.name)
        and holds_its_own_log(file)
        and not (folder / f"{file.name}.gz").exists()
    ]
    for file in unkept:
        shutil.copyfile(file, target / file.name)
        hand_over(target / file.name)
    return len(unkept)


def holds_its_own_log(segment: Path) -> bool:
    """Tell whether a piece is what its name says: a server keeps old ones under future names."""
    with segment.open("rb") as file:
        header = file.read(_PAGE_HEADER.size)
    if len(header) < _PAGE_HEADER.size:
        return False
    timeline, address = _PAGE_HEADER.unpack(header)
    return segment_name(timeline, address) == segment.name


def timeline_of(data_dir: Path) -> int:
    """Return how often this cluster's history has branched, as its last checkpoint has it."""
    command = [*unprivileged(), str(programs() / "pg_controldata"), "-D", str(data_dir)]
    done = subprocess.run(command, env={"LC_ALL": "C"}, capture_output=True, text=True, check=False)
    found = _TIMELINE.search(done.stdout)
    return int(found[1]) if found else 1


def set_aside_later_timelines(folder: Path, timeline: int) -> None:
    """Hide the log of branches that an undone restore began: a restore follows the newest one."""
    later = [file for file in folder.glob("[0-9A-F]*.gz") if int(file.name[:8], 16) > timeline]
    if not later:
        return
    place = folder / f"undone-{datetime.fromtimestamp(time.time(), UTC).strftime(_ASIDE_FORMAT)}"
    place.mkdir(mode=0o700)
    for file in later:
        file.rename(place / file.name)
