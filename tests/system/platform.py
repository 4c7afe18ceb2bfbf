"""The platform as its clients see it: one address, keys, tenants."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import UUID

import httpx

from tests.api import ACCOUNT, TENANT_BODY, TENANT_PATH, Tenant
from tests.system.stack import Stack

PROBLEM = "application/problem+json"
PROBLEM_FIELDS = {"type", "title", "status", "detail", "instance", "request_id"}
OTHER = {"enterprise": "local", "local": "enterprise"}
TIERS = tuple(OTHER)
PATIENCE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Platform:
    """A running stack and a client of it."""

    stack: Stack
    http: httpx.AsyncClient

    def operator(self, tier: str) -> dict[str, str]:
        """Return the headers of whoever may create tenants."""
        return {"X-API-Key": self.stack.operator_key(tier)}

    async def new_tenant(self, tier: str, **changes: object) -> Tenant:
        """Create a client or a business."""
        answer = await self.http.post(
            TENANT_PATH[tier], json=TENANT_BODY[tier] | changes, headers=self.operator(tier)
        )
        assert answer.status_code == 201, answer.text
        body = answer.json()
        return Tenant(UUID(body["id"]), body["key"]["secret"])

    async def names_of_tenants(self, tier: str) -> list[str]:
        """Return the name of every tenant, in pages as an operator gets them."""
        names: list[str] = []
        cursor: str | None = None
        while True:
            query = {"limit": "100"} | ({"cursor": cursor} if cursor else {})
            answer = await self.http.get(
                TENANT_PATH[tier], params=query, headers=self.operator(tier)
            )
            body = answer.raise_for_status().json()
            names += [item["name"] for item in body["items"]]
            cursor = body["next_cursor"]
            if cursor is None:
                return names

    async def own_page(self, tier: str, tenant: Tenant) -> httpx.Response:
        """Ask for what the tier has stored of a tenant."""
        return await self.http.get(f"{TENANT_PATH[tier]}/{tenant.id}", headers=tenant.headers)

    async def patiently(
        self, method: str, path: str, *, headers: Mapping[str, str], json: Any
    ) -> httpx.Response:
        """Ask again while the platform says that it is busy, as Retry-After invites to."""
        deadline = monotonic() + PATIENCE_SECONDS
        while True:
            answer = await self.http.request(method, path, headers=headers, json=json)
            if answer.status_code != 503 or monotonic() > deadline:
                return answer
            await asyncio.sleep(float(answer.headers["Retry-After"]))

    async def keys(self, tenant: Tenant) -> list[dict[str, Any]]:
        """Return the tenant's keys as they are kept."""
        answer = await self.http.get(f"{ACCOUNT}/keys", headers=tenant.headers)
        return answer.raise_for_status().json()["items"]

    async def until_healthy(self, tier: str, seconds: float = 60) -> None:
        """Wait until the tier answers an operator again."""
        deadline = monotonic() + seconds
        while not await self._answers(tier):
            assert monotonic() < deadline, f"{tier} did not recover within {seconds} s"
            await asyncio.sleep(0.1)

    async def _answers(self, tier: str) -> bool:
        try:
            answer = await self.http.get(
                TENANT_PATH[tier], params={"limit": "1"}, headers=self.operator(tier)
            )
        except httpx.TransportError:
            return False
        return answer.status_code == 200


def is_problem(answer: httpx.Response, *statuses: int) -> bool:
    """Tell whether an answer is a refusal in the form that all refusals have."""
    if answer.status_code not in statuses or answer.headers["Content-Type"] != PROBLEM:
        return False
    body = answer.json()
    is_whole = body.keys() >= PROBLEM_FIELDS and body["status"] == answer.status_code
    return is_whole and body["request_id"] == answer.headers["X-Request-ID"]


def shown(answer: httpx.Response) -> str:
    """Say what an answer was, for a test that did not expect it."""
    request = answer.request
    return f"{request.method} {request.url.path}: {answer.status_code} {answer.text[:300]}"
