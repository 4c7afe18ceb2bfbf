import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from enterprise.market_intelligence.domain.observation import Observation
from shared.db.session import unit_of_work
from shared.money import rupees_of
from shared.tiers import BusinessTier
from tests.api import ENTERPRISE, Api, Tenant, running_api
from tests.databases import TierDatabase
from tests.enterprise.market_intelligence.made_up import MONDAY, channel_days, clean_client

IMPORTS = f"{ENTERPRISE}/observations/imports"
OBSERVATIONS = f"{ENTERPRISE}/observations"
INTELLIGENCE = f"{ENTERPRISE}/intelligence"
CSV = {"Content-Type": "text/csv"}
NDJSON = {"Content-Type": "application/x-ndjson; charset=utf-8"}
HEADER = "date,channel,spend,impressions,clicks,conversions,revenue\n"
FILE = b"date,channel,spend,clicks\n2026-01-01,search,10.50,3\n2026-01-02,search,11,4\n"


def as_csv(rows: Sequence[Observation]) -> bytes:
    lines = [
        f"{row.day},{row.channel},{rupees_of(row.spend_paise)},{row.impressions},{row.clicks},"
        f"{(row.conversions_millionths or 0) // 1_000_000},{rupees_of(row.revenue_paise or 0)}\n"
        for row in rows
    ]
    return (HEADER + "".join(lines)).encode()


async def send(
    api: Api, tenant: Tenant, content: bytes, kind: dict[str, str] = CSV
) -> httpx.Response:
    return await api.http.post(IMPORTS, content=content, headers=tenant.headers | kind)


async def stored(api: Api, tenant: Tenant, **query: str | int) -> list[dict[str, Any]]:
    answer = await api.http.get(OBSERVATIONS, params=query, headers=tenant.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def ask(api: Api, tenant: Tenant, **body: object) -> httpx.Response:
    return await api.http.post(INTELLIGENCE, json=body, headers=tenant.headers)


async def test_the_same_file_twice_changes_nothing(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    answers = [await send(enterprise_api, tenant, FILE) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    first, second = (answer.json() for answer in answers)
    assert (first["inserted"], first["updated"], first["unchanged"]) == (2, 0, 0)
    assert (second["inserted"], second["updated"], second["unchanged"]) == (0, 0, 2)
    assert (first["state"], second["state"]) == ("stored", "unchanged")
    assert second["data_version"] == first["data_version"]


async def test_an_observation_is_shown_as_it_was_sent(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    line = (
        '{"date": "2026-01-01", "channel": "a\\\\b \\"c\\"", "spend": 10.5, "conversions": 0.37,'
        ' "revenue": "12.34"}'
    )
    made = await send(enterprise_api, tenant, line.encode(), NDJSON)
    assert made.status_code == 201, made.text
    assert await stored(enterprise_api, tenant) == [
        {
            "date": "2026-01-01",
            "channel": 'a\\b "c"',
            "spend": {"amount": "10.50", "currency": "INR"},
            "impressions": None,
            "clicks": None,
            "conversions": 0.37,
            "revenue": {"amount": "12.34", "currency": "INR"},
            "import_id": made.json()["id"],
        }
    ]


async def test_a_later_file_corrects_and_does_not_forget(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    await send(enterprise_api, tenant, FILE)
    later = b"date,channel,spend,revenue\n2026-01-01,search,12,5\n2026-01-03,search,1,\n"
    report = (await send(enterprise_api, tenant, later)).json()
    assert (report["inserted"], report["updated"], report["data_version"]) == (1, 1, 2)
    first = (await stored(enterprise_api, tenant))[0]
    assert (first["spend"]["amount"], first["clicks"]) == ("12.00", 3)
    assert first["revenue"]["amount"] == "5.00"


async def test_one_bad_row_and_nothing_is_stored(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    good = [row for number in range(25) for row in channel_days(f"c{number}", number, days=200)]
    bad = b"2026-01-01,a,-1,,,,\nno day,a,1,,,,\n"
    answer = await send(enterprise_api, tenant, as_csv(good) + bad)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [(each["line"], each["field"]) for each in answer.json()["errors"]] == [
        (5_002, "spend"),
        (5_003, "date"),
    ]
    assert await stored(enterprise_api, tenant) == []
    listed = await enterprise_api.http.get(IMPORTS, headers=tenant.headers)
    assert listed.json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize("kind", [{}, {"Content-Type": "application/json"}])
async def test_another_format_is_not_read(enterprise_api: Api, kind: dict[str, str]) -> None:
    tenant = await enterprise_api.new_tenant()
    assert (await send(enterprise_api, tenant, FILE, kind)).status_code == 415


async def test_an_empty_body_is_refused(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    assert (await send(enterprise_api, tenant, b"")).status_code == 422


async def test_imports_at_the_same_time_lose_nothing(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    files = [as_csv(channel_days(f"c{number % 3}", number % 3, days=300)) for number in range(6)]
    answers = await asyncio.gather(*(send(enterprise_api, tenant, file) for file in files))
    reports = [answer.json() for answer in answers]
    assert [answer.status_code for answer in answers] == [201] * 6, reports
    assert sum(report["inserted"] for report in reports) == 900
    assert max(report["data_version"] for report in reports) == 3


async def test_an_import_with_a_repeated_key_happens_once(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    kind = CSV | {"Idempotency-Key": "one-import"}
    first = await send(enterprise_api, tenant, FILE, kind)
    again = await send(enterprise_api, tenant, FILE, kind)
    assert first.json() == again.json()
    other = await send(enterprise_api, tenant, FILE + b"2026-01-03,search,1,\n", kind)
    assert other.status_code == 422


async def test_imports_are_listed_page_by_page_the_latest_first(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    made = [(await send(enterprise_api, tenant, FILE)).json()["id"] for _ in range(3)]
    query: dict[str, str | int] = {"limit": 2}
    page = (await enterprise_api.http.get(IMPORTS, params=query, headers=tenant.headers)).json()
    query["cursor"] = page["next_cursor"]
    rest = (await enterprise_api.http.get(IMPORTS, params=query, headers=tenant.headers)).json()
    assert [each["id"] for each in page["items"] + rest["items"]] == made[::-1]
    assert rest["next_cursor"] is None


async def test_observations_are_listed_page_by_page(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    await send(enterprise_api, tenant, as_csv([*channel_days("a", 1), *channel_days("b c", 2)]))
    seen: list[tuple[str, str]] = []
    query: dict[str, str | int] = {"limit": 100}
    while True:
        answer = await enterprise_api.http.get(OBSERVATIONS, params=query, headers=tenant.headers)
        page = answer.json()
        seen += [(item["date"], item["channel"]) for item in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert len(seen) == 364
    assert seen == sorted(set(seen))
    only = await stored(enterprise_api, tenant, channel="b c", limit=200)
    assert {item["channel"] for item in only} == {"b c"}


@pytest.mark.parametrize("cursor", ["x", "!!!!", "eA==", "MjAyNi0xMy0wMSBh", "é"])
async def test_a_foreign_cursor_is_refused(enterprise_api: Api, cursor: str) -> None:
    tenant = await enterprise_api.new_tenant()
    query = {"cursor": cursor}
    answer = await enterprise_api.http.get(OBSERVATIONS, params=query, headers=tenant.headers)
    assert answer.status_code == 422


async def test_a_client_sees_its_own_data_only(enterprise_api: Api) -> None:
    one, other = [await enterprise_api.new_tenant() for _ in range(2)]
    await send(enterprise_api, one, FILE)
    assert await stored(enterprise_api, other) == []
    assert (await ask(enterprise_api, other, client_id=str(one.id))).status_code == 404
    assert (await ask(enterprise_api, other, client_id=str(other.id))).status_code == 409


async def test_stored_and_sent_data_say_the_same(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    rows = clean_client()
    await send(enterprise_api, tenant, as_csv(rows))
    records = [
        {
            "date": row.day.isoformat(),
            "channel": row.channel,
            "spend": row.spend_paise / 100,
            "impressions": row.impressions,
            "clicks": row.clicks,
            "conversions": (row.conversions_millionths or 0) / 1e6,
            "revenue": str(rupees_of(row.revenue_paise or 0)),
        }
        for row in rows
    ]
    by_id = await ask(enterprise_api, tenant, client_id=str(tenant.id))
    given = await ask(enterprise_api, tenant, client_data={"observations": records})
    assert (by_id.status_code, given.status_code) == (200, 200), given.text
    assert by_id.json()["tier"] == "enterprise"
    assert set(by_id.json()["features_used"]) >= {"data_quality", "return_on_spend", "trend"}
    assert without_evidence(by_id.json()) == without_evidence(given.json())
    assert b"observation_data_version:1" in by_id.content


def without_evidence(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_evidence(item) for key, item in value.items() if key != "evidence"}  # pyright: ignore[reportUnknownVariableType]  any JSON
    return [without_evidence(item) for item in value] if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType]  any JSON


NO_SENSE: list[dict[str, Any]] = [
    {},
    {"client_id": None},
    {"client_id": "no id"},
    {"client_id": str(UUID(int=1)), "client_data": {"observations": [{}]}},
    {"client_data": {}},
    {"client_data": {"observations": []}},
    {"client_data": {"observations": [{}], "more": 1}},
    {"client_data": {"observations": ["x"]}},
    {"client_data": {"observations": [{"date": "9999-01-01", "channel": "a", "spend": 1}]}},
    {"client_data": {"observations": [{"date": "2026-01-01", "channel": "a", "spend": -1}]}},
    {"client_data": {"observations": [{"date": "2026-01-01", "channel": "a", "spend": []}]}},
    {"client_data": {"observations": [{"date": "2026-01-01", "channel": "a"}]}},
    {"client_data": {"observations": {"date": "2026-01-01"}}},
    {"more": 1},
]


@pytest.mark.parametrize("body", NO_SENSE, ids=str)
async def test_a_question_that_makes_no_sense_is_refused(
    enterprise_api: Api, body: dict[str, Any]
) -> None:
    tenant = await enterprise_api.new_tenant()
    answer = await ask(enterprise_api, tenant, **body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"]


async def test_not_a_number_is_refused_by_name(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    content = (
        '{"client_data": {"observations": [{"date": "2026-01-01", "channel": "a", "spend": NaN}]}}'
    )
    headers = tenant.headers | {"Content-Type": "application/json"}
    answer = await enterprise_api.http.post(INTELLIGENCE, content=content, headers=headers)
    assert answer.status_code == 422
    assert "spend" in answer.text or "NaN" in answer.text or "JSON" in answer.text


async def test_sent_rows_that_repeat_a_day_are_told_of(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    row = {"date": (MONDAY + timedelta(1)).isoformat(), "channel": "a", "spend": 1}
    answer = await ask(enterprise_api, tenant, client_data={"observations": [row, row]})
    faults = [found["fault"] for found in answer.json()["analysis"]["data_quality"]["findings"]]
    assert "duplicate_row" in faults


async def test_no_row_shows_without_a_tenant(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    await send(enterprise_api, tenant, FILE)
    async with unit_of_work(enterprise_api.runtime.database, UUID(int=7)) as session:
        for table in ("observations", "observation_imports", "analytics"):
            count = await session.scalar(text(f"SELECT count(*) FROM enterprise_{table}"))
            assert count == 0


async def test_the_answer_fits_its_reference(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    await send(enterprise_api, tenant, FILE)
    answer = await ask(enterprise_api, tenant, client_id=str(tenant.id))
    reference = (await enterprise_api.http.get(f"{ENTERPRISE}/openapi.json")).json()
    shape = reference["components"]["schemas"]["IntelligenceRead"]
    assert set(answer.json()) == set(shape["required"])
    assert set(answer.json()["analysis"]) == set(
        reference["components"]["schemas"]["Analysis"]["required"]
    )
    assert json.dumps(reference["paths"][IMPORTS]).count("application/x-ndjson") == 1


async def test_a_file_over_the_limit_of_the_setting_is_refused(
    enterprise_tier_database: TierDatabase,
) -> None:
    settings = {"import_max_bytes": 1024}
    async with running_api(
        BusinessTier.ENTERPRISE, enterprise_tier_database, settings=settings
    ) as api:
        tenant = await api.new_tenant()
        answer = await api.http.post(
            f"{ENTERPRISE}/observations/imports",
            content=b"date,channel,spend\n" + b"x" * 1024,
            headers=tenant.headers | {"Content-Type": "text/csv"},
        )
        listed = await api.http.get(f"{ENTERPRISE}/observations/imports", headers=tenant.headers)
    assert answer.status_code == 413
    assert "1024 bytes" in answer.json()["detail"]
    assert listed.json()["items"] == []
