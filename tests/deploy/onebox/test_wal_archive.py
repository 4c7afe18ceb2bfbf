import gzip
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest

from onebox.ports import choose
from onebox.postgres import RunningCluster, running_cluster
from onebox.wal_archive import (
    SWITCH,
    ArchiveRefusalError,
    archive_command,
    archive_of,
    fetch,
    keep,
    newest_history,
)

NAME = "000000010000000000000003"
# A path that a shell or PostgreSQL would take apart, were it not quoted.
AWKWARD = "it's 100% here"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "archive"
    place.mkdir()
    return place


def a_segment(tmp_path: Path, content: bytes) -> Path:
    segment = tmp_path / NAME
    segment.write_bytes(content)
    return segment


def test_what_was_kept_comes_back_the_same(tmp_path: Path, folder: Path) -> None:
    content = random.Random(1).randbytes(3_000_000)
    keep(folder, a_segment(tmp_path, content), NAME)
    fetch(folder, NAME, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == content
    assert [file.name for file in folder.iterdir()] == [f"{NAME}.gz"]


def test_the_same_piece_again_is_no_failure(tmp_path: Path, folder: Path) -> None:
    for _ in range(2):
        keep(folder, a_segment(tmp_path, b"log" * 1000), NAME)
    assert gzip.decompress((folder / f"{NAME}.gz").read_bytes()) == b"log" * 1000


@pytest.mark.parametrize("other", [b"lig" * 1000, b"log" * 999, b"log" * 1001, b""])
def test_another_piece_of_that_name_is_never_overwritten(
    tmp_path: Path, folder: Path, other: bytes
) -> None:
    keep(folder, a_segment(tmp_path, b"log" * 1000), NAME)
    with pytest.raises(ArchiveRefusalError, match="nothing is overwritten"):
        keep(folder, a_segment(tmp_path, other), NAME)
    assert gzip.decompress((folder / f"{NAME}.gz").read_bytes()) == b"log" * 1000


def test_an_archive_that_is_not_mounted_is_not_made_elsewhere(tmp_path: Path) -> None:
    with pytest.raises(ArchiveRefusalError, match="not there"):
        keep(tmp_path / "unmounted", a_segment(tmp_path, b"log"), NAME)
    assert not (tmp_path / "unmounted").exists()


def test_a_piece_that_was_never_kept_is_the_end(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(ArchiveRefusalError, match=f"{NAME} is not in"):
        fetch(folder, NAME, tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_the_newest_history_is_the_one_with_the_highest_number(folder: Path) -> None:
    assert newest_history(folder) == ""
    for number in (2, 10):
        with gzip.open(folder / f"{number:08X}.history.gz", "wt") as file:
            file.write(f"made {number}")
    assert newest_history(folder) == "made 10"


def test_killed_in_the_middle_it_leaves_nothing_that_looks_whole(tmp_path: Path) -> None:
    data, archive = tmp_path / "data", tmp_path / "archive"
    (data / "global").mkdir(parents=True)
    (data / "global/pg_control").write_bytes((77).to_bytes(8, sys.byteorder))
    folder = archive_of(archive, data)
    folder.mkdir(parents=True)
    content = random.Random(2).randbytes(96 << 20)
    a_segment(data, content)
    command = [sys.executable, "-m", "onebox.wal_archive", "keep", str(archive), NAME, NAME]
    with subprocess.Popen(command, cwd=data) as running:
        partial = folder / f".{NAME}.partial"
        eventually(lambda: partial.exists() and partial.stat().st_size > 1 << 20)
        os.kill(running.pid, signal.SIGKILL)
    assert running.returncode == -signal.SIGKILL
    assert [file.name for file in folder.iterdir()] == [partial.name]

    assert subprocess.run(command, cwd=data, check=False).returncode == 0
    assert [file.name for file in folder.iterdir()] == [f"{NAME}.gz"]
    fetch(folder, NAME, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == content


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home") / AWKWARD


@pytest.fixture(scope="module")
def running(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Generator[RunningCluster]:
    settings = {"archive_mode": "on", "archive_command": archive_command(sys.executable, archive)}
    place = tmp_path_factory.mktemp("clusters") / "cluster"
    with running_cluster(place, choose(()), settings=settings) as cluster:
        yield cluster


def write(running: RunningCluster) -> str:
    """Write something, finish the piece of log that holds it, and return the piece's name."""
    with psycopg.connect(running.superuser_url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT pg_walfile_name(pg_create_restore_point('test') - 1)"
        ).fetchone()
        connection.execute("SELECT pg_switch_wal()")
    assert row
    return str(row[0])


def stat(running: RunningCluster, column: str) -> int:
    with psycopg.connect(running.superuser_url) as connection:
        row = connection.execute(f"SELECT {column} FROM pg_stat_archiver".encode()).fetchone()
    assert row
    return int(row[0])


def test_a_server_keeps_its_log_only_once_that_is_switched_on_and_catches_up_after_a_failure(
    running: RunningCluster, archive: Path
) -> None:
    data = running.cluster.data_dir
    folder = archive_of(archive, data)
    write(running)
    eventually(lambda: stat(running, "archived_count") > 0)
    assert not folder.exists()

    (data / SWITCH).touch()
    name = write(running)
    eventually(lambda: stat(running, "failed_count") > 0)
    folder.mkdir(parents=True)
    eventually((folder / f"{name}.gz").exists)
    kept = gzip.decompress((folder / f"{name}.gz").read_bytes())
    assert len(kept) == 16 << 20


def eventually(is_so: Callable[[], bool], seconds: float = 90) -> None:
    deadline = monotonic() + seconds
    while not is_so():
        assert monotonic() < deadline
        sleep(0.02)
