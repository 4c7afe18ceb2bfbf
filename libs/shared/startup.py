"""How does a process begin? With its settings read, or with one line that says what to correct."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings

from shared.logging import configure_logging
from shared.settings import (
    PlatformSettings,
    SettingError,
    refuse_unknown_platform_variables,
)
from shared.tracing.configuration import configure_tracing

SettingsT = TypeVar("SettingsT", bound=BaseSettings)

EXIT_CODE = 2


class InvalidSettingError(Exception):
    """One or more settings are missing or make no sense."""


def begin(process: str, settings_class: type[SettingsT]) -> tuple[PlatformSettings, SettingsT]:
    """Read every setting of a process and open its log; exit with one line where one is wrong."""
    with one_line_at_exit(process):
        refuse_unknown_platform_variables()
        platform = read_settings(PlatformSettings)
        settings = read_settings(settings_class)
    configure_logging(process, platform.log_level, platform.log_format)
    configure_tracing(process, platform.otlp_endpoint, platform.trace_ratio)
    return platform, settings


@contextmanager
def one_line_at_exit(process: str, *more: type[Exception]) -> Generator[None]:
    """Turn a setting that is wrong, or another of these errors, into one line and exit code 2."""
    try:
        yield
    except (InvalidSettingError, SettingError, *more) as error:
        sys.stderr.write(f"{process} did not start. {error}\n")
        sys.exit(EXIT_CODE)


def read_settings(settings_class: type[SettingsT]) -> SettingsT:
    """Return the settings as the environment has them; name the variables that are wrong."""
    try:
        return settings_class()
    except ValidationError as error:
        prefix = settings_class.model_config.get("env_prefix", "")
        faults = [_fault(prefix, item) for item in error.errors(include_input=False)]
    raise InvalidSettingError("; ".join(faults) + ". See .env.example.")


def _fault(prefix: str, item: Any) -> str:
    name = f"{prefix}{item['loc'][0]}".upper() if item["loc"] else prefix
    if item["type"] == "missing":
        return f"{name} is not set"
    if item["type"] == "too_short":
        return f"{name} needs at least {item['ctx']['min_length']} characters"
    return f"{name} is not usable: {item['msg']}"
