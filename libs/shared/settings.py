"""Which settings a process runs with: typed environment variables, refused early and by name."""

import os
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PostgresDsn, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PLATFORM_PREFIX = "VLO_"
FILE_SUFFIX = "_FILE"
_MASTER_KEY_LENGTH = 32
# Every secret of .env.example has it, and whoever copies that file knows the secret.
EXAMPLE_SECRET = "change-me"  # noqa: S105 - the one secret that is refused

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


class SettingError(Exception):
    """A setting cannot be read, whatever its value."""


class UnknownSettingError(SettingError):
    """An environment variable carries our prefix but no setting has its name."""


class SettingFileError(SettingError):
    """A `…_FILE` variable names a file that gives no value, or stands beside the value itself."""


class SettingFiles(PydanticBaseSettingsSource):
    """Takes `NAME` from the file that `NAME_FILE` names: how containers are handed secrets."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - the base's
        """Return the content of the setting's file, None where no file is named."""
        name = f"{self.config.get('env_prefix', '')}{field_name}".upper()
        place = os.environ.get(name + FILE_SUFFIX)
        if not place:
            return None, field_name, False
        if os.environ.get(name):
            raise SettingFileError(f"{name} and {name}{FILE_SUFFIX} are both set. Unset one.")
        return _content(name + FILE_SUFFIX, place), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return every setting that has a file."""
        found = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in found.items() if value is not None}


def _content(name: str, place: str) -> str:
    try:
        text = Path(place).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise SettingFileError(
            f"{name} names {place}, which cannot be read: {reason}. Mount the file there, "
            "readable by this process's user."
        ) from error
    if not text:
        raise SettingFileError(f"{name} names {place}, which is empty. Write the value into it.")
    return text


def _own_secret(secret: SecretStr) -> SecretStr:
    if EXAMPLE_SECRET in secret.get_secret_value():
        message = "it is the example's, which everybody knows; make one: openssl rand -hex 32"
        raise ValueError(message)
    return secret


def _own_address(url: PostgresDsn) -> PostgresDsn:
    if any(EXAMPLE_SECRET in (host["password"] or "") for host in url.hosts()):
        message = "its password is the example's, which everybody knows; give the role its own"
        raise ValueError(message)
    return url


def keys_of(secret: SecretStr | None) -> list[str]:
    """Return the master keys, the one that seals first."""
    written = "" if secret is None else secret.get_secret_value()
    return [key for part in written.split(",") if (key := part.strip())]


def _long_enough(secret: SecretStr) -> SecretStr:
    if any(len(key) < _MASTER_KEY_LENGTH for key in keys_of(secret)):
        message = "each key needs at least 32 characters; make one: openssl rand -hex 32"
        raise ValueError(message)
    return _own_secret(secret)


DatabaseAddress = Annotated[PostgresDsn, AfterValidator(_own_address)]
MasterKeys = Annotated[SecretStr, AfterValidator(_long_enough)]
OwnSecret = Annotated[SecretStr, Field(min_length=32), AfterValidator(_own_secret)]


class SecretiveSettings(BaseSettings):
    """Settings of which each may also come from a file."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment, then the files that it names."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, SettingFiles(settings_cls)


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


class TierSettings(SecretiveSettings):
    """What one tier reads; each tier gives its own prefix."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    database_url: DatabaseAddress
    key_pepper: OwnSecret
    master_keys: MasterKeys | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    worker_port: Annotated[int, Field(ge=0, le=65535)] = 8001
    database_pool_size: Annotated[int, Field(ge=1, le=200)] = 10
    drain_seconds: Annotated[float, Field(ge=0, le=60)] = 2.0
    import_max_bytes: Annotated[int, Field(ge=1024)] = 256 * 1024 * 1024
    backup_success_file: Path | None = Field(
        default=None, description="Holds the Unix time of the last backup; the worker shows it."
    )


class OwnerSettings(SecretiveSettings):
    """What a migration reads; the tier's processes never see the owner's password."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    owner_database_url: DatabaseAddress
    database_url: DatabaseAddress


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
