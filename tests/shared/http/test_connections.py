from typing import Any

import httpx
import psycopg
import pytest

from shared.tiers import BusinessTier
from tests.api import LOCAL, Api, Tenant, running_api
from tests.databases import TierDatabase

CONNECTIONS = f"{LOCAL}/connections"
GOOGLE = f"{CONNECTIONS}/google_my_business"
SECRET = "ya29.a-secret-that-never-comes-out"


@pytest.fixture
async def api(local_tier_database: TierDatabase) -> Any:
    keys = {"master_keys": "m" * 32}
    async with running_api(BusinessTier.LOCAL, local_tier_database, settings=keys) as running:
        yield running


def body(account_id: str, token: str = SECRET) -> dict[str, Any]:
    return {
        "account": {"account_id": account_id, "location_id": "2"},
        "secrets": {"access_token": token, "refresh_token": "1//refresh"},
    }


async def connect(api: Api, tenant: Tenant, account_id: str, token: str = SECRET) -> httpx.Response:
    return await api.http.put(GOOGLE, json=body(account_id, token), headers=tenant.headers)


async def test_an_account_is_connected_once_and_its_secrets_never_come_out(
    api: Api, local_tier_database: TierDatabase
) -> None:
    tenant = await api.new_tenant()
    first = await connect(api, tenant, str(tenant.id))
    again = await connect(api, tenant, str(tenant.id), "another-token")
    assert (first.status_code, again.status_code) == (200, 200), first.text
    assert first.json()["id"] == again.json()["id"]
    listed = await api.http.get(CONNECTIONS, headers=tenant.headers)
    (item,) = listed.json()["items"]
    assert (item["vendor"], item["state"]) == ("google_my_business", "active")
    assert item["account"] == {"account_id": str(tenant.id), "location_id": "2"}
    assert not any(text in listed.text for text in (SECRET, "another-token", "1//refresh"))
    with psycopg.connect(local_tier_database.superuser_url) as connection:
        query = "SELECT string_agg(c::text, '') FROM vendor_connections c"
        assert SECRET not in str(connection.execute(query).fetchone())


async def test_a_cut_connection_is_cut_however_often(api: Api) -> None:
    tenant = await api.new_tenant()
    made = (await connect(api, tenant, str(tenant.id))).json()
    for _ in range(2):
        path = f"{CONNECTIONS}/{made['id']}"
        assert (await api.http.delete(path, headers=tenant.headers)).status_code == 204
    (item,) = (await api.http.get(CONNECTIONS, headers=tenant.headers)).json()["items"]
    assert item["state"] == "disconnected"


async def test_an_account_belongs_to_one_shop(api: Api) -> None:
    tenant, other = await api.new_tenant(), await api.new_tenant()
    await connect(api, tenant, str(tenant.id))
    assert (await connect(api, other, str(tenant.id))).status_code == 409
    made = (await api.http.get(CONNECTIONS, headers=tenant.headers)).json()["items"][0]
    path = f"{CONNECTIONS}/{made['id']}"
    assert (await api.http.delete(path, headers=other.headers)).status_code == 404


@pytest.mark.parametrize(
    ("vendor", "changes", "field"),
    [
        ("orkut", {}, "vendor"),
        ("google_my_business", {"account": {"account_id": "1"}}, "account.location_id"),
        ("google_my_business", {"secrets": {"access_token": "a"}}, "secrets.refresh_token"),
        (
            "google_my_business",
            {"account": {"account_id": " ", "location_id": "2"}},
            "account.account_id",
        ),
        (
            "google_my_business",
            {"account": {"account_id": "1", "location_id": "2", "colour": "red"}},
            "account.colour",
        ),
        ("google_my_business", {"colour": "red"}, "colour"),
    ],
)
async def test_what_is_no_connection_is_refused_by_field(
    api: Api, vendor: str, changes: dict[str, Any], field: str
) -> None:
    tenant = await api.new_tenant()
    answer = await api.http.put(
        f"{CONNECTIONS}/{vendor}", json=body("1") | changes, headers=tenant.headers
    )
    assert answer.status_code == 422
    assert field in {item["field"] for item in answer.json()["errors"]}
    assert (await api.http.get(CONNECTIONS, headers=tenant.headers)).json()["items"] == []
