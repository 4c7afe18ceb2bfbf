import os
import stat
import subprocess
from pathlib import Path

import pytest

from onebox.state import repository

SCRIPT = repository() / "deploy" / "compose" / "secrets.sh"


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    return tmp_path / "made"


def make(secrets: Path) -> dict[str, str]:
    environment = {"PATH": os.environ["PATH"], "SECRETS_DIR": str(secrets)}
    subprocess.run([SCRIPT], env=environment, check=True)
    return {path.name: path.read_text() for path in secrets.iterdir()}


def test_every_secret_is_long_and_its_own(secrets: Path) -> None:
    random = {n: v for n, v in make(secrets).items() if not n.endswith("_url")}
    assert len(random) == 11
    assert all(len(value) == 48 for value in random.values())
    assert len(set(random.values())) == len(random)


def test_the_addresses_hold_the_roles_passwords(secrets: Path) -> None:
    made = make(secrets)
    for tier in ("enterprise", "local"):
        for role, name in (("app", "database_url"), ("owner", "owner_database_url")):
            password = made[f"{tier}_{role}_password"]
            address = f"postgresql://{tier}_{role}:{password}@{tier}-db:5432/{tier}"
            assert made[f"{tier}_{name}"] == address


def test_what_is_there_is_kept(secrets: Path) -> None:
    first = make(secrets)
    (secrets / "local_key_pepper").unlink()
    second = make(secrets)
    assert {name for name in first if first[name] != second[name]} == {"local_key_pepper"}


def test_only_the_owner_reaches_the_files_and_containers_can_read_them(secrets: Path) -> None:
    make(secrets)
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets.iterdir()} == {0o644}


def test_no_secret_can_be_committed() -> None:
    rules = (SCRIPT.parent / "secrets" / ".gitignore").read_text().splitlines()
    assert [rule for rule in rules if not rule.startswith("#")] == ["*", "!.gitignore"]
