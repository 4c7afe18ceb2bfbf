import fcntl
import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from onebox.backup_catalog import RECORD, Backup, NoSuchBackupError
from onebox.backup_commands import BackupRefusalError, TierBackups, moment
from onebox.errors import StackNotRunningError
from onebox.restore import NothingToServeError, TierData
from onebox.state import State
from tests.deploy.onebox.test_backup_catalog import BEGIN, HISTORY


@pytest.fixture
def state(tmp_path: Path) -> State:
    state = State(tmp_path / ".vlo")
    state.prepare()
    return state


def backups_of(state: State, tier: str = "local") -> TierBackups:
    return TierBackups(state, tier, print)


def stored(state: State, hour: int, tier: str = "local", lsn: int = 0) -> Backup:
    at = BEGIN + timedelta(hours=hour)
    path = state.backups / tier / "base" / f"{at:%Y%m%dT%H%M%SZ}"
    path.mkdir(parents=True)
    backup = Backup(path, tier, at, 1 << 20, "77", 1, lsn)
    (path / RECORD).write_text(backup.record())
    return backup


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", None),
        ("2026-01-26T10:00:00Z", datetime(2026, 1, 26, 10, tzinfo=UTC)),
        ("2026-01-26T15:30:00+05:30", datetime(2026, 1, 26, 10, tzinfo=UTC)),
        ("2026-01-26 10:00:00.25+00:00", datetime(2026, 1, 26, 10, 0, 0, 250_000, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_as_rfc_3339_has_it(text: str, at: datetime | None) -> None:
    assert moment(text) == at


@pytest.mark.parametrize("text", ["2026-01-26T10:00:00", "2026-01-26", "an hour ago", "26/1"])
def test_a_moment_that_could_mean_several_is_refused(text: str) -> None:
    with pytest.raises(BackupRefusalError):
        moment(text)


def test_a_tier_that_is_none_is_refused(state: State) -> None:
    with pytest.raises(BackupRefusalError, match="Tiers: enterprise, local"):
        backups_of(state, "both")


def test_without_a_running_stack_there_is_nothing_to_copy(state: State) -> None:
    with pytest.raises(StackNotRunningError, match="make up"):
        backups_of(state).take(None, 7)
    assert not (state.backups / "local" / "last_success").exists()


def test_only_one_backup_or_restore_of_a_tier_runs_at_a_time(state: State) -> None:
    place = state.backups / "local"
    place.mkdir(parents=True)
    with (place / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(BackupRefusalError, match="under way"):
            backups_of(state).take(None, 7)
        with pytest.raises(BackupRefusalError, match="under way"):
            backups_of(state).undo()
        with pytest.raises(StackNotRunningError):
            backups_of(state, "enterprise").take(None, 7)


def test_each_backup_is_listed_with_its_size(state: State) -> None:
    assert "vlo backup" in backups_of(state).lines()[0]
    stored(state, 0)
    stored(state, 1)
    first, second = backups_of(state).lines()
    assert first.startswith("20260126T100000Z  done 2026-01-26 10:00:00Z")
    assert second.endswith("for 1 MiB")


def test_the_newest_backup_that_will_do_is_found(state: State) -> None:
    early, late = stored(state, 0), stored(state, 5)
    backups = backups_of(state)
    assert backups.find("", None) == late
    assert backups.find("", BEGIN + timedelta(hours=4)) == early
    assert backups.find(early.name, None) == early
    assert backups.find(str(early.path), None) == early


def test_a_backup_that_is_newer_than_the_moment_is_refused(state: State) -> None:
    late = stored(state, 5)
    with pytest.raises(NoSuchBackupError, match="earliest moment"):
        backups_of(state).find(late.name, BEGIN)


def test_another_tiers_backup_is_refused(state: State) -> None:
    other = stored(state, 0, tier="enterprise")
    with pytest.raises(BackupRefusalError, match="a backup of enterprise"):
        backups_of(state).find(str(other.path), None)


def test_a_backup_of_data_that_a_restore_replaced_is_passed_over(state: State) -> None:

    early = stored(state, 0, lsn=0x9000028)
    abandoned = stored(state, 1, lsn=0xE000028)
    log = state.backups / "local" / "wal" / "77"
    log.mkdir(parents=True)
    (log / "00000002.history.gz").write_bytes(gzip.compress(HISTORY.encode()))
    assert backups_of(state).find("", None) == early
    assert backups_of(state).find(abandoned.name, None) == abandoned


def test_with_nothing_to_undo_nothing_happens(state: State) -> None:
    TierData(state.data / "local").current.mkdir()
    with pytest.raises(NothingToServeError):
        backups_of(state).undo()
    assert (state.data / "local").exists()
