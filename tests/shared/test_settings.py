import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import PostgresDsn, SecretStr, ValidationError

from shared.settings import (
    DEMO_VARIABLES,
    DEPLOYMENT_VARIABLES,
    PlatformSettings,
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
