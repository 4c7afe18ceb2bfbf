"""What the local tier reads from its environment, prefix `LOCAL_`."""

from pydantic_settings import SettingsConfigDict

from shared.settings import OwnerSettings, TierSettings


class LocalSettings(TierSettings):
    """Settings of the API and the worker."""

    model_config = SettingsConfigDict(env_prefix="LOCAL_", extra="ignore", frozen=True)


class LocalOwnerSettings(OwnerSettings):
    """Settings of the migrations."""

    model_config = SettingsConfigDict(env_prefix="LOCAL_", extra="ignore", frozen=True)
