from shared.ids import new_id
from tests.api import ACCOUNT, ENTERPRISE, Api

CLIENTS = f"{ENTERPRISE}/clients"


async def test_an_operator_creates_a_client_whose_first_key_works(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant(name="Acme", website="https://acme.example")
    answer = await enterprise_api.http.get(f"{CLIENTS}/{tenant.id}", headers=tenant.headers)
    assert answer.status_code == 200
    assert answer.json()["name"] == "Acme"
    account = await enterprise_api.http.get(ACCOUNT, headers=tenant.headers)
    assert account.json()["tenant_id"] == str(tenant.id)
    assert account.json()["usage"]["requests_per_hour"] == 10_000


async def test_a_client_cannot_create_clients(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    answer = await enterprise_api.http.post(CLIENTS, json={"name": "x"}, headers=tenant.headers)
    assert answer.status_code == 403
    assert "operator" in answer.json()["detail"]


async def test_another_clients_id_does_not_exist(enterprise_api: Api) -> None:
    first, second = await enterprise_api.new_tenant(), await enterprise_api.new_tenant()
    for client_id in (second.id, new_id()):
        url = f"{CLIENTS}/{client_id}"
        read = await enterprise_api.http.get(url, headers=first.headers)
        change = await enterprise_api.http.patch(url, json={"name": "y"}, headers=first.headers)
        assert (read.status_code, change.status_code) == (404, 404)


async def test_a_client_lists_itself_and_an_operator_pages_through_all(
    enterprise_api: Api,
) -> None:
    tenants = [await enterprise_api.new_tenant() for _ in range(3)]
    own = await enterprise_api.http.get(CLIENTS, headers=tenants[0].headers)
    assert [item["id"] for item in own.json()["items"]] == [str(tenants[0].id)]
    seen: list[str] = []
    cursor = None
    while True:
        params = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = await enterprise_api.http.get(
            CLIENTS, params=params, headers=enterprise_api.operator_headers
        )
        seen += [item["id"] for item in page.json()["items"]]
        cursor = page.json()["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen))
    assert {str(tenant.id) for tenant in tenants} <= set(seen)


async def test_only_what_is_sent_changes(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant(name="Before", industry="Steel")
    url = f"{CLIENTS}/{tenant.id}"
    answer = await enterprise_api.http.patch(url, json={"name": "After"}, headers=tenant.headers)
    assert (answer.json()["name"], answer.json()["industry"]) == ("After", "Steel")


async def test_the_alias_of_the_path_reaches_the_same_route(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    answer = await enterprise_api.http.get(
        f"/api/v2/enterprise/clients/{tenant.id}", headers=tenant.headers
    )
    assert answer.status_code == 200


async def test_text_that_cannot_be_stored_is_refused(enterprise_api: Api) -> None:
    for name in ("nul \x00 inside", "", "x" * 201):
        answer = await enterprise_api.http.post(
            CLIENTS, json={"name": name}, headers=enterprise_api.operator_headers
        )
        assert answer.status_code == 422, name


async def test_what_a_client_must_have_cannot_be_cleared(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant(industry="Steel")
    url = f"{CLIENTS}/{tenant.id}"
    for field in ("name", "timezone"):
        answer = await enterprise_api.http.patch(url, json={field: None}, headers=tenant.headers)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    cleared = await enterprise_api.http.patch(url, json={"industry": None}, headers=tenant.headers)
    assert (cleared.status_code, cleared.json()["industry"]) == (200, None)


async def test_a_time_zone_that_nobody_knows_is_named(enterprise_api: Api) -> None:
    answer = await enterprise_api.http.post(
        CLIENTS,
        json={"name": "Acme", "timezone": "Asia/Atlantis"},
        headers=enterprise_api.operator_headers,
    )
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "timezone")


async def test_an_operator_reads_any_client_and_none_that_is_not_there(
    enterprise_api: Api,
) -> None:
    tenant = await enterprise_api.new_tenant(name="Seen")
    headers = enterprise_api.operator_headers
    seen = await enterprise_api.http.get(f"{CLIENTS}/{tenant.id}", headers=headers)
    assert (seen.status_code, seen.json()["name"]) == (200, "Seen")
    absent = await enterprise_api.http.get(f"{CLIENTS}/{new_id()}", headers=headers)
    assert absent.status_code == 404
