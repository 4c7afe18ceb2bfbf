from pathlib import Path

import pytest

from bench.images import image_rows, inspected
from bench.stack import Stack
from bench.table import shown


@pytest.fixture
def no_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("no_engine")
def test_without_an_engine_the_rows_say_what_to_do(tmp_path: Path) -> None:
    rows = image_rows(Stack(tmp_path, 0))
    assert len(rows) == 4
    assert {(row.value, row.verdict) for row in rows} == {(None, "not measured")}
    assert "make image" in shown(rows)


@pytest.mark.parametrize(
    ("script", "expected"), [("exit 1", None), ("echo '[{\"Size\": 5}]'", {"Size": 5})]
)
def test_an_image_is_known_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, expected: object
) -> None:
    docker = tmp_path / "docker"
    docker.write_text(f"#!/bin/sh\n{script}\n")
    docker.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert inspected("vlo-local:dev") == expected
