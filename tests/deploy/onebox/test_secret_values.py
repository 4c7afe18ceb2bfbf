import stat
from pathlib import Path

from onebox.secret_values import SecretValues
from onebox.state import State


def test_secrets_are_made_once_and_differ(tmp_path: Path) -> None:
    state = State(tmp_path)
    names = ("SUPERUSER_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD", "KEY_PEPPER", "MASTER_KEYS")
    first = [SecretValues(state).of(tier, n) for tier in ("enterprise", "local") for n in names]
    second = [SecretValues(state).of(tier, n) for tier in ("enterprise", "local") for n in names]
    assert first == second
    assert len(set(first)) == len(names) * 2
    assert all(len(secret) >= 32 for secret in first)


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    SecretValues(State(tmp_path))
    assert stat.S_IMODE(State(tmp_path).secrets_file.stat().st_mode) == 0o600


def test_an_operator_key_is_remembered(tmp_path: Path) -> None:
    state = State(tmp_path)
    secrets = SecretValues(state)
    assert secrets.of("local", "OPERATOR_KEY") == ""
    secrets.keep_operator_key("local", "the key")
    assert SecretValues(state).of("local", "OPERATOR_KEY") == "the key"
    assert SecretValues(state).of("enterprise", "OPERATOR_KEY") == ""


def test_a_tier_adopts_the_secrets_of_its_restored_data_and_the_other_keeps_its_own(
    tmp_path: Path,
) -> None:
    state = State(tmp_path)
    secrets = SecretValues(state)
    before = secrets.of_tier("enterprise")
    secrets.keep_operator_key("local", "unknown to the restored data")
    secrets.adopt("local", {"LOCAL_KEY_PEPPER": "of the backup"})
    again = SecretValues(state)
    assert again.of("local", "KEY_PEPPER") == "of the backup"
    assert again.of("local", "OPERATOR_KEY") == ""
    assert again.of_tier("enterprise") == before
