"""What the local tier reads from its environment, prefix `LOCAL_`."""

from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from shared.settings import OwnerSettings, TierSettings


class LocalSettings(TierSettings):
    """Settings of the API and the worker."""

    model_config = SettingsConfigDict(env_prefix="LOCAL_", extra="ignore", frozen=True)

    overpass_url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = (
        "https://overpass-api.de/api"
    )
    google_places_url: Annotated[str, Field(pattern=r"^https?://\S+$")] = (
        "https://places.googleapis.com"
    )
    google_places_key: SecretStr | None = None
    google_places_monthly_calls: Annotated[int, Field(ge=0)] = 200


class LocalOwnerSettings(OwnerSettings):
    """Settings of the migrations."""

    model_config = SettingsConfigDict(env_prefix="LOCAL_", extra="ignore", frozen=True)
