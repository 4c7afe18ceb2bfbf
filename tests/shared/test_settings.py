from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import PostgresDsn, SecretStr, ValidationError

from shared.settings import (
    DEMO_VARIABLES,
    DEPLOYMENT_VARIABLES,
    PlatformSettings,
    SettingFileError,
    TierSettings,
    UnknownSettingError,
    known_platform_variables,
    psycopg_url,
    refuse_unknown_platform_variables,
    sqlalchemy_url,
)

URL = PostgresDsn("postgresql://app:p%40ss@127.0.0.1:5432/db")
PEPPER = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("given_name", "nearest"),
    [
        ("VLO_LOGLEVEL", "VLO_LOG_LEVEL"),
        ("VLO_LOG_FROMAT", "VLO_LOG_FORMAT"),
        ("VLO_GATEWAY_INTERNAL", "VLO_GATEWAY_INTERNAL_URL"),
        ("VLO_LOCAL_URL", "VLO_LOCAL_URLS"),
    ],
)
def test_a_mistyped_variable_is_told_its_nearest_name(given_name: str, nearest: str) -> None:
    with pytest.raises(UnknownSettingError, match=f"{given_name}.*{nearest}"):
        refuse_unknown_platform_variables(["PATH", given_name])


@given(st.text(min_size=1).map("VLO_".__add__))
def test_any_unknown_variable_of_ours_is_refused(name: str) -> None:
    if name not in known_platform_variables():
        with pytest.raises(UnknownSettingError):
            refuse_unknown_platform_variables([name])


def test_what_is_known_or_not_ours_is_let_through() -> None:
    known = known_platform_variables()
    assert {"VLO_LOG_LEVEL", "VLO_HOME"} | DEMO_VARIABLES | DEPLOYMENT_VARIABLES <= known
    refuse_unknown_platform_variables([*known, "PATH", "VLOG", "ENTERPRISE_X", "MY_VLO_X"])


def test_the_environment_itself_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VLO_NO_SUCH_THING", "1")
    with pytest.raises(UnknownSettingError, match="VLO_NO_SUCH_THING"):
        refuse_unknown_platform_variables()


def test_a_secret_is_not_shown() -> None:
    settings = TierSettings(database_url=URL, key_pepper=SecretStr(PEPPER))
    assert PEPPER not in repr(settings)
    assert settings.key_pepper.get_secret_value() == PEPPER


@pytest.mark.parametrize("length", [0, 1, 31])
def test_a_short_pepper_is_refused(length: int) -> None:
    with pytest.raises(ValidationError, match="32"):
        TierSettings(database_url=URL, key_pepper=SecretStr("x" * length))


def test_settings_cannot_change_while_we_run() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        PlatformSettings().log_level = "DEBUG"  # pyright: ignore[reportAttributeAccessIssue]  the point


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_one_address_serves_both_drivers(scheme: str) -> None:
    url = PostgresDsn(str(URL).replace("postgresql", scheme, 1))
    assert psycopg_url(url) == "postgresql://app:p%40ss@127.0.0.1:5432/db"
    assert sqlalchemy_url(url) == "postgresql+psycopg://app:p%40ss@127.0.0.1:5432/db"


@pytest.fixture
def in_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Hand both settings over in files, as a container gets them."""
    for name, value in (("DATABASE_URL", str(URL)), ("KEY_PEPPER", PEPPER)):
        monkeypatch.delenv(name, raising=False)
        (tmp_path / name).write_text(f"{value}\n")
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / name))
    return tmp_path


def from_environment() -> TierSettings:
    return TierSettings()  # pyright: ignore[reportCallIssue] - the environment has the rest


def test_a_setting_may_come_from_a_file(in_files: Path) -> None:
    settings = from_environment()
    assert settings.key_pepper.get_secret_value() == PEPPER
    assert settings.database_url == URL


def test_a_setting_and_its_file_together_are_refused(
    in_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEY_PEPPER", PEPPER)
    with pytest.raises(SettingFileError, match="KEY_PEPPER and KEY_PEPPER_FILE are both set"):
        from_environment()


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "No such file or directory"), (b" \n", "is empty"), (b"\xff\xfe", "it is not text")],
)
def test_a_file_that_gives_no_value_is_named(
    in_files: Path, content: bytes | None, reason: str
) -> None:
    file = in_files / "KEY_PEPPER"
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingFileError, match=f"KEY_PEPPER_FILE names {file}.*{reason}"):
        from_environment()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("key_pepper", "change-me-to-32-or-more-random-characters"),
        ("database_url", "postgresql://app:change-me@127.0.0.1:5432/db"),
    ],
)
def test_the_examples_secrets_are_refused(name: str, value: str) -> None:
    good = {"database_url": str(URL), "key_pepper": PEPPER}
    with pytest.raises(ValidationError, match="example's, which everybody knows"):
        TierSettings.model_validate(good | {name: value})
