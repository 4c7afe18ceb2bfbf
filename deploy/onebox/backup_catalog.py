"""Which base backups are there, which one does a moment need, and what may be deleted?"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from onebox.errors import OneboxError

RECORD = "backup.json"
NAME_FORMAT = "%Y%m%dT%H%M%SZ"
SEGMENT = re.compile(r"[0-9A-F]{24}")
_TIMELINE_DIGITS = 8


class NoSuchBackupError(OneboxError):
    """No backup has the name, or none is old enough for the moment."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One whole copy of a tier's cluster."""

    path: Path
    tier: str
    finished_at: datetime
    data_bytes: int
    system_identifier: str
    timeline: int
    start_lsn: int

    @property
    def name(self) -> str:
        """Return the moment of its beginning, which is the name of its folder."""
        return self.path.name

    @property
    def first_segment(self) -> str:
        """Return the piece of the write-ahead log from which on it needs the log."""
        return segment_name(self.timeline, self.start_lsn)

    @property
    def stored_bytes(self) -> int:
        """Return how much room it takes."""
        return sum(file.stat().st_size for file in self.path.iterdir())

    def record(self) -> str:
        """Return what is written beside the copy."""
        return json.dumps(
            {
                "tier": self.tier,
                "finished_at": self.finished_at.isoformat(),
                "data_bytes": self.data_bytes,
                "system_identifier": self.system_identifier,
                "timeline": self.timeline,
                "start_lsn": self.start_lsn,
            },
            indent=2,
        )


@dataclass(frozen=True, slots=True)
class History:
    """Which timelines led to the present one, and where each was left; a restore begins one."""

    branches: Mapping[int, int]

    @classmethod
    def parse(cls, text: str) -> "History":
        """Read PostgreSQL's file: a timeline, the position of the branch and a reason a line."""
        rows = (line.split() for line in text.splitlines() if line[:1].isdigit())
        return cls({int(row[0]): parsed_lsn(row[1]) for row in rows})

    def leads_on_from(self, backup: Backup) -> bool:
        """Tell whether the present data came by this backup, or a restore left it on a branch."""
        left_at = self.branches.get(backup.timeline)
        return left_at is None or backup.start_lsn < left_at


def segment_name(timeline: int, lsn: int) -> str:
    """Return the name of the 16 MB piece of log that holds a position."""
    return f"{timeline:08X}{lsn >> 32:08X}{(lsn & 0xFFFFFFFF) >> 24:08X}"


def parsed_lsn(text: str) -> int:
    """Return a position in the log as a number; PostgreSQL writes it as two halves."""
    high, _, low = text.partition("/")
    return int(high, 16) << 32 | int(low, 16)


def read_backup(path: Path) -> Backup:
    """Read the record of one backup."""
    try:
        record = json.loads((path / RECORD).read_text())
        return Backup(
            path=path,
            tier=record["tier"],
            finished_at=datetime.fromisoformat(record["finished_at"]),
            data_bytes=record["data_bytes"],
            system_identifier=record["system_identifier"],
            timeline=record["timeline"],
            start_lsn=record["start_lsn"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoSuchBackupError(f"{path} is no backup of ours: {error}") from error


def backups_in(folder: Path, tier: str) -> list[Backup]:
    """Return a tier's whole backups in a folder, oldest first."""
    records = sorted(folder.glob(f"[0-9]*/{RECORD}"))
    found = (read_backup(record.parent) for record in records)
    return [backup for backup in found if backup.tier == tier]


def chosen(backups: Sequence[Backup], at: datetime | None) -> Backup:
    """Return the newest backup, or the newest that was done by a moment."""
    done = [backup for backup in backups if at is None or backup.finished_at <= at]
    if done:
        return done[-1]
    if at is None or not backups:
        raise NoSuchBackupError("There is no backup yet. Take one: vlo backup --tier TIER")
    raise NoSuchBackupError(
        f"No backup was done by {at.isoformat()}: the earliest moment that can be restored is "
        f"{backups[0].finished_at.isoformat()}."
    )


def named(backups: Sequence[Backup], name: str) -> Backup:
    """Return the backup with this name; say which there are when there is none."""
    for backup in backups:
        if backup.name == name:
            return backup
    known = ", ".join(backup.name for backup in backups) or "none"
    raise NoSuchBackupError(f"There is no backup {name!r}. Backups: {known}")


def surplus(backups: Sequence[Backup], keep: int) -> list[Backup]:
    """Return the backups to delete so that the newest `keep` stay; the last one always does."""
    return list(backups[: -max(keep, 1)])


def unneeded_segments(kept: Iterable[str], backups: Iterable[Backup]) -> list[str]:
    """Return the pieces of one cluster's log that lie before what every one of its backups needs.

    Whether a piece is older is told without the timeline: a restored cluster goes on counting.
    The small files that say where a timeline began are not pieces, and stay.
    """
    positions = [backup.first_segment[_TIMELINE_DIGITS:] for backup in backups]
    if not positions:
        return []
    first = min(positions)
    return [
        name
        for name in kept
        if SEGMENT.match(name) and name[_TIMELINE_DIGITS : _TIMELINE_DIGITS * 3] < first
    ]
