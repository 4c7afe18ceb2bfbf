import shutil
import struct
import sys
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.digests import at_a_moment, differences, digests
from onebox.backup import take
from onebox.backup_catalog import Backup
from onebox.backup_contents import BackupDamagedError, NoRoomError
from onebox.postgres import Cluster, RunningCluster
from onebox.restore import (
    NothingToServeError,
    Recovery,
    TierData,
    bring_unkept_log,
    exchange,
    holds_its_own_log,
    secrets_beside,
    set_aside_later_timelines,
    timeline_of,
    unpack,
    with_recovery,
)
from onebox.state import read_variables, write_variables
from onebox.wal_archive import archive_command
from tests.deploy.onebox.clusters import PASSWORD, BackedUp, backed_up_cluster

SECRETS = {"LOCAL_KEY_PEPPER": "the present one"}


class Drilled:
    """A cluster that was backed up, written to, and then emptied by a mistake."""

    def __init__(self, cluster: BackedUp, home: Path) -> None:
        self.cluster = cluster
        cluster.ask("CREATE TABLE kept AS SELECT n, md5(n::text) FROM generate_series(1, 5000) n")
        self.backup: Backup = take(cluster.source, home / "base", print)
        cluster.ask("INSERT INTO kept SELECT n, 'later' FROM generate_series(5001, 6000) n")
        self.moment, self.before = at_a_moment(cluster.running.superuser_url)
        cluster.ask("DELETE FROM kept")
        cluster.ask("CREATE TABLE mistake (n int)")
        cluster.running.stop()

    def log(self, tmp_path: Path) -> Path:
        """Return a copy of the kept log: a restored cluster adds a timeline to it."""
        return Path(shutil.copytree(self.cluster.source.archive, tmp_path / "wal"))


@pytest.fixture(scope="module")
def drilled(tmp_path_factory: pytest.TempPathFactory) -> Generator[Drilled]:
    home = tmp_path_factory.mktemp("home")
    with backed_up_cluster(home) as cluster:
        yield Drilled(cluster, home)


def up_to(at: datetime | None, log: Path) -> Recovery:
    return Recovery(sys.executable, log, at)


def served(drilled: Drilled, data_dir: Path, log: Path) -> RunningCluster:
    """Serve a directory as the cluster that was backed up."""
    former = drilled.cluster.running.cluster
    settings = {**former.settings, "archive_command": archive_command(sys.executable, log)}
    cluster = Cluster(data_dir, former.port, settings)
    running = RunningCluster(cluster, PASSWORD)
    running.start()
    return running


def rows(running: RunningCluster) -> tuple[int, ...]:
    with psycopg.connect(running.superuser_url) as connection:
        found = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert found
    return found


def test_a_moment_comes_back_into_an_empty_place_table_by_table(
    drilled: Drilled, tmp_path: Path
) -> None:
    data, log = TierData(tmp_path / "local"), drilled.log(tmp_path)
    unpack(drilled.backup, data, up_to(drilled.moment, log), print)
    running = served(drilled, data.restoring, log)
    try:
        with psycopg.connect(running.superuser_url) as connection:
            assert differences(drilled.before, digests(connection)) == []
        assert drilled.before["public.kept"].rows == 6000
        assert timeline_of(data.restoring) == 2
    finally:
        running.stop()


def test_without_a_moment_all_that_was_written_comes_back(drilled: Drilled, tmp_path: Path) -> None:
    data, log = TierData(tmp_path / "local"), drilled.log(tmp_path)
    unpack(drilled.backup, data, up_to(None, log), print)
    running = served(drilled, data.restoring, log)
    try:
        assert rows(running) == (0,)
    finally:
        running.stop()


def test_the_end_of_the_log_is_taken_from_a_cluster_that_could_not_keep_it(
    drilled: Drilled, tmp_path: Path
) -> None:
    crashed, log = TierData(tmp_path / "local"), drilled.log(tmp_path)
    shutil.copytree(drilled.cluster.data.current, crashed.current)
    running = served(drilled, crashed.current, log)
    with psycopg.connect(running.superuser_url, autocommit=True) as connection:
        connection.execute("INSERT INTO kept SELECT n FROM generate_series(1, 7) n")
    running.kill()
    unpack(drilled.backup, crashed, up_to(None, log), print)
    assert bring_unkept_log(crashed, log) >= 1
    running = served(drilled, crashed.restoring, log)
    try:
        assert rows(running) == (7,)
    finally:
        running.stop()


def test_a_damaged_backup_touches_nothing(drilled: Drilled, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(drilled.backup.path, tmp_path / drilled.backup.name))
    (copy / "pg_wal.tar.gz").write_bytes(b"")
    damaged = Backup(copy, "local", drilled.moment, 1, "77", 1, 0)
    data = TierData(tmp_path / "data" / "local")
    data.current.mkdir(parents=True)
    with pytest.raises(BackupDamagedError, match="another backup"):
        unpack(damaged, data, up_to(None, tmp_path), print)
    assert list(data.current.parent.iterdir()) == [data.current]


def test_a_backup_that_does_not_fit_touches_nothing(drilled: Drilled, tmp_path: Path) -> None:
    huge = Backup(drilled.backup.path, "local", drilled.moment, 1 << 60, "77", 1, 0)
    data = TierData(tmp_path / "local")
    with pytest.raises(NoRoomError):
        unpack(huge, data, up_to(None, tmp_path), print)
    assert list(tmp_path.iterdir()) == []


def directory(path: Path, content: str) -> Path:
    """Make a data directory of which one can tell whose it is."""
    (path / "pg_wal").mkdir(parents=True)
    (path / "global").mkdir()
    (path / "global/pg_control").write_bytes(content.encode().ljust(8))
    (path / "whose").write_text(content)
    return path


def whose(path: Path) -> str:
    return (path / "whose").read_text()


@pytest.fixture
def data(tmp_path: Path) -> TierData:
    data = TierData(tmp_path / "local")
    directory(data.current, "former")
    directory(data.restoring, "restored")
    write_variables(secrets_beside(data.restoring), {"LOCAL_KEY_PEPPER": "of the backup"})
    return data


def test_the_former_data_and_their_secrets_stay_until_a_person_deletes_them(
    data: TierData, tmp_path: Path
) -> None:
    aside = exchange(data, tmp_path / "wal", SECRETS, is_undo=False)
    assert whose(data.current) == "restored"
    assert data.replaced == [aside]
    assert whose(data.former()) == "former"
    assert read_variables(secrets_beside(data.former())) == SECRETS


def test_an_undone_restore_can_itself_be_undone(data: TierData, tmp_path: Path) -> None:
    exchange(data, tmp_path / "wal", SECRETS, is_undo=False)
    for served_now, kept in (("former", "restored"), ("restored", "former")):
        exchange(data, tmp_path / "wal", SECRETS, is_undo=True)
        assert (whose(data.current), whose(data.former())) == (served_now, kept)


def test_without_former_data_there_is_nothing_to_undo(data: TierData) -> None:
    with pytest.raises(NothingToServeError, match="nothing to undo"):
        data.require(is_undo=True)


def test_without_an_unpacked_backup_nothing_is_stopped(data: TierData) -> None:
    data.require(is_undo=False)
    shutil.rmtree(data.restoring)
    with pytest.raises(NothingToServeError, match="unpack a backup first"):
        data.require(is_undo=False)


def test_what_does_not_work_makes_room_for_the_former_data(data: TierData, tmp_path: Path) -> None:
    aside = exchange(data, tmp_path / "wal", SECRETS, is_undo=False)
    failed = data.put_back(aside)
    assert (whose(data.current), whose(failed)) == ("former", "restored")
    assert data.replaced == []
    assert data.finish_interrupted() == {}


def test_a_kill_between_the_two_names_is_made_good_at_the_next_start(data: TierData) -> None:
    data.current.rename(data.current.with_name("local.replaced-20261126T100000-000000Z"))
    assert data.finish_interrupted() == {"LOCAL_KEY_PEPPER": "of the backup"}
    assert (whose(data.current), whose(data.former())) == ("restored", "former")
    data.is_proven()
    assert data.finish_interrupted() == {}


def test_a_backup_that_was_only_unpacked_changes_nothing_at_the_next_start(
    data: TierData,
) -> None:
    assert data.finish_interrupted() == {}
    assert whose(data.current) == "former"


def test_the_log_of_an_undone_branch_is_hidden_and_kept(tmp_path: Path) -> None:
    names = ["000000010000000000000009.gz", "00000002.history.gz", "00000002000000000000000A.gz"]
    for name in names:
        (tmp_path / name).touch()
    set_aside_later_timelines(tmp_path, 2)
    assert {path.name for path in tmp_path.iterdir()} == set(names)
    set_aside_later_timelines(tmp_path, 1)
    (hidden,) = tmp_path.glob("undone-*")
    assert {path.name for path in tmp_path.iterdir()} == {names[0], hidden.name}
    assert {path.name for path in hidden.iterdir()} == set(names[1:])


@pytest.mark.parametrize(
    ("name", "timeline", "address", "is_own"),
    [
        ("000000010000000000000009", 1, 9 << 24, True),
        ("000000010000000000000009", 1, 4 << 24, False),
        ("000000010000000000000009", 2, 9 << 24, False),
        ("000000020000000100000001", 2, (1 << 32) + (1 << 24), True),
    ],
)
def test_an_old_piece_under_a_future_name_is_told_by_its_first_page(
    tmp_path: Path, name: str, timeline: int, address: int, is_own: bool
) -> None:
    segment = tmp_path / name
    segment.write_bytes(struct.pack("=HHIQ", 0xD118, 2, timeline, address) + bytes(100))
    assert holds_its_own_log(segment) is is_own
    segment.write_bytes(b"short")
    assert not holds_its_own_log(segment)


LINES = st.lists(
    st.sampled_from(
        [
            "archive_timeout = '60'",
            "# a comment",
            "restore_command = 'cp a b'",
            "recovery_target_time = '2020-01-01'",
            "  recovery_target_action='pause'",
        ]
    )
)


@given(LINES)
def test_only_the_newest_restore_is_in_the_settings(lines: list[str]) -> None:
    told = {"restore_command": "fetch 'a' %f"}
    once = with_recovery("\n".join(lines), told)
    assert with_recovery(once, told) == once
    assert [line for line in once.splitlines() if "recovery" in line] == []
    assert once.endswith("restore_command = 'fetch ''a'' %f'\n")
    kept = [line for line in lines if line[0] in "a#"]
    assert once.splitlines()[:-1] == kept


def test_a_moment_is_told_in_utc() -> None:
    at = datetime(2026, 11, 26, 10, tzinfo=UTC)
    told = Recovery("/bin/python", Path("/a b"), at).settings()
    assert told["recovery_target_time"] == "2026-11-26 10:00:00+00:00"
    assert told["restore_command"] == "exec /bin/python -m onebox.wal_archive fetch '/a b' %f %p"
    assert "recovery_target_time" not in Recovery("/bin/python", Path("/a"), None).settings()
