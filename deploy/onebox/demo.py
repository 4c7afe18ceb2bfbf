"""Loads a synthetic shop and a synthetic client, through the gateway as anybody would."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from onebox.demo_data import (
    BUSINESS,
    CLIENT,
    LICENCE,
    SYNTHETIC,
    observations_csv,
    town_csv,
)
from onebox.platform_client import PlatformClient
from onebox.state import read_variables, write_variables
from shared.clock import SystemClock

ENTERPRISE = "/api/v1/enterprise"
LOCAL = "/api/v2/local"


@dataclass(frozen=True, slots=True)
class DemoAccess:
    """What a person needs to try both tiers; each field is a line of `demo.env`."""

    VLO_GATEWAY_URL: str
    VLO_ENTERPRISE_KEY: str
    VLO_ENTERPRISE_CLIENT_ID: str
    VLO_LOCAL_KEY: str
    VLO_LOCAL_BUSINESS_ID: str
    VLO_ENTERPRISE_OPERATOR_KEY: str
    VLO_LOCAL_OPERATOR_KEY: str


async def load_demo(
    gateway_url: str,
    enterprise_operator_key: str,
    local_operator_key: str,
    write_env: Path,
    progress: Callable[[str], None],
) -> DemoAccess:
    """Create and fill the demo's tenants, unless `write_env` says that they are there already."""
    known = read_variables(write_env)
    if all(name in known for name in DemoAccess.__slots__):
        return DemoAccess(**{name: known[name] for name in DemoAccess.__slots__})
    progress("Loading a synthetic shop and a synthetic client")
    (client_id, client_key), (business_id, business_key) = await asyncio.gather(
        asyncio.to_thread(_load_client, gateway_url, enterprise_operator_key),
        asyncio.to_thread(_load_business, gateway_url, local_operator_key),
    )
    access = DemoAccess(
        VLO_GATEWAY_URL=gateway_url,
        VLO_ENTERPRISE_KEY=client_key,
        VLO_ENTERPRISE_CLIENT_ID=client_id,
        VLO_LOCAL_KEY=business_key,
        VLO_LOCAL_BUSINESS_ID=business_id,
        VLO_ENTERPRISE_OPERATOR_KEY=enterprise_operator_key,
        VLO_LOCAL_OPERATOR_KEY=local_operator_key,
    )
    write_variables(write_env, asdict(access))
    return access


def _load_client(gateway_url: str, operator_key: str) -> tuple[str, str]:
    with PlatformClient(gateway_url, operator_key) as operator:
        created = _created(operator.ask("POST", f"{ENTERPRISE}/clients", CLIENT))
    yesterday = SystemClock().now().date() - timedelta(days=1)
    with PlatformClient(gateway_url, created[1]) as client:
        path = f"{ENTERPRISE}/observations/imports"
        client.upload(path, observations_csv(yesterday), "text/csv", {})
    return created


def _load_business(gateway_url: str, operator_key: str) -> tuple[str, str]:
    with PlatformClient(gateway_url, operator_key) as operator:
        created = _created(operator.ask("POST", f"{LOCAL}/businesses", BUSINESS))
    with PlatformClient(gateway_url, created[1]) as business:
        query = {"source": SYNTHETIC, "licence": LICENCE}
        business.upload(f"{LOCAL}/places/imports", town_csv(), "text/csv", query)
    return created


def _created(answer: dict[str, Any]) -> tuple[str, str]:
    return answer["id"], answer["key"]["secret"]
