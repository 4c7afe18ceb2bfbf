from pathlib import Path

import pytest

from onebox.prometheus_program import PrometheusMissingError, prometheus_program


def program(directory: Path) -> str:
    path = directory / "prometheus"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_the_named_one_wins_over_the_one_on_the_path(tmp_path: Path) -> None:
    there, elsewhere = tmp_path / "a", tmp_path / "b"
    there.mkdir()
    elsewhere.mkdir()
    named = program(there)
    program(elsewhere)
    environment = {"PROMETHEUS_BIN": named, "PATH": str(elsewhere)}
    assert prometheus_program(environment) == named


def test_the_one_on_the_path_is_found(tmp_path: Path) -> None:
    assert prometheus_program({"PATH": str(tmp_path)}) is None
    found = program(tmp_path)
    assert prometheus_program({"PATH": str(tmp_path)}) == found


def test_a_named_one_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PrometheusMissingError, match="PROMETHEUS_BIN names"):
        prometheus_program({"PROMETHEUS_BIN": str(tmp_path / "no"), "PATH": ""})
