import json
from typing import Any, cast
from uuid import uuid4

import httpx
import pytest

from local.places.jobs import MarkDuplicatePlaces
from local.places.tasks import mark_duplicate_places
from shared.clock import SystemClock
from shared.jobs.handling import JobContext
from tests.api import LOCAL, Api, Tenant
from tests.local.places.corner import LATITUDE, LONGITUDE, node, north_of, overpass

IMPORTS = f"{LOCAL}/places/imports"
INTELLIGENCE = f"{LOCAL}/intelligence"
CORNER = {"city": "Bengaluru", "latitude": LATITUDE, "longitude": LONGITUDE, "radius_km": 1}
CSV_HEADER = "id,name,latitude,longitude,category,rating,rating_count,cost_for_two\n"


async def send(
    api: Api,
    tenant: Tenant,
    content: bytes,
    media_type: str = "application/json",
    key: str | None = None,
    **query: str,
) -> httpx.Response:
    repeatable = {"Idempotency-Key": key} if key else {}
    return await api.http.post(
        IMPORTS,
        params={"source": "osm", "licence": "ODbL-1.0"} | query,
        content=content,
        headers=tenant.headers | {"Content-Type": media_type} | repeatable,
    )


async def insights(api: Api, tenant: Tenant) -> dict[str, Any]:
    answer = await api.http.post(
        INTELLIGENCE, json={"business_id": str(tenant.id)}, headers=tenant.headers
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["insights"]


async def competitors(api: Api, tenant: Tenant) -> dict[str, Any]:
    return (await insights(api, tenant))["hyperlocal_market"]["local_competitors"]


async def mark_duplicates(api: Api, tenant: Tenant) -> None:
    context = JobContext(database=api.runtime.database, clock=SystemClock())
    await mark_duplicate_places(context, MarkDuplicatePlaces(tenant.id))


async def test_imported_places_become_competitors_with_their_evidence(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    file = overpass(node(1, 100, "Cut and Curl"), node(2, 200), node(3, 5_000, "Far Away"))
    answer = await send(local_api, tenant, file, attribution="© OpenStreetMap contributors")
    assert answer.status_code == 201, answer.text
    record = answer.json()
    assert (record["rows_read"], record["places_new"], record["places_unnamed"]) == (3, 3, 1)
    found = await competitors(local_api, tenant)
    assert found["count"]["value"] == 2
    assert found["count"]["evidence"] == [f"place_import:{record['id']}"]
    assert found["count"]["as_of"] == record["imported_at"]
    assert [rival["distance"]["value"] for rival in found["nearest_rivals"]] == [0.1, 0.2]
    assert found["sources"][0]["attribution"] == "© OpenStreetMap contributors"


async def test_a_repeated_import_changes_nothing_and_the_answer_keeps_its_bytes(
    local_api: Api,
) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    file = overpass(node(1, 100, "Cut and Curl"))
    first = await send(local_api, tenant, file)
    body = {"business_id": str(tenant.id)}
    before = await local_api.http.post(INTELLIGENCE, json=body, headers=tenant.headers)
    again = await send(local_api, tenant, file)
    assert again.json() == first.json()
    after = await local_api.http.post(INTELLIGENCE, json=body, headers=tenant.headers)
    assert after.content == before.content
    listed = await local_api.http.get(IMPORTS, headers=tenant.headers)
    assert [item["id"] for item in listed.json()["items"]] == [first.json()["id"]]


async def test_only_what_differs_is_written(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    await send(local_api, tenant, overpass(node(1, 100, "Old Name"), node(2, 200)))
    second = await send(
        local_api, tenant, overpass(node(1, 100, "New Name"), node(2, 200), node(3, 300))
    )
    counts = second.json()
    assert (counts["places_new"], counts["places_changed"], counts["places_unchanged"]) == (1, 1, 1)
    third = await send(
        local_api,
        tenant,
        overpass(node(1, 100, "New Name"), node(2, 200), node(3, 300)),
        licence="CC0-1.0",
    )
    assert third.json()["places_changed"] == 3


async def test_a_place_that_two_sources_list_counts_once(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    await send(local_api, tenant, overpass(node(1, 100, "Cut & Curl"), node(2, 300, "Other")))
    listing = f"9,CUT AND CURL,{north_of(130)},{LONGITUDE},salon,4.5,12,\n"
    csv = (CSV_HEADER + listing).encode()
    await send(local_api, tenant, csv, "text/csv", source="directory", licence="own list")
    for _ in range(2):
        await mark_duplicates(local_api, tenant)
        found = await competitors(local_api, tenant)
        assert (found["count"]["value"], found["merged_duplicates"]["value"]) == (2, 1)
        assert found["mean_rating"]["value"] == 4.5


async def test_after_a_rename_a_place_is_no_duplicate_any_more(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    await send(local_api, tenant, overpass(node(1, 100, "Twin")), source="a")
    await send(local_api, tenant, overpass(node(1, 110, "Twin")), source="b")
    await mark_duplicates(local_api, tenant)
    await send(local_api, tenant, overpass(node(1, 110, "Renamed")), source="b")
    await mark_duplicates(local_api, tenant)
    assert (await competitors(local_api, tenant))["count"]["value"] == 2


async def test_another_tenant_sees_none_of_it(local_api: Api) -> None:
    owner, stranger = (
        await local_api.new_tenant(**CORNER),
        await local_api.new_tenant(**CORNER),
    )
    record = (await send(local_api, owner, overpass(node(1, 100)))).json()
    assert (await competitors(local_api, stranger))["count"]["reason"] == "insufficient_data"
    read = await local_api.http.get(f"{IMPORTS}/{record['id']}", headers=stranger.headers)
    other = await local_api.http.post(
        INTELLIGENCE, json={"business_id": str(owner.id)}, headers=stranger.headers
    )
    assert (read.status_code, other.status_code) == (404, 404)
    own = await local_api.http.get(f"{IMPORTS}/{record['id']}", headers=owner.headers)
    assert own.json() == record


async def test_imports_are_listed_newest_first_page_by_page(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    made = [(await send(local_api, tenant, overpass(node(n, n)))).json()["id"] for n in (1, 2, 3)]
    first = await local_api.http.get(IMPORTS, params={"limit": 2}, headers=tenant.headers)
    rest = await local_api.http.get(
        IMPORTS,
        params={"limit": 2, "cursor": first.json()["next_cursor"]},
        headers=tenant.headers,
    )
    ids = [item["id"] for answer in (first, rest) for item in answer.json()["items"]]
    assert ids == made[::-1]
    assert rest.json()["next_cursor"] is None


async def test_unusable_rows_are_left_out_and_listed(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    rows = [
        f"1,Good,{LATITUDE},{LONGITUDE},salon,0,0,0",
        "2,Null Island,0,0,salon,,,",
        "3,Beyond,91,10,salon,,,",
        "4,NaN,nan,77,salon,,,",
        f"5,Six Stars,{LATITUDE},{LONGITUDE},salon,6,,",
        f"6,Short row,{LATITUDE}",
        f"1,Same id,{LATITUDE},{LONGITUDE},salon,,,",
    ]
    content = b"\xef\xbb\xbf" + (CSV_HEADER + "\r\n".join(rows)).encode()
    answer = await send(local_api, tenant, content, "text/csv")
    record = answer.json()
    assert (record["places_new"], record["rows_skipped"]) == (1, 6), answer.text
    assert record["skipped_reasons"] == {
        "coordinates_off_earth": 1,
        "coordinates_zero": 1,
        "latitude_invalid": 1,
        "rating_invalid": 1,
        "repeated_in_file": 1,
        "wrong_number_of_cells": 1,
    }
    assert record["first_skipped_rows"][0]["row"] == 3


@pytest.mark.parametrize(
    ("content", "media_type", "status", "word"),
    [
        (b'{"elements": [', "application/json", 422, "line 1"),
        (b'{"elements": [{"type": "node", "lat": NaN}]}', "application/json", 422, "NaN"),
        (b'{"elements":[' + b"[" * 100_000, "application/json", 422, "nested"),
        (b'{"places": []}', "application/json", 422, "features"),
        (b"[1, 2]", "application/json", 422, "object"),
        (b'{"elements": [' + b"9" * 5_000 + b"]}", "application/json", 422, "digits"),
        (b'{"elements": []} x', "application/geo+json", 422, "follows"),
        ("name,latitude\n".encode("utf-16"), "text/csv", 422, "UTF-8"),
        (b"name,latitude,longitude\nA,1,2\n", "text/csv", 422, "category"),
        (b"name,latitude,longitude,category,phone\n", "text/csv", 422, "phone"),
        (b'name,latitude,longitude,category\n"open', "text/csv", 422, "line 2"),
        (b"<xml/>", "application/xml", 415, "text/csv"),
        (b"", "text/csv", 422, "empty"),
    ],
)
async def test_a_broken_file_is_refused_and_nothing_is_stored(
    local_api: Api, content: bytes, media_type: str, status: int, word: str
) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    answer = await send(local_api, tenant, content, media_type)
    assert answer.status_code == status, answer.text
    assert word in answer.text
    listed = await local_api.http.get(IMPORTS, headers=tenant.headers)
    assert listed.json()["items"] == []


async def test_a_file_that_breaks_off_late_leaves_nothing_behind(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    whole = overpass(*(node(number, number, "Shop") for number in range(1, 2_000)))
    answer = await send(local_api, tenant, whole[:-3])
    assert answer.status_code == 422
    assert (await competitors(local_api, tenant))["count"]["value"] is None


@pytest.mark.parametrize("query", [{"source": ""}, {"licence": " "}, {"attribution": "a\nb"}])
async def test_an_import_needs_words_that_can_be_shown(
    local_api: Api, query: dict[str, str]
) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    answer = await send(local_api, tenant, overpass(node(1, 1)), **query)
    assert answer.status_code == 422
    assert next(iter(query)) in answer.text


async def test_an_import_with_an_idempotency_key_is_answered_once(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    key = str(uuid4())
    first = await send(local_api, tenant, overpass(node(1, 1)), key=key)
    again = await send(local_api, tenant, overpass(node(1, 1)), key=key)
    other = await send(local_api, tenant, overpass(node(2, 2)), key=key)
    assert (again.status_code, again.json()) == (201, first.json())
    assert other.status_code == 422


async def test_the_answer_has_the_fields_that_were_promised(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    body = {"name": "Dosa Corner", "category": "restaurant", "city": "Bombay"}
    answer = await local_api.http.post(INTELLIGENCE, json=body, headers=tenant.headers)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["tier"], found["business_name"]) == ("local", "Dosa Corner")
    assert (found["automation_percentage"], found["monthly_cost"]) == (None, 999)
    assert found["automation_percentage_reason"]
    assert set(found["insights"]) == {
        "hyperlocal_market",
        "immediate_opportunities",
        "budget_optimization",
        "automation_recommendations",
        "manual_task_guidance",
        "competitor_alerts",
    }
    market = found["insights"]["hyperlocal_market"]
    assert set(market) == {
        "local_competitors",
        "customer_patterns",
        "market_gaps",
        "seasonal_trends",
    }
    assert market["seasonal_trends"]["state"] == "MH"


def figures(value: Any) -> list[dict[str, Any]]:
    """Return every figure inside a JSON value."""
    if isinstance(value, list):
        return [found for item in cast("list[Any]", value) for found in figures(item)]
    if not isinstance(value, dict):
        return []
    members = cast("dict[str, Any]", value)
    inside = [found for item in members.values() for found in figures(item)]
    return [members, *inside] if "basis" in members and "unit" in members else inside


async def test_every_figure_cites_its_evidence_or_says_what_is_missing(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER, monthly_budget=12_000)
    await send(local_api, tenant, overpass(node(1, 100, "Cut and Curl"), node(2, 200)))
    found = figures(await insights(local_api, tenant))
    assert len(found) > 20
    for figure in found:
        if figure["value"] is None:
            assert figure["reason"], figure
            assert figure["missing"], figure
        else:
            assert figure["basis"], figure
            assert figure["as_of"], figure
            assert figure["evidence"], figure


async def test_an_id_and_a_description_together_are_refused(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    body = {"business_id": str(tenant.id), "name": "Somebody Else"}
    answer = await local_api.http.post(INTELLIGENCE, json=body, headers=tenant.headers)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "name"


async def test_nothing_at_all_is_refused_by_field(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    answer = await local_api.http.post(INTELLIGENCE, json={}, headers=tenant.headers)
    assert answer.status_code == 422
    fields = {problem["field"] for problem in answer.json()["errors"]}
    assert {"name", "category"} <= fields


async def test_a_large_body_of_nested_json_is_refused(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    body = b'{"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    answer = await local_api.http.post(
        INTELLIGENCE,
        content=body,
        headers=tenant.headers | {"Content-Type": "application/json"},
    )
    assert 400 <= answer.status_code < 500


async def test_a_geojson_file_is_told_apart_by_its_shape(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [LONGITUDE, north_of(50)]},
        "properties": {"@id": "node/7", "shop": "beauty", "name": "Glow"},
    }
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    answer = await send(local_api, tenant, content, "application/geo+json")
    assert answer.json()["places_new"] == 1, answer.text
    rival = (await competitors(local_api, tenant))["nearest_rivals"][0]
    assert (rival["place"], rival["distance"]["value"]) == ("place:osm:node/7", 0.05)


async def test_a_gap_that_was_planted_in_a_town_is_shown_with_its_numbers(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    gyms = [node(n, 50 * (n % 20), leisure="fitness_centre", shop="") for n in range(200)]
    salons = [node(300 + n, 9_000 + n * 40) for n in range(200)]
    far_gyms = [
        node(600 + n, 9_000 + n * 40, leisure="fitness_centre", shop="") for n in range(100)
    ]
    await send(local_api, tenant, overpass(node(999, 10), *gyms, *salons, *far_gyms))
    market = (await insights(local_api, tenant))["hyperlocal_market"]
    (gap,) = market["market_gaps"]["gaps"]
    assert (gap["kind"], gap["name"]) == ("trade", "salon")
    assert (gap["seen"]["value"], gap["expected"]["value"]) == (1, 134.0)
    saturation = market["local_competitors"]["saturation"]
    assert saturation["location_quotient"]["value"] == 0.0075
    assert saturation["density_percentile"]["reason"] == "insufficient_data"
    assert saturation["own_share"]["basis"] == "modelled"
