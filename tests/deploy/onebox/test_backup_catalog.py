from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onebox.backup_catalog import (
    RECORD,
    Backup,
    History,
    NoSuchBackupError,
    backups_in,
    chosen,
    named,
    parsed_lsn,
    read_backup,
    segment_name,
    surplus,
    unneeded_segments,
)

BEGIN = datetime(2026, 1, 26, 10, tzinfo=UTC)
POSITIONS = st.integers(min_value=0, max_value=2**40)


def backup(hour: int = 0, lsn: int = 0, timeline: int = 1) -> Backup:
    at = BEGIN + timedelta(hours=hour)
    name = Path(f"/backups/{at:%Y%m%dT%H%M%SZ}")
    return Backup(name, "local", at, 1000, "7712", timeline, lsn)


@pytest.mark.parametrize(
    ("timeline", "lsn", "name"),
    [
        (1, "0/2000028", "000000010000000000000002"),
        (2, "0/FFFFFFFF", "0000000200000000000000FF"),
        (26, "1/0", "0000001A0000000100000000"),
        (1, "AB/CD123456", "00000001000000AB000000CD"),
    ],
)
def test_a_position_lies_in_the_piece_that_postgresql_names(
    timeline: int, lsn: str, name: str
) -> None:
    assert segment_name(timeline, parsed_lsn(lsn)) == name


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    for number, tier in enumerate(["local", "enterprise", "local"]):
        folder = tmp_path / f"2026112{number}T000000Z"
        folder.mkdir()
        (folder / RECORD).write_text(replace(backup(number), tier=tier).record())
    found = backups_in(tmp_path, "local")
    assert [each.name for each in found] == ["20261120T000000Z", "20261122T000000Z"]
    assert found[1] == replace(backup(2), path=tmp_path / "20261122T000000Z")
    assert found[1].stored_bytes == len(backup(2).record())


@pytest.mark.parametrize("record", [None, "", "{}", "[]", '{"tier": "local"}'])
def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path, record: str | None) -> None:
    if record is not None:
        (tmp_path / RECORD).write_text(record)
    with pytest.raises(NoSuchBackupError, match="no backup of ours"):
        read_backup(tmp_path)


@pytest.mark.parametrize(("at", "hour"), [(None, 8), (3, 0), (4, 4), (5, 4), (99, 8)])
def test_a_moment_needs_the_newest_backup_that_was_done_by_then(at: int | None, hour: int) -> None:
    moment = None if at is None else BEGIN + timedelta(hours=at)
    assert chosen([backup(0), backup(4), backup(8)], moment) == backup(hour)


def test_a_moment_before_every_backup_says_which_is_the_earliest() -> None:
    with pytest.raises(NoSuchBackupError, match=r"earliest .* 2026-01-26T10:00:00"):
        chosen([backup(0), backup(1)], BEGIN - timedelta(seconds=1))


@pytest.mark.parametrize("at", [None, BEGIN])
def test_without_any_backup_it_says_how_to_take_one(at: datetime | None) -> None:
    with pytest.raises(NoSuchBackupError, match="vlo backup"):
        chosen([], at)


def test_a_wrong_name_lists_the_right_ones() -> None:
    assert named([backup(0), backup(1)], "20260126T110000Z") == backup(1)
    with pytest.raises(NoSuchBackupError, match="20260126T100000Z, 20260126T110000Z"):
        named([backup(0), backup(1)], "yesterday")


@given(st.integers(0, 20), st.integers(-1, 20))
def test_the_newest_stay_and_the_last_one_always(count: int, keep: int) -> None:
    backups = [backup(hour) for hour in range(count)]
    leaving = surplus(backups, keep)
    staying = [each for each in backups if each not in leaving]
    assert len(staying) == min(count, max(keep, 1))
    assert backups == leaving + staying


@given(st.lists(POSITIONS, max_size=20), st.lists(POSITIONS, min_size=1, max_size=5))
def test_no_log_is_deleted_that_a_backup_needs(log: list[int], starts: list[int]) -> None:
    backups = [backup(lsn=lsn) for lsn in starts]
    names = [f"{segment_name(timeline, lsn)}.gz" for lsn in log for timeline in (1, 2)]
    gone = unneeded_segments(names, backups)
    needed = min(segment_name(1, lsn)[8:] for lsn in starts)
    assert {name for name in names if name[8:24] >= needed}.isdisjoint(gone)
    assert {name for name in names if name[8:24] < needed} == set(gone)


def test_histories_and_what_is_unknown_stay() -> None:
    names = ["00000002.history.gz", ".x.partial", "undone-2026", "000000010000000000000001.gz"]
    marks = ["000000010000000000000001.00000028.backup.gz"]
    gone = unneeded_segments([*names, *marks], [backup(lsn=0x5000000)])
    assert gone == [names[3], *marks]


def test_without_a_backup_no_log_is_deleted() -> None:
    assert unneeded_segments(["000000010000000000000001.gz"], []) == []


HISTORY = "1\t0/D0000A0\tno recovery target specified\n\n2\t0/F000000\tbefore 2026-01-26\n"


@pytest.mark.parametrize(
    ("timeline", "lsn", "leads"),
    [
        (1, "0/9000028", True),
        (1, "0/D0000A0", False),
        (1, "0/E000028", False),
        (2, "0/E000028", True),
        (2, "0/F000028", False),
        (3, "0/F000028", True),
    ],
)
def test_a_backup_of_data_that_were_replaced_does_not_lead_on(
    timeline: int, lsn: str, leads: bool
) -> None:
    taken = backup(lsn=parsed_lsn(lsn), timeline=timeline)
    assert History.parse(HISTORY).leads_on_from(taken) is leads
    assert History.parse("").leads_on_from(taken)
