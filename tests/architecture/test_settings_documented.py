import re

from pydantic import SecretStr
from pydantic_settings import BaseSettings

from enterprise import settings as enterprise_settings
from local import settings as local_settings
from shared import settings as shared_settings
from shared.settings import DEMO_VARIABLES, DEPLOYMENT_VARIABLES, FILE_SUFFIX
from tests.architecture.tree import ROOT

EXAMPLE = ROOT / ".env.example"
NAME = re.compile(r"^#?\s?([A-Z][A-Z0-9_]+)=", re.MULTILINE)
READ_BY_A_TEMPLATE = re.compile(r'\benv "([A-Z0-9_]+)"')


def settings_classes() -> list[type[BaseSettings]]:
    """Return every class of settings that a process really builds: those with a prefix."""
    return [
        value
        for module in (shared_settings, enterprise_settings, local_settings)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, BaseSettings)
        if value.model_config.get("env_prefix")
    ]


def declared_names() -> set[str]:
    return {
        f"{settings.model_config.get('env_prefix')}{field}".upper()
        for settings in settings_classes()
        for field in settings.model_fields
    }


def documented_names() -> set[str]:
    return set(NAME.findall(EXAMPLE.read_text(encoding="utf-8")))


def test_settings_are_found_at_all() -> None:
    assert {"VLO_LOG_LEVEL", "ENTERPRISE_DATABASE_URL", "LOCAL_KEY_PEPPER"} <= declared_names()


def test_every_setting_is_documented() -> None:
    assert (declared_names() | DEPLOYMENT_VARIABLES) - documented_names() == set()


def test_every_documented_setting_exists() -> None:
    known = declared_names() | DEPLOYMENT_VARIABLES | DEMO_VARIABLES
    known |= {f"{name}{FILE_SUFFIX}" for name in declared_names()}
    ours = {name for name in documented_names() if re.match("VLO_|ENTERPRISE_|LOCAL_", name)}
    assert ours - known == set()


def test_every_variable_of_the_gateways_files_is_a_known_setting() -> None:
    read = {
        name
        for path in (ROOT / "gateway").rglob("*.yml")
        for name in READ_BY_A_TEMPLATE.findall(path.read_text(encoding="utf-8"))
    }
    assert {name for name in read if name.startswith("VLO_")} - DEPLOYMENT_VARIABLES == set()


def test_no_secret_has_a_default_in_the_code() -> None:
    secret = [
        field
        for settings in settings_classes()
        for field in settings.model_fields.values()
        if field.annotation is SecretStr
    ]
    assert secret
    assert all(field.is_required() for field in secret)
