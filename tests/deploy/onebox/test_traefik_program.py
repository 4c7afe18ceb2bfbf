import sys
from pathlib import Path

import pytest

from onebox.traefik_program import TraefikMissingError, traefik_program


def program(directory: Path, version: str) -> Path:
    path = directory / "traefik"
    path.write_text(f"#!/bin/sh\necho 'Version:      {version}'\n")
    path.chmod(0o755)
    return path


def test_the_named_one_wins(tmp_path: Path) -> None:
    named = program(tmp_path, "2.0.0")
    assert traefik_program({"TRAEFIK_BIN": str(named), "PATH": ""}) == str(named)


def test_a_named_one_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TraefikMissingError, match="TRAEFIK_BIN names"):
        traefik_program({"TRAEFIK_BIN": str(tmp_path / "traefik")})


@pytest.mark.parametrize(
    ("version", "is_used"), [("3.7.15", True), ("3.10.0", True), ("4.0.0", True), ("3.6.9", False)]
)
def test_one_on_the_path_wins_when_it_is_new_enough(
    tmp_path: Path, version: str, *, is_used: bool
) -> None:
    on_path = program(tmp_path, version)
    found = traefik_program({"PATH": f"{tmp_path}:/bin:/usr/bin"})
    assert (found == str(on_path)) is is_used


def test_the_wheels_own_is_used_otherwise() -> None:
    assert traefik_program({"PATH": ""}) == str(Path(sys.executable).with_name("traefik"))
