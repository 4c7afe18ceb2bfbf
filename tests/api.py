"""One tier's real application over its real database, asked in the same process."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import UUID

import httpx
from pydantic import PostgresDsn, SecretStr

from enterprise.settings import EnterpriseSettings
from local.settings import LocalSettings
from shared.auth.operator_keys import create_operator_key
from shared.clock import Clock
from shared.http.runtime import TierRuntime, build_runtime
from shared.settings import PlatformSettings, TierSettings
from shared.tiers import BusinessTier
from tests.databases import PEPPER, TierDatabase

ENTERPRISE = "/api/v1/enterprise"
LOCAL = "/api/v2/local"
ACCOUNT = "/api/v2/account"
TENANT_PATH = {"enterprise": f"{ENTERPRISE}/clients", "local": f"{LOCAL}/businesses"}
TENANT_BODY: dict[str, dict[str, Any]] = {
    "enterprise": {"name": "Acme Components"},
    "local": {"name": "Asha Salon", "category": "salon", "city": "Delhi"},
}
SETTINGS: dict[str, type[TierSettings]] = {
    "enterprise": EnterpriseSettings,
    "local": LocalSettings,
}


@dataclass(frozen=True, slots=True)
class Tenant:
    """A fresh tenant and its first key."""

    id: UUID
    key: str

    @property
    def headers(self) -> dict[str, str]:
        """What its requests carry."""
        return {"X-API-Key": self.key}


@dataclass(frozen=True, slots=True)
class Api:
    """A running application."""

    tier: BusinessTier
    http: httpx.AsyncClient
    runtime: TierRuntime
    operator_key: str

    @property
    def operator_headers(self) -> dict[str, str]:
        """What an operator's requests carry."""
        return {"X-API-Key": self.operator_key}

    async def new_tenant(self, **changes: object) -> Tenant:
        """Create a client or a business as an operator does."""
        answer = await self.http.post(
            TENANT_PATH[self.tier],
            json=TENANT_BODY[self.tier] | changes,
            headers=self.operator_headers,
        )
        assert answer.status_code == 201, answer.text
        body = answer.json()
        return Tenant(UUID(body["id"]), body["key"]["secret"])


def settings_of(database: TierDatabase, overrides: Mapping[str, Any] | None = None) -> TierSettings:
    """Return settings as the environment would give them."""
    return SETTINGS[database.tier](
        database_url=PostgresDsn(database.app_url),
        key_pepper=SecretStr(PEPPER),
        **(overrides or {}),
    )


@asynccontextmanager
async def running_api(
    tier: BusinessTier,
    database: TierDatabase,
    *,
    clock: Clock | None = None,
    settings: Mapping[str, Any] | None = None,
) -> AsyncGenerator[Api]:
    """Run one replica of a tier's application, its background work included."""
    runtime = build_runtime(tier, settings_of(database, settings), PlatformSettings(), clock)
    app = import_module(f"{tier}.main").build_app(runtime)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://tier") as client,
    ):
        key = await create_operator_key(runtime.database, runtime.mint, "tests")
        yield Api(tier, client, runtime, key)
