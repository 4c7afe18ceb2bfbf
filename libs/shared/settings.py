"""Which settings a process runs with: typed environment variables, refused early and by name."""

import os
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PostgresDsn, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PLATFORM_PREFIX = "VLO_"

# Written into `.vlo/demo.env` for the person at the terminal; no process reads them.
DEMO_VARIABLES = frozenset(
    {
        "VLO_GATEWAY_URL",
        "VLO_ENTERPRISE_KEY",
        "VLO_ENTERPRISE_CLIENT_ID",
        "VLO_LOCAL_KEY",
        "VLO_LOCAL_BUSINESS_ID",
        "VLO_ENTERPRISE_OPERATOR_KEY",
        "VLO_LOCAL_OPERATOR_KEY",
    }
)
# Read by the gateway's dynamic files and by the one-box tools, not by a tier.
DEPLOYMENT_VARIABLES = frozenset(
    {
        "VLO_BIND",
        "VLO_ENTERPRISE_URLS",
        "VLO_GATEWAY_BURST",
        "VLO_GATEWAY_REQUESTS_PER_SECOND",
        "VLO_HOME",
        "VLO_LOCAL_URLS",
    }
)


class UnknownSettingError(Exception):
    """An environment variable carries our prefix but no setting has its name."""


class PlatformSettings(BaseSettings):
    """What both tiers read, prefix `VLO_`."""

    model_config = SettingsConfigDict(env_prefix=PLATFORM_PREFIX, extra="ignore", frozen=True)

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "text"] = "json"
    gateway_internal_url: str | None = Field(
        default=None, description="Traefik's internal entry point; /health asks it for both tiers."
    )
    otlp_endpoint: Annotated[str, Field(pattern=r"^(https?://[^\s/@]+/?)?$")] = ""
    trace_ratio: Annotated[float, Field(ge=0, le=1)] = 0.1


class TierSettings(BaseSettings):
    """What one tier reads; each tier gives its own prefix."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    database_url: PostgresDsn
    key_pepper: Annotated[SecretStr, Field(min_length=32)]
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    worker_port: Annotated[int, Field(ge=0, le=65535)] = 8001
    database_pool_size: Annotated[int, Field(ge=1, le=200)] = 10
    drain_seconds: Annotated[float, Field(ge=0, le=60)] = 2.0
    import_max_bytes: Annotated[int, Field(ge=1024)] = 256 * 1024 * 1024
    backup_success_file: Path | None = Field(
        default=None, description="Holds the Unix time of the last backup; the worker shows it."
    )


class OwnerSettings(BaseSettings):
    """What a migration reads; the tier's processes never see the owner's password."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    owner_database_url: PostgresDsn
    database_url: PostgresDsn


def known_platform_variables() -> frozenset[str]:
    """Return every `VLO_…` name that means something."""
    fields = {PLATFORM_PREFIX + name.upper() for name in PlatformSettings.model_fields}
    return frozenset(fields) | DEMO_VARIABLES | DEPLOYMENT_VARIABLES


def refuse_unknown_platform_variables(present: Iterable[str] | None = None) -> None:
    """Raise UnknownSettingError for a `VLO_…` variable that nothing reads: a typing error."""
    known = known_platform_variables()
    for name in sorted(os.environ if present is None else present):
        if name.startswith(PLATFORM_PREFIX) and name not in known:
            nearest = get_close_matches(name, known, n=1, cutoff=0.0)[0]
            message = f"Unknown setting {name}. Did you mean {nearest}? Correct or unset it."
            raise UnknownSettingError(message)


def psycopg_url(url: PostgresDsn) -> str:
    """Return the address in the form that libpq reads."""
    return str(url).replace("postgresql+psycopg://", "postgresql://", 1)


def sqlalchemy_url(url: PostgresDsn) -> str:
    """Return the address in the form that names SQLAlchemy's driver."""
    return psycopg_url(url).replace("postgresql://", "postgresql+psycopg://", 1)
