"""Where does a database's finished write-ahead log go, and how does it come back?

PostgreSQL runs this program: `python -m onebox.wal_archive keep ARCHIVE PATH NAME` is its
archive_command, `python -m onebox.wal_archive fetch ARCHIVE NAME PATH` its restore_command. It runs
once for each 16 MB of log, so it imports nothing that is slow.
"""

import gzip
import os
import shlex
import sys
from contextlib import suppress
from pathlib import Path

# Lies in the data directory once somebody wants the log kept; a copy of the cluster has it too.
SWITCH = "vlo.archiving"
_SUFFIX = ".gz"
_PARTIAL = ".partial"
_CHUNK_BYTES = 1 << 20
# Level 1 packs a segment in a sixth of the time of the usual 9, to nearly the same size.
_LEVEL = 1


class ArchiveRefusalError(Exception):
    """The log cannot be kept or given; PostgreSQL writes the reason into its own log."""


def archive_command(python: str, archive: Path) -> str:
    """Return what PostgreSQL runs for each finished piece; without the switch it does nothing."""
    return f"test ! -e {SWITCH} || exec {_ours(python, 'keep', archive)} %p %f"


def restore_command(python: str, archive: Path) -> str:
    """Return what PostgreSQL runs for each piece that it needs while it recovers."""
    return f"exec {_ours(python, 'fetch', archive)} %f %p"


def _ours(python: str, verb: str, archive: Path) -> str:
    words = shlex.join([python, "-m", "onebox.wal_archive", verb, str(archive)])
    return words.replace("%", "%%")


def archive_of(archive: Path, data_dir: Path) -> Path:
    """Return the folder of one cluster: a new cluster repeats the names of an older one's log."""
    control = (data_dir / "global" / "pg_control").read_bytes()
    return archive / str(int.from_bytes(control[:8], sys.byteorder))


def keep(folder: Path, segment: Path, name: str) -> None:
    """Store a piece so that it is whole and on the disk, or not there; never overwrite another."""
    if not folder.is_dir():
        raise ArchiveRefusalError(f"{folder} is not there. Mount or make it: it is tried again.")
    target = folder / (name + _SUFFIX)
    if target.exists():
        _require_same(target, segment)
        return
    partial = folder / f".{name}{_PARTIAL}"
    _pack(segment, partial)
    # A link, unlike a rename, fails where the name is taken.
    os.link(partial, target)
    partial.unlink()
    _sync_directory(folder)


def _require_same(kept: Path, segment: Path) -> None:
    """Accept a piece that was kept before PostgreSQL could note it; refuse any other."""
    with gzip.open(kept) as packed, segment.open("rb") as plain:
        while chunk := plain.read(_CHUNK_BYTES):
            if packed.read(len(chunk)) != chunk:
                raise ArchiveRefusalError(f"{kept} holds something else: nothing is overwritten.")
        if packed.read(1):
            raise ArchiveRefusalError(f"{kept} holds something longer: nothing is overwritten.")


def _pack(source: Path, target: Path) -> None:
    with source.open("rb") as plain, target.open("wb") as file:
        with gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as packed:
            while chunk := plain.read(_CHUNK_BYTES):
                packed.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _sync_directory(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def fetch(folder: Path, name: str, target: Path) -> None:
    """Give a piece back; one that was never kept is the end of the log."""
    kept = folder / (name + _SUFFIX)
    if not kept.exists():
        raise ArchiveRefusalError(f"{name} is not in {folder}.")
    with gzip.open(kept) as packed, target.open("wb") as file:
        while chunk := packed.read(_CHUNK_BYTES):
            file.write(chunk)


def newest_history(folder: Path) -> str:
    """Return what the archive says of where the newest timeline came from; empty for the first."""
    files = sorted(folder.glob("*.history" + _SUFFIX))
    if not files:
        return ""
    with gzip.open(files[-1], "rt") as file:
        return file.read()


def main(words: list[str]) -> int:
    """Do what PostgreSQL asks, in the data directory where it runs its commands."""
    verb, archive, first, second = words
    folder = archive_of(Path(archive), Path())
    try:
        if verb == "keep":
            keep(folder, Path(first), second)
        else:
            fetch(folder, first, Path(second))
    except (ArchiveRefusalError, OSError, EOFError) as reason:
        with suppress(OSError):
            print(f"write-ahead log: {reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
