"""How the tests send records to the local tier."""

from typing import Any

import httpx

from tests.api import LOCAL, Api, Tenant


async def send(
    api: Api, tenant: Tenant, kind: str, content: bytes | str, **query: str
) -> httpx.Response:
    """Send a file of records."""
    return await api.http.post(
        f"{LOCAL}/{kind}/imports",
        params=query,
        content=content,
        headers=tenant.headers | {"Content-Type": "text/csv"},
    )


async def imported(
    api: Api, tenant: Tenant, kind: str, content: bytes | str, **query: str
) -> dict[str, Any]:
    """Send a file of records that must be taken; return what became of it."""
    answer = await send(api, tenant, kind, content, **query)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def patterns(api: Api, tenant: Tenant) -> dict[str, Any]:
    """Return the whole analysis."""
    answer = await api.http.get(f"{LOCAL}/customers/patterns", headers=tenant.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def insights(api: Api, tenant: Tenant) -> dict[str, Any]:
    """Return the customer patterns of the daily insights."""
    body = {"business_id": str(tenant.id)}
    answer = await api.http.post(f"{LOCAL}/intelligence", json=body, headers=tenant.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["insights"]["hyperlocal_market"]["customer_patterns"]


async def found(api: Api, tenant: Tenant, customer: str) -> httpx.Response:
    """Look for a customer."""
    return await api.http.post(
        f"{LOCAL}/customers/search", json={"customer": customer}, headers=tenant.headers
    )
