from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from onebox.backup import (
    ARCHIVE_SECONDS,
    SECRETS,
    BackupFailedError,
    delete_surplus,
    keep_log,
    require_log_kept,
    take,
)
from onebox.backup_catalog import RECORD, Backup, backups_in, read_backup, segment_name
from onebox.backup_contents import require_sums
from onebox.ports import choose
from onebox.postgres import Cluster
from onebox.state import read_variables
from onebox.wal_archive import archive_of
from tests.deploy.onebox.clusters import BackedUp, backed_up_cluster


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def cluster(home: Path) -> Generator[BackedUp]:
    with backed_up_cluster(home) as running:
        yield running


def test_a_backup_is_whole_and_says_where_it_begins(cluster: BackedUp, tmp_path: Path) -> None:
    left = tmp_path / "20200101T000000Z.half-made"
    left.mkdir()
    backup = take(cluster.source, tmp_path, print)
    assert backups_in(tmp_path, "local") == [backup] == [read_backup(backup.path)]
    assert not left.exists()
    require_sums(backup.path)
    row = cluster.ask("SELECT system_identifier::text FROM pg_control_system()")
    assert row == [(backup.system_identifier,)]
    assert backup.timeline == 1
    assert backup.data_bytes > 1 << 20
    assert read_variables(backup.path / SECRETS) == cluster.source.secrets
    assert (backup.path / SECRETS).stat().st_mode & 0o077 == 0


def test_from_the_first_backup_on_the_log_is_kept_every_minute(cluster: BackedUp) -> None:
    keep_log(cluster.source)
    keep_log(cluster.source)
    assert ARCHIVE_SECONDS <= 60
    cluster.ask("CREATE TABLE written (n int)")
    require_log_kept(cluster.source)
    folder = archive_of(cluster.source.archive, cluster.data.current)
    assert [file.name for file in folder.iterdir() if file.name.startswith(".")] == []
    assert [file for file in folder.glob("*.gz") if len(file.name) == 27]
    require_log_kept(cluster.source)


def test_the_interval_is_the_clusters_own_setting(cluster: BackedUp) -> None:
    keep_log(cluster.source)
    name = "postgresql.auto.conf"
    assert f"archive_timeout = '{ARCHIVE_SECONDS}'" in (cluster.data.current / name).read_text()


def test_a_database_that_is_down_leaves_no_backup_behind(cluster: BackedUp, tmp_path: Path) -> None:
    elsewhere = Cluster(cluster.data.current, choose(()))
    with pytest.raises(BackupFailedError, match=r"does not answer .* make status"):
        take(replace(cluster.source, cluster=elsewhere), tmp_path, print)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_password_leaves_no_backup_behind(cluster: BackedUp, tmp_path: Path) -> None:
    with pytest.raises(BackupFailedError, match="password authentication failed"):
        take(replace(cluster.source, superuser_password="wrong"), tmp_path, print)
    assert list(tmp_path.iterdir()) == []


def a_backup(folder: Path, number: int, tier: str = "local") -> Backup:
    at = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=number)
    path = folder / f"{at:%Y%m%dT%H%M%SZ}"
    path.mkdir(parents=True)
    backup = Backup(path, tier, at, 1, "77", 1, number << 24)
    (path / RECORD).write_text(backup.record())
    return backup


def test_old_backups_go_with_the_log_that_only_they_need(tmp_path: Path) -> None:
    here, disk, log = tmp_path / "base", tmp_path / "disk", tmp_path / "wal" / "77"
    log.mkdir(parents=True)
    for number in range(1, 6):
        a_backup(here, number)
        (log / f"{segment_name(1, number << 24)}.gz").touch()
    a_backup(disk, 3)
    a_backup(here, 9, tier="enterprise")
    other = tmp_path / "wal" / "78" / f"{segment_name(1, 0)}.gz"
    other.parent.mkdir()
    other.touch()

    gone = delete_surplus([here, disk], "local", 2, tmp_path / "wal")

    assert gone == ["20261102T000000Z", "20261103T000000Z", "20261104T000000Z"]
    assert [backup.name[6:8] for backup in backups_in(here, "local")] == ["05", "06"]
    assert len(backups_in(disk, "local")) == len(backups_in(here, "enterprise")) == 1
    kept = {f"{segment_name(1, number << 24)}.gz" for number in (3, 4, 5)}
    assert {file.name for file in log.iterdir()} == kept
    assert other.exists()
