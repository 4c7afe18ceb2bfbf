"""What either tier can answer for the whole platform: front page, health, comparison, refusals."""

import asyncio
from http import HTTPStatus
from importlib.metadata import version
from typing import Any, cast
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response

from shared.connectors.exchange import UnreachableError
from shared.connectors.http import JsonClient
from shared.http.dependencies import RuntimeDep
from shared.http.health import DOWN, UP, measured_services
from shared.http.middleware import METHODS
from shared.http.problems import problem
from shared.http.runtime import TierRuntime
from shared.tiers import BusinessTier, TierConfigManager

HEALTH_SECONDS = 0.4
UNKNOWN = "unknown"
RETRY_AFTER_SECONDS = 1
PASSES_BY_ITSELF = frozenset({429, 502, 503, 504})

DETAIL_OF_REFUSAL = {
    400: "The request could not be understood. Check its path and encoding.",
    401: "An API key is needed. Send it as X-API-Key or Authorization: Bearer.",
    403: "This key belongs to the other tier. Use a key of the tier that you are calling.",
    404: "There is nothing at this address. The reference pages list what there is.",
    413: "The body is too large for this address. Send less at once.",
    429: "Too many requests at once from this address. Slow down, then repeat them.",
    500: "Something failed on our side. Quote the request id to us.",
    502: "The tier gave no usable answer. Repeat the request shortly.",
    503: "The tier cannot answer at the moment. Repeat the request shortly.",
    504: "The tier did not answer in time. What it was doing may still have happened.",
}

router = APIRouter(include_in_schema=False)


@router.get("/")
async def front_page(request: Request) -> dict[str, Any]:
    """Say what this is and where to go."""
    manager = TierConfigManager()
    tiers = {tier.value: manager.get_config(tier) for tier in BusinessTier}
    return {
        "message": "Vertical Light OS",
        "tiers": {
            name: {"name": tier.name, "target": tier.target, "reference": _reference(name)}
            for name, tier in tiers.items()
        },
        "version": request.app.version,
    }


def _reference(tier: str) -> str:
    return f"/api/{'v1' if tier == 'enterprise' else 'v2'}/{tier}/docs"


@router.get("/health")
async def health(runtime: RuntimeDep) -> dict[str, Any]:
    """Measure both tiers now."""
    measured = await asyncio.gather(*(_services_of(runtime, tier) for tier in BusinessTier))
    enterprise, local = measured
    states = {services["status"] for services in measured}
    return {
        "status": UP if states == {UP} else "degraded" if UP in states else DOWN,
        "enterprise_services": enterprise,
        "local_services": local,
        "timestamp": runtime.clock.now(),
    }


async def _services_of(runtime: TierRuntime, tier: BusinessTier) -> dict[str, Any]:
    url = runtime.platform.gateway_internal_url
    if url is not None:
        return await _asked_through_gateway(f"{url}/internal/{tier}/readyz")
    if tier == runtime.tier:
        services = await measured_services(runtime.database, tier)
        return {"status": services["database"], "api": UP} | services
    reason = "VLO_GATEWAY_INTERNAL_URL is not set, so the other tier cannot be asked."
    return {"status": UNKNOWN, "reason": reason}


async def _asked_through_gateway(url: str) -> dict[str, Any]:
    client = JsonClient(HEALTH_SECONDS)
    try:
        async with asyncio.timeout(HEALTH_SECONDS):
            answer = await client.get(url)
    except (UnreachableError, TimeoutError):
        return {"status": DOWN, "reason": f"no answer within {HEALTH_SECONDS} s"}
    finally:
        await client.close()
    if answer.is_object:
        return cast("dict[str, Any]", answer.body)
    return {"status": DOWN, "reason": "no replica answers"}


@router.get("/api/v2/tiers/comparison")
async def compare_tiers() -> dict[str, Any]:
    """Show both tiers side by side, from their configuration."""
    return dict(TierConfigManager.comparison())


@router.api_route("/problems/{status}", methods=[*METHODS, "TRACE", "CONNECT"])
async def refuse(status: int, request: Request) -> Response:
    """Write the body of a refusal that the gateway has decided."""
    code = status if status in DETAIL_OF_REFUSAL else HTTPStatus.NOT_FOUND
    given = request.headers.get("x-replaced-path") or request.query_params.get("u", "/")
    instance = urlsplit(given).path
    headers = {"WWW-Authenticate": "Bearer"} if code == HTTPStatus.UNAUTHORIZED else {}
    if code in PASSES_BY_ITSELF:
        headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return problem(code, DETAIL_OF_REFUSAL[code], instance, headers=headers)


def distribution_version() -> str:
    """Return the version that is installed."""
    return version("vertical-light-os")
