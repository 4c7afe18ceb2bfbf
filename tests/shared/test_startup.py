import os
import subprocess
import sys

import pytest

from enterprise.settings import EnterpriseSettings
from shared.settings import OwnerSettings
from shared.startup import InvalidSettingError, one_line_at_exit, read_settings

GOOD = {
    "DATABASE_URL": "postgresql://app:pw@127.0.0.1:5432/db",
    "OWNER_DATABASE_URL": "postgresql://owner:pw@127.0.0.1:5432/db",
    "KEY_PEPPER": "0123456789abcdef0123456789abcdef",
}
PROGRAMS = ["enterprise.main", "local.worker", "enterprise.migrations"]


def environment(**changes: str) -> dict[str, str]:
    """Return this process's environment without our settings, then good ones, then changes."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("VLO_", "ENTERPRISE_", "LOCAL_"))
    }
    good = {
        f"{tier}_{name}": value for tier in ("ENTERPRISE", "LOCAL") for name, value in GOOD.items()
    }
    return kept | good | changes


def last_words(programs: list[str], variables: dict[str, str]) -> list[str]:
    """Run programs that must refuse to start, side by side; return the one line each says."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", *program.split()],
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for program in programs
    ]
    lines: list[str] = []
    for process in started:
        output, complaint = process.communicate()
        assert (process.returncode, output) == (2, ""), complaint
        lines += complaint.splitlines()
    assert len(lines) == len(programs)
    return lines


def test_each_kind_of_program_refuses_a_mistyped_variable_in_one_line() -> None:
    for line in last_words(PROGRAMS, environment(VLO_LOGLEVEL="DEBUG")):
        assert "did not start. Unknown setting VLO_LOGLEVEL." in line
        assert "Did you mean VLO_LOG_LEVEL?" in line


def test_a_missing_secret_is_refused_in_one_line() -> None:
    variables = environment()
    del variables["LOCAL_KEY_PEPPER"]
    for line in last_words(["local.worker", "local.operator_keys create --name x"], variables):
        assert "LOCAL_KEY_PEPPER is not set" in line


def test_a_secret_file_that_is_not_there_is_refused_in_one_line() -> None:
    variables = environment(LOCAL_KEY_PEPPER_FILE="/no/such/file")
    del variables["LOCAL_KEY_PEPPER"]
    for line in last_words(["local.main", "local.worker"], variables):
        assert "LOCAL_KEY_PEPPER_FILE names /no/such/file, which cannot be read" in line


def test_the_examples_own_secret_is_refused_in_one_line() -> None:
    example = "change-me-to-32-or-more-random-characters"
    for line in last_words(["local.main"], environment(LOCAL_KEY_PEPPER=example)):
        assert "LOCAL_KEY_PEPPER is not usable" in line
        assert "openssl rand" in line


def test_a_database_that_does_not_answer_is_refused_in_one_line_where_asked_first() -> None:
    nobody = "postgresql://app:s3cret-word@127.0.0.1:1/db"
    variables = environment(
        LOCAL_DATABASE_URL=nobody, ENTERPRISE_DATABASE_URL=nobody, LOCAL_OWNER_DATABASE_URL=nobody
    )
    programs = ["local.migrations.check", "enterprise.migrations.check", "local.migrations"]
    for line in last_words(programs, variables):
        assert "does not let us in" in line
        assert "Start the database, or correct the address" in line
        assert "s3cret-word" not in line


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("KEY_PEPPER", "much-too-short", "at least 32 characters"),
        ("DATABASE_URL", "mysql://app:s3cret@host/db", "scheme"),
        ("PORT", "80000", "less than or equal to 65535"),
        ("DATABASE_POOL_SIZE", "0", "greater than or equal to 1"),
        ("DRAIN_SECONDS", "nan", "less than or equal to 60"),
    ],
)
def test_a_value_that_makes_no_sense_is_named_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    for other, good in GOOD.items():
        monkeypatch.setenv(f"ENTERPRISE_{other}", good)
    monkeypatch.setenv(f"ENTERPRISE_{name}", value)
    with pytest.raises(InvalidSettingError, match=f"ENTERPRISE_{name} .*{words}") as refused:
        read_settings(EnterpriseSettings)
    assert value not in str(refused.value).replace("65535", "")


def test_everything_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in GOOD:
        monkeypatch.delenv(f"ENTERPRISE_{name}", raising=False)
    with pytest.raises(InvalidSettingError) as refused:
        read_settings(EnterpriseSettings)
    assert "ENTERPRISE_DATABASE_URL is not set; ENTERPRISE_KEY_PEPPER is not set" in str(
        refused.value
    )


def test_settings_without_a_prefix_are_named_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(InvalidSettingError, match="OWNER_DATABASE_URL is not set"):
        read_settings(OwnerSettings)


def test_only_settings_that_are_wrong_become_one_line() -> None:
    with pytest.raises(ZeroDivisionError), one_line_at_exit("test"):
        raise ZeroDivisionError
