"""What the local tier reads from its environment, prefix `LOCAL_`."""

from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from shared.settings import OwnerSettings, TierSettings

_WebAddress = Annotated[str, Field(pattern=r"^https?://[^\s/]+$")]
_VersionedAddress = Annotated[str, Field(pattern=r"^https?://[^\s/]+/v\d+\.\d+$")]


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
    google_business_url: _WebAddress = "https://mybusiness.googleapis.com"
    google_business_information_url: _WebAddress = (
        "https://mybusinessbusinessinformation.googleapis.com"
    )
    google_business_performance_url: _WebAddress = (
        "https://businessprofileperformance.googleapis.com"
    )
    google_business_oauth_url: _WebAddress = "https://oauth2.googleapis.com"
    google_business_client_id: str = ""
    google_business_client_secret: SecretStr | None = None
    whatsapp_url: _VersionedAddress = "https://graph.facebook.com/v23.0"
    facebook_url: _VersionedAddress = "https://graph.facebook.com/v25.0"
    instagram_url: _VersionedAddress = "https://graph.facebook.com/v25.0"
    # For rehearsals on one machine alone: else a tenant could have us ask our own database.
    webhooks_may_stay_inside: bool = False
    meta_app_secret: SecretStr | None = None
    meta_verify_token: SecretStr | None = None


class LocalOwnerSettings(OwnerSettings):
    """Settings of the migrations."""

    model_config = SettingsConfigDict(env_prefix="LOCAL_", extra="ignore", frozen=True)
