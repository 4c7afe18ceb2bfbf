"""Who a customer is stands in one table, goes when it is told to, and is never logged."""

import json
import logging
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from tests.api import LOCAL, Api, Tenant
from tests.databases import TierDatabase
from tests.local.customers.records import found, imported, patterns, send

PHONE = "9812345670"
SPELLINGS = (PHONE, "98123 45670", "+91 98123-45670")
ORDERS = "customer,at,amount\n" + "".join(
    f"{spelling},2026-01-0{day} 18:00,1000\n" for day, spelling in enumerate(SPELLINGS, start=1)
)
APPOINTMENTS = f"id,customer,booked,starts,status\n7,{PHONE},2026-01-01,2026-01-05,attended\n"
INQUIRIES = f"customer,at,answered\n{PHONE},2026-01-01 10:00,\n"


async def customer_of(api: Api, tenant: Tenant) -> UUID:
    answer = await found(api, tenant, PHONE)
    assert answer.status_code == 200, answer.text
    return UUID(answer.json()["customer_id"])


async def remember(api: Api, tenant: Tenant) -> None:
    for kind, content in (
        ("orders", ORDERS),
        ("appointments", APPOINTMENTS),
        ("inquiries", INQUIRIES),
    ):
        await imported(api, tenant, kind, content)


async def export(api: Api, tenant: Tenant, customer_id: UUID) -> dict[str, Any]:
    answer = await api.http.get(f"{LOCAL}/customers/{customer_id}/export", headers=tenant.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def erase(api: Api, tenant: Tenant, customer_id: UUID) -> int:
    headers = tenant.headers | {"Idempotency-Key": f"erase-{customer_id}"}
    answer = await api.http.delete(f"{LOCAL}/customers/{customer_id}", headers=headers)
    return answer.status_code


def rows_that_hold(database: TierDatabase, needle: str) -> list[str]:
    """Return the tables of the whole database in which any row holds a text, as a superuser."""
    with psycopg.connect(database.superuser_url) as superuser:
        tables = superuser.execute(
            "SELECT schemaname, tablename FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        return [
            table
            for schema, table in tables
            if superuser.execute(
                sql.SQL("SELECT 1 FROM {} AS kept WHERE kept::text LIKE {} LIMIT 1").format(
                    sql.Identifier(schema, table), sql.Literal(f"%{needle}%")
                )
            ).fetchone()
        ]


async def test_a_phone_number_stands_in_one_table_and_after_erasure_in_none(
    local_api: Api, local_tier_database: TierDatabase
) -> None:
    tenant = await local_api.new_tenant()
    await remember(local_api, tenant)
    order = {"at": "2026-01-04", "customer": PHONE}
    keyed = tenant.headers | {"Idempotency-Key": "one-order"}
    await local_api.http.post(f"{LOCAL}/orders", json=order, headers=keyed)
    await send(local_api, tenant, "orders", f"customer,at,amount\n{PHONE},{PHONE},{PHONE}\n")
    assert rows_that_hold(local_tier_database, PHONE) == ["local_customer_identities"]
    customer_id = await customer_of(local_api, tenant)
    assert [await erase(local_api, tenant, customer_id) for _ in range(2)] == [204, 204]
    assert rows_that_hold(local_tier_database, PHONE) == []
    kept = rows_that_hold(local_tier_database, str(customer_id))
    # The stored answer of the order names our id until it is purged; nobody bears it any more.
    assert set(kept) <= {"idempotent_writes"}
    assert (await found(local_api, tenant, PHONE)).status_code == 404


async def test_sums_and_hours_stay_right_after_an_erasure(
    local_api: Api, local_tier_database: TierDatabase
) -> None:
    tenant = await local_api.new_tenant()
    await remember(local_api, tenant)
    other = "customer,at,amount\nother,2026-01-09 18:00,500\n"
    await imported(local_api, tenant, "orders", other)
    before = await patterns(local_api, tenant)
    await erase(local_api, tenant, await customer_of(local_api, tenant))
    after = await patterns(local_api, tenant)
    for part in ("order_hours", "appointment_hours", "inquiry_hours", "no_shows"):
        assert after[part] == before[part]
    assert after["missed_demand"]["asked"]["value"] == 1
    with psycopg.connect(local_tier_database.superuser_url) as superuser:
        total = superuser.execute(
            "SELECT sum(amount_paise), count(customer_id) FROM local_orders WHERE tenant_id = %s",
            [tenant.id],
        ).fetchone()
    assert total == (350_000, 1)


async def test_the_same_file_sent_after_an_erasure_brings_nobody_back(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    await remember(local_api, tenant)
    await erase(local_api, tenant, await customer_of(local_api, tenant))
    await remember(local_api, tenant)
    assert (await found(local_api, tenant, PHONE)).status_code == 404


async def test_an_export_holds_everything_that_is_kept(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    await remember(local_api, tenant)
    kept = await export(local_api, tenant, await customer_of(local_api, tenant))
    assert kept["identities"] == [{"kind": "phone", "value": f"+91{PHONE}"}]
    assert [order["amount"]["amount"] for order in kept["orders"]] == ["1000.00"] * 3
    assert [visit["outcome"] for visit in kept["appointments"]] == ["attended"]
    assert [inquiry["answered_at"] for inquiry in kept["inquiries"]] == [None]


async def test_the_analysis_names_customers_by_our_id_alone(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    await remember(local_api, tenant)
    later = "customer,at\nother,2026-09-01\n"
    await imported(local_api, tenant, "orders", later)
    told = await patterns(local_api, tenant)
    customer_id = await customer_of(local_api, tenant)
    assert [away["customer_id"] for away in told["lapsing"]["customers"]] == [str(customer_id)]
    assert PHONE not in json.dumps(told)


async def test_no_log_carries_a_phone_number(
    local_api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    tenant = await local_api.new_tenant()
    await remember(local_api, tenant)
    await send(local_api, tenant, "orders", f"{PHONE},{PHONE}\n{PHONE},1\n")
    await export(local_api, tenant, await customer_of(local_api, tenant))
    assert PHONE not in caplog.text
    assert PHONE[:5] + " " + PHONE[5:] not in caplog.text
