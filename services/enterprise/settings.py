"""What the enterprise tier reads from its environment, prefix `ENTERPRISE_`."""

from pydantic_settings import SettingsConfigDict

from shared.settings import OwnerSettings, TierSettings


class EnterpriseSettings(TierSettings):
    """Settings of the API and the worker."""

    model_config = SettingsConfigDict(env_prefix="ENTERPRISE_", extra="ignore", frozen=True)


class EnterpriseOwnerSettings(OwnerSettings):
    """Settings of the migrations."""

    model_config = SettingsConfigDict(env_prefix="ENTERPRISE_", extra="ignore", frozen=True)
