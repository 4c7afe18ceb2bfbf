"""Asking for the places around a business, through the API."""

from typing import Any

import httpx
import pytest

from shared.tiers import BusinessTier
from tests.api import LOCAL, Api, Tenant, running_api
from tests.databases import TierDatabase
from tests.local.places.test_api import CORNER

FETCHES = f"{LOCAL}/places/fetches"
GOOGLE = {"provider": "google_places"}


async def ask(api: Api, tenant: Tenant, **body: str) -> httpx.Response:
    return await api.http.post(FETCHES, json=body, headers=tenant.headers)


async def test_a_fetch_is_queued_once_until_it_is_done(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    first, second = await ask(local_api, tenant), await ask(local_api, tenant)
    assert (first.status_code, second.json()["id"]) == (202, first.json()["id"])
    fetch = first.json()
    assert (fetch["provider"], fetch["state"], fetch["found"]) == ("openstreetmap", "queued", None)
    # The town around the shop, to compare it with.
    assert fetch["radius_km"] == pytest.approx(4.5)
    listed = await local_api.http.get(FETCHES, headers=tenant.headers)
    assert [item["id"] for item in listed.json()["items"]] == [fetch["id"]]
    one = await local_api.http.get(f"{FETCHES}/{fetch['id']}", headers=tenant.headers)
    assert one.json() == fetch


async def test_another_tenant_sees_none_of_it(local_api: Api) -> None:
    owner, other = await local_api.new_tenant(**CORNER), await local_api.new_tenant(**CORNER)
    fetch = (await ask(local_api, owner)).json()
    answer = await local_api.http.get(f"{FETCHES}/{fetch['id']}", headers=other.headers)
    assert answer.status_code == 404
    assert "GET /api/v2/local/places/fetches" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("business", "body", "settings", "words"),
    [
        ({"city": "Bengaluru"}, {}, {}, "Set latitude and longitude first"),
        (CORNER, GOOGLE, {}, "LOCAL_GOOGLE_PLACES_KEY"),
        (CORNER, {}, {"overpass_url": ""}, "LOCAL_OVERPASS_URL"),
        (CORNER | {"category": "other"}, GOOGLE, {"google_places_key": "k"}, "category"),
        (
            CORNER,
            GOOGLE,
            {"google_places_key": "k", "google_places_monthly_calls": 0},
            "used up",
        ),
    ],
)
async def test_what_stands_in_the_way_is_said_at_once(
    local_tier_database: TierDatabase,
    business: dict[str, Any],
    body: dict[str, str],
    settings: dict[str, Any],
    words: str,
) -> None:
    async with running_api(BusinessTier.LOCAL, local_tier_database, settings=settings) as api:
        answer = await ask(api, await api.new_tenant(**business), **body)
    assert (answer.status_code, words in answer.json()["detail"]) == (409, True), answer.text


async def test_an_unknown_provider_is_refused(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    assert (await ask(local_api, tenant, provider="yelp")).status_code == 422
