import asyncio
from uuid import uuid4

import pytest

from tests.api import ACCOUNT, LOCAL, Api
from tests.local.customers.records import found, imported, insights, patterns, send

HEADINGS = "id,customer,at,amount\n"
TWO_ORDERS = HEADINGS + "1,98765 43210,05/01/2026 19:30,450\n2,,2026-01-06,\n"


async def test_orders_are_stored_once_however_often_their_file_comes(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    first = await imported(local_api, tenant, "orders", TWO_ORDERS)
    assert (first["kind"], first["rows_read"], first["records_new"]) == ("orders", 2, 2)
    assert first["layout"]["timezone"] == "Asia/Kolkata"
    assert await imported(local_api, tenant, "orders", TWO_ORDERS) == first
    longer = TWO_ORDERS.replace(",450", ",500") + "3,098765-43210,2026-01-07,20\n"
    second = await imported(local_api, tenant, "orders", longer)
    counts = [second[f"records_{part}"] for part in ("new", "changed", "unchanged")]
    assert counts == [1, 1, 1]


async def test_rows_without_a_reference_are_known_again_in_a_longer_export(
    local_api: Api,
) -> None:
    tenant = await local_api.new_tenant()
    twice = "customer,at,amount\n" + "asha,2026-01-05,5\n" * 2
    assert (await imported(local_api, tenant, "orders", twice))["records_new"] == 2
    longer = await imported(local_api, tenant, "orders", twice + "asha,2026-01-05,5\n")
    assert (longer["records_new"], longer["records_unchanged"]) == (1, 2)


async def test_rows_that_cannot_be_used_are_listed_by_line(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    record = await imported(local_api, tenant, "orders", TWO_ORDERS + "3,x,someday,1\n")
    assert record["skipped_reasons"] == {"at_invalid": 1}
    (row,) = record["first_skipped_rows"]
    assert (row["row"], row["reason"]) == (4, "at_invalid")


@pytest.mark.parametrize(
    ("content", "query", "field"),
    [
        ("customer,amount\nx,1\n", {}, "at"),
        (TWO_ORDERS, {"amount": "worth"}, "amount"),
        (TWO_ORDERS, {"timezone": "Mars/Olympus"}, "timezone"),
        (TWO_ORDERS, {"colour": "red"}, "colour"),
        (TWO_ORDERS, {"customer_kind": "email"}, "customer_kind"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_by_name_and_stores_nothing(
    local_api: Api, content: str, query: dict[str, str], field: str
) -> None:
    tenant = await local_api.new_tenant()
    answer = await send(local_api, tenant, "orders", content, **query)
    assert answer.status_code == 422, answer.text
    assert field in [item["field"] for item in answer.json()["errors"]]
    told = await patterns(local_api, tenant)
    assert "there are 0" in told["order_hours"]["busiest"]["missing"]


async def test_times_are_of_the_stated_zone_and_shown_in_the_shops(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    days = [f"2026-01-{day:02} 10:00" for day in range(1, 29)] * 2
    rows = "".join(f"{at}\n" for at in days)
    await imported(local_api, tenant, "orders", "at\n" + rows, timezone="UTC")
    hours = (await patterns(local_api, tenant))["order_hours"]["hours"]
    assert {hour["hour"] for hour in hours} == {15}  # 10:00 UTC is 15:30 in Kolkata


async def test_one_order_can_be_sent_by_itself_and_again(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    body = {"at": "2026-01-05T19:30:00+05:30", "customer": "9876543210", "amount": 450.5}
    answers = [
        await local_api.http.post(f"{LOCAL}/orders", json=body, headers=tenant.headers)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    first, second = (answer.json() for answer in answers)
    assert (first["is_new"], second["is_new"]) == (True, False)
    assert first["amount"] == {"amount": "450.50", "currency": "INR"}
    assert (first["placed_on"], first["customer_id"]) == ("2026-01-05", second["customer_id"])
    assert "98765" not in answers[0].text
    same = await found(local_api, tenant, "+91 98765 43210")
    assert same.json() == {"customer_id": first["customer_id"]}


async def test_orders_of_one_new_customer_at_once_make_one_customer(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    answers = await asyncio.gather(
        *(
            local_api.http.post(
                f"{LOCAL}/orders",
                json={"at": f"2026-01-{day:02}", "customer": "9876543210"},
                headers=tenant.headers,
            )
            for day in range(1, 9)
        )
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["customer_id"] for answer in answers}) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"at": "someday"}, "at"),
        ({"at": "2026-01-05", "amount": -1}, "amount"),
        ({"at": "2026-01-05", "customer": "12", "customer_kind": "phone"}, "customer"),
        ({"at": "2999-01-01"}, "at"),
    ],
)
async def test_an_order_that_cannot_be_is_refused_by_field(
    local_api: Api, body: dict[str, object], field: str
) -> None:
    tenant = await local_api.new_tenant()
    answer = await local_api.http.post(f"{LOCAL}/orders", json=body, headers=tenant.headers)
    assert answer.status_code == 422
    assert [item["field"] for item in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("customer", ["9000000001", " ", "nobody"])
async def test_nobody_is_found_by_a_name_that_nobody_has(local_api: Api, customer: str) -> None:
    tenant = await local_api.new_tenant()
    answer = await found(local_api, tenant, customer)
    assert answer.status_code == 404
    assert "9000000001" not in answer.text


async def test_a_search_for_no_phone_number_is_refused(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    answer = await local_api.http.post(
        f"{LOCAL}/customers/search",
        json={"customer": "12", "customer_kind": "phone"},
        headers=tenant.headers,
    )
    assert answer.status_code == 422


async def test_another_tenant_sees_nothing_of_the_customers(local_api: Api) -> None:
    tenant, other = await local_api.new_tenant(), await local_api.new_tenant()
    await imported(local_api, tenant, "orders", TWO_ORDERS)
    customer_id = (await found(local_api, tenant, "9876543210")).json()["customer_id"]
    assert (await found(local_api, other, "9876543210")).status_code == 404
    address = f"{LOCAL}/customers/{customer_id}"
    export = await local_api.http.get(f"{address}/export", headers=other.headers)
    assert export.status_code == 404
    erased = await local_api.http.delete(address, headers=other.headers)
    assert erased.status_code == 204
    assert (await found(local_api, tenant, "9876543210")).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "scopes"),
    [
        ("POST", "orders", ["read"]),
        ("POST", "orders/imports", ["read"]),
        ("GET", "customers/patterns", ["write"]),
        ("POST", "customers/search", ["write"]),
        ("GET", f"customers/{uuid4()}/export", ["read", "write"]),
        ("DELETE", f"customers/{uuid4()}", ["read", "write"]),
    ],
)
async def test_each_route_asks_for_its_scope(
    local_api: Api, method: str, path: str, scopes: list[str]
) -> None:
    tenant = await local_api.new_tenant()
    key = await local_api.http.post(
        f"{ACCOUNT}/keys", json={"name": "till", "scopes": scopes}, headers=tenant.headers
    )
    headers = {"X-API-Key": key.json()["secret"], "Content-Type": "text/csv"}
    body = {"at": "2026-01-05", "customer": "x"} if path.count("/") < 2 else None
    answer = await local_api.http.request(method, f"{LOCAL}/{path}", json=body, headers=headers)
    assert answer.status_code == 403, answer.text


async def test_a_write_only_key_can_send_orders(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    key = await local_api.http.post(
        f"{ACCOUNT}/keys", json={"name": "till", "scopes": ["write"]}, headers=tenant.headers
    )
    headers = {"X-API-Key": key.json()["secret"]}
    answer = await local_api.http.post(
        f"{LOCAL}/orders", json={"at": "2026-01-05"}, headers=headers
    )
    assert answer.status_code == 201, answer.text


async def test_an_operator_has_no_customers_of_its_own(local_api: Api) -> None:
    answer = await local_api.http.post(
        f"{LOCAL}/orders/imports",
        params={"timezone": "UTC"},
        content=TWO_ORDERS,
        headers=local_api.operator_headers | {"Content-Type": "text/csv"},
    )
    assert answer.status_code in {403, 404}


async def test_the_insights_show_the_patterns_of_the_stored_business_only(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    assert (await insights(local_api, tenant))["repeat_rate"]["reason"] == "insufficient_data"
    rows = [f"c{n},2026-01-{day:02} 18:15" for n in range(25) for day in (2, 2 + n % 2, 17)]
    await imported(local_api, tenant, "orders", "customer,at\n" + "\n".join(rows))
    told = await insights(local_api, tenant)
    assert told["repeat_rate"]["value"] == 1
    assert told["busiest_hours"]["value"].startswith("friday 18:00")
    described = await local_api.http.post(
        f"{LOCAL}/intelligence",
        json={"name": "Other", "category": "salon", "city": "Delhi"},
        headers=tenant.headers,
    )
    market = described.json()["insights"]["hyperlocal_market"]
    assert market["customer_patterns"]["repeat_rate"]["value"] is None
