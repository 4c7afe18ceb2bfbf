"""Is a base backup what the server sent, and how does it become a data directory again?

pg_verifybackup of the wheel that we use crashes, so the manifest that the server wrote (SHA-256 of
each file) is compared here. SHA256SUMS is over what was stored: `sha256sum -c` reads it as well.
"""

import gzip
import hashlib
import json
import os
import shutil
import tarfile
import time
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from onebox.errors import OneboxError

DATA, LOG, MANIFEST, SUMS = "base.tar.gz", "pg_wal.tar.gz", "backup_manifest", "SHA256SUMS"
_CHECKSUM_KEY = b'"Manifest-Checksum"'
_CHUNK_BYTES = 1 << 20
_SILENCE_SECONDS = 4.0
_MIB = 1 << 20


class BackupDamagedError(OneboxError):
    """A backup is not what was taken; another one must be used."""


class Progress:
    """Says how far long work is, every few seconds."""

    def __init__(
        self, say: Callable[[str], None], what: str, silence_seconds: float = _SILENCE_SECONDS
    ) -> None:
        self._say, self._what = say, what
        self._silence_seconds = silence_seconds
        self._bytes = 0
        self._next = time.monotonic() + silence_seconds

    def add(self, count: int) -> None:
        """Note that so many bytes more are done."""
        self.at(self._bytes + count)

    def at(self, total: int) -> None:
        """Note how many bytes are done."""
        self._bytes = total
        if time.monotonic() >= self._next:
            self._say(f"{self._what}: {self._bytes / _MIB:.0f} MiB")
            self._next = time.monotonic() + self._silence_seconds


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the server says that it sent."""

    checksums: dict[str, str]
    data_bytes: int
    system_identifier: str
    timeline: int
    start_lsn: str

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """Read the server's manifest, which ends with a checksum of itself."""
        content = path.read_bytes()
        body = content[: content.rfind(_CHECKSUM_KEY)]
        try:
            said = json.loads(content)
            if hashlib.sha256(body).hexdigest() != said["Manifest-Checksum"]:
                raise BackupDamagedError(f"{path} was changed since the backup was taken.")
            ranges = said["WAL-Ranges"][-1]
            return cls(
                checksums={file["Path"]: file["Checksum"] for file in said["Files"]},
                data_bytes=sum(file["Size"] for file in said["Files"]),
                system_identifier=str(said["System-Identifier"]),
                timeline=ranges["Timeline"],
                start_lsn=ranges["Start-LSN"],
            )
        except (ValueError, KeyError, IndexError) as error:
            raise BackupDamagedError(f"{path} is no whole manifest: {error}") from error


def read_through(
    folder: Path, target: Path | None = None, progress: Progress | None = None
) -> None:
    """Compare every file of a backup with the manifest; write them to `target` if there is one."""
    missing = dict(Manifest.read(folder / MANIFEST).checksums)
    with _opened(folder / DATA) as tar:
        for member in tar:
            place = None if target is None else _inside(target, member.name)
            if member.isdir() and place is not None:
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
            content = tar.extractfile(member) if member.isfile() else None
            if content is None:
                continue
            found = _copied(content, place, progress)
            if missing.pop(member.name.removeprefix("./"), None) != found:
                raise BackupDamagedError(f"{folder}: {member.name} is not what the server sent.")
    if missing:
        raise BackupDamagedError(f"{folder} lacks {len(missing)} files, such as {min(missing)}.")
    _read_log(folder / LOG, target)


def _read_log(archive: Path, target: Path | None) -> None:
    with _opened(archive) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isfile() else None
            if content is not None:
                place = None if target is None else _inside(target / "pg_wal", member.name)
                _copied(content, place, None)


@contextmanager
def _opened(path: Path) -> Generator[tarfile.TarFile]:
    """Read a packed file from its beginning to its end; say that it is damaged when it is."""
    try:
        # Not tarfile's own "r|gz": it stops where pg_basebackup begins a second gzip member.
        with gzip.open(path) as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
            yield tar
            # The checksum of a packed file is at its very end.
            while plain.read(_CHUNK_BYTES):
                pass
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BackupDamagedError(f"{path} cannot be read: {error}") from error


def _inside(target: Path, name: str) -> Path:
    place = (target / name).resolve()
    if not place.is_relative_to(target.resolve()):
        raise BackupDamagedError(f"The backup names {name}, which lies outside of it.")
    return place


def _copied(content: IO[bytes], place: Path | None, progress: Progress | None) -> str:
    """Write a file, or only read it; return its SHA-256."""
    digest = hashlib.sha256()
    with open(place or os.devnull, "wb") as file:  # noqa: PTH123 - a Path or the bin
        while chunk := content.read(_CHUNK_BYTES):
            digest.update(chunk)
            file.write(chunk)
            if progress is not None:
                progress.add(len(chunk))
    return digest.hexdigest()


def write_sums(folder: Path) -> None:
    """Write the SHA-256 of each stored file."""
    lines = (f"{_sha256(file)}  {file.name}\n" for file in _stored(folder))
    (folder / SUMS).write_text("".join(lines))


def require_sums(folder: Path) -> None:
    """Refuse a backup of which a stored file has changed or is gone."""
    try:
        lines = (folder / SUMS).read_text().splitlines()
    except OSError as error:
        raise BackupDamagedError(f"{folder} has no readable {SUMS}: {error}") from error
    for expected, _, name in (line.partition("  ") for line in lines):
        file = folder / name
        if not file.is_file() or _sha256(file) != expected:
            raise BackupDamagedError(f"{file} is gone or damaged. Restore from another backup.")


def _stored(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.iterdir()) if file.name != SUMS)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_tree(folder: Path) -> None:
    """Wait until everything below a folder, and its name, is on the disk."""
    for path in (*folder.rglob("*"), folder, folder.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def require_room(place: Path, needed_bytes: int, what: str) -> None:
    """Refuse long work that the disk has no room for."""
    free = shutil.disk_usage(place).free
    if free < needed_bytes:
        raise NoRoomError(
            f"{what} needs up to {needed_bytes / _MIB:.0f} MiB, and {place} has "
            f"{free / _MIB:.0f} MiB. Free some space, or name another disk with --to."
        )


class NoRoomError(OneboxError):
    """The disk is too small for what was asked."""
