from pathlib import Path

from monitoring.files import HOME, made_files, write_files
from monitoring.pace import DRILL


def test_what_is_committed_is_what_is_made() -> None:
    stale = [
        name
        for name, text in made_files().items()
        if not (HOME / name).exists() or (HOME / name).read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run: make monitoring"


def test_nothing_lies_beside_what_is_made() -> None:
    there = {
        path.relative_to(HOME).as_posix()
        for ending in ("yml", "json")
        for path in HOME.rglob(f"*.{ending}")
    }
    assert there == set(made_files())


def test_a_drill_gets_the_same_rules_at_another_pace() -> None:
    usual, quick = made_files()["rules/local.yml"], made_files(DRILL)["rules/local.yml"]
    assert usual.count("alert:") == quick.count("alert:") > 20
    assert "[3d]" in usual
    assert "[3d]" not in quick


def test_files_can_be_written_elsewhere(tmp_path: Path) -> None:
    write_files(tmp_path, DRILL)
    written = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.*")}
    assert written == set(made_files(DRILL))
