import gzip
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from onebox.backup import take
from onebox.backup_contents import (
    DATA,
    LOG,
    MANIFEST,
    SUMS,
    BackupDamagedError,
    Manifest,
    NoRoomError,
    Progress,
    read_through,
    require_room,
    require_sums,
    write_sums,
)
from tests.deploy.onebox.clusters import backed_up_cluster


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Generator[Path]:
    home = tmp_path_factory.mktemp("home")
    with backed_up_cluster(home) as cluster:
        cluster.ask("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        yield take(cluster.source, home / "base", print).path


@pytest.fixture
def backup(taken: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(taken, tmp_path / "copy"))


def test_a_whole_backup_becomes_a_data_directory(backup: Path, tmp_path: Path) -> None:
    require_sums(backup)
    target = tmp_path / "data"
    target.mkdir(mode=0o700)
    read_through(backup, target)
    assert (target / "PG_VERSION").read_text() == "18\n"
    assert (target / "backup_label").exists()
    manifest = Manifest.read(backup / MANIFEST)
    files = [path for path in target.rglob("*") if path.is_file()]
    log = [path for path in files if path.parent.name == "pg_wal"]
    assert len(files) - len(log) == len(manifest.checksums)
    assert sum(path.stat().st_size for path in files if path not in log) == manifest.data_bytes
    assert {path.stat().st_size for path in log} == {16 << 20}


def scramble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 500] = bytes(each ^ 0xA5 for each in content[middle : middle + 500])
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2000])


@pytest.mark.parametrize("damage", [scramble, cut, Path.unlink])
@pytest.mark.parametrize("name", [DATA, LOG, MANIFEST, "secrets.env", "backup.json"])
def test_a_stored_file_that_changed_or_is_gone_is_named(
    backup: Path, name: str, damage: Callable[[Path], None]
) -> None:
    damage(backup / name)
    with pytest.raises(BackupDamagedError, match=name):
        require_sums(backup)


def test_a_backup_without_its_sums_is_not_trusted(backup: Path) -> None:
    (backup / SUMS).unlink()
    with pytest.raises(BackupDamagedError, match=SUMS):
        require_sums(backup)


@pytest.mark.parametrize("name", [DATA, LOG])
@pytest.mark.parametrize("damage", [scramble, cut])
def test_a_packed_file_that_cannot_be_read_is_damage(
    backup: Path, name: str, damage: Callable[[Path], None]
) -> None:
    damage(backup / name)
    with pytest.raises(BackupDamagedError):
        read_through(backup)


def test_a_manifest_that_was_edited_is_damage(backup: Path) -> None:
    manifest = backup / MANIFEST
    manifest.write_text(manifest.read_text().replace('"Size": 3,', '"Size": 4,', 1))
    with pytest.raises(BackupDamagedError, match="was changed"):
        read_through(backup)


def repacked(backup: Path, change: Callable[[Path], None], tmp_path: Path) -> None:
    """Change an unpacked backup and pack it again, with sums that are right once more."""
    place = tmp_path / "unpacked"
    place.mkdir()
    # By the program: Python's own way to extract safely is not in every 3.11.
    subprocess.run(["tar", "-xzf", backup / DATA, "-C", place], check=True)
    change(place)
    with tarfile.open(backup / DATA, "w:gz") as tar:
        tar.add(place, arcname=".")
    write_sums(backup)


def alter(place: Path) -> None:
    (place / "PG_VERSION").write_text("17\n")


def lose(place: Path) -> None:
    (place / "PG_VERSION").unlink()


def add(place: Path) -> None:
    (place / "added").write_text("by hand")


@pytest.mark.parametrize(
    ("change", "said"),
    [(alter, "PG_VERSION"), (lose, "lacks 1 files, such as PG_VERSION"), (add, "added")],
)
def test_what_the_server_did_not_send_is_damage_even_when_the_sums_are_right(
    backup: Path, tmp_path: Path, change: Callable[[Path], None], said: str
) -> None:
    repacked(backup, change, tmp_path)
    require_sums(backup)
    with pytest.raises(BackupDamagedError, match=said):
        read_through(backup)


def test_nothing_is_written_outside_of_the_data_directory(backup: Path, tmp_path: Path) -> None:
    with gzip.open(backup / LOG, "wb") as file, tarfile.open(fileobj=file, mode="w|") as tar:
        tar.addfile(tarfile.TarInfo("../../escaped"))
    target = tmp_path / "data"
    target.mkdir()
    with pytest.raises(BackupDamagedError, match="outside"):
        read_through(backup, target)
    assert not (tmp_path / "escaped").exists()


def test_a_small_disk_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    require_room(tmp_path, 1, "A backup")
    with pytest.raises(NoRoomError, match=r"A backup needs up to .* Free some space"):
        require_room(tmp_path, 1 << 60, "A backup")


def test_progress_speaks_only_when_it_was_silent_for_a_while() -> None:
    said: list[str] = []
    progress = Progress(said.append, "copied")
    for _ in range(100):
        progress.add(1)
    assert said == []
    patient = Progress(said.append, "copied", silence_seconds=0)
    patient.add(5 << 20)
    patient.add(2 << 20)
    assert said == ["copied: 5 MiB", "copied: 7 MiB"]
