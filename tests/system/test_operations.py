"""Every operation that the reference pages list: who is kept out of it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pytest

from tests.api import ACCOUNT, ENTERPRISE, LOCAL, Tenant
from tests.local.places.corner import LATITUDE, LONGITUDE
from tests.system.platform import OTHER, TIERS, Platform, is_problem, shown

pytestmark = pytest.mark.system

METHODS = {"get", "post", "put", "patch", "delete"}
PREFIX = {"enterprise": ENTERPRISE, "local": LOCAL}
NOBODY = "00000000-0000-0000-0000-000000000000"
# A body that would do if the thing were one's own; bodies that name a tenant name the victim.
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("post", "/api/v2/account/keys/{key_id}/rotate"): {"overlap_seconds": 0},
    ("patch", "/api/v2/account/members/{member_id}"): {"role": "viewer"},
    ("patch", "/api/v1/enterprise/clients/{client_id}"): {"name": "taken over"},
    ("patch", "/api/v2/local/businesses/{business_id}"): {"name": "taken over"},
    ("post", "/api/v2/local/review-replies/{reply_id}/approve"): {},
    ("post", "/api/v2/local/posts/{post_id}/approve"): {},
    ("post", "/api/v2/local/automation/runs/{run_id}/touch"): {"kind": "redo", "minutes": "9"},
    ("post", "/api/v2/local/manual-tasks/{task_id}/done"): {},
    ("post", "/api/v2/local/manual-tasks/{task_id}/decline"): {"reason": "taken over"},
    ("put", "/api/v2/local/contacts/{contact_id}/consents/{purpose}"): {
        "is_given": True,
        "words": "taken over",
    },
    ("post", "/api/v2/local/messages/{message_id}/intent"): {"intent": "out_of_scope"},
    ("put", "/api/v2/local/webhooks/{endpoint_id}"): {"url": "https://taken.example"},
    ("patch", "/api/v2/local/appointments/{appointment_id}"): {"starts_at": "2030-01-01T09:00:00Z"},
    ("put", "/api/v2/local/rivals/{rival_id}"): {
        "name": "taken over",
        "category": "salon",
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
    },
}
# A name that nobody has: what is sent there goes nowhere.
ENDPOINT = {"url": "https://till.invalid/hooks"}
QUERIES = {("delete", "/api/v2/local/rivals/{rival_id}"): {"reason": "mistake"}}
# What an address may say that is the same for every tenant.
WORDS = {
    "channel": "social_media",
    "month": "2026-05",
    "vendor": "google_my_business",
    "purpose": "offers",
    "paused_channel": "whatsapp",
}
# No vendor can be asked here; tests/local/places look after fetches, those of execution after
# replies, tasks and connections, and those of messaging after messages.
MADE_BY_VENDORS = ("fetch_id", "reply_id", "message_id", "task_id", "connection_id")
NAMING_A_TENANT = {
    "enterprise": (f"{ENTERPRISE}/intelligence", "client_id"),
    "local": (f"{LOCAL}/intelligence", "business_id"),
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one address."""

    tier: str
    method: str
    path: str

    @property
    def is_of_an_account(self) -> bool:
        """Tell whether the key alone decides which tier answers."""
        return self.path.startswith(ACCOUNT)

    @property
    def is_signed(self) -> bool:
        """Tell whether a vendor's signature stands in the place of a key."""
        return self.path.startswith("/hooks/")

    @property
    def is_of_a_thing(self) -> bool:
        """Tell whether the address holds an id that a key can be tried on."""
        return not self.is_signed and "{" in self.path.format_map(defaultdict(lambda: "{", WORDS))

    @property
    def body(self) -> dict[str, Any] | None:
        """Return a body that would do."""
        return BODIES.get((self.method, self.path))

    @property
    def query(self) -> dict[str, str] | None:
        """Return a query that would do."""
        return QUERIES.get((self.method, self.path))

    def at(self, ids: dict[str, str]) -> str:
        """Return the address with ids in it; an unknown kind of id is a KeyError."""
        # Each noun has imports of its own, under one name.
        imports = "reviews" if "/reviews/" in self.path else "places"
        return self.path.format_map(WORDS | ids | {"import_id": ids.get(imports, NOBODY)})


@pytest.fixture(scope="module")
async def operations(platform: Platform) -> list[Operation]:
    """Return every operation of both tiers, as the running platform lists them."""
    found: list[Operation] = []
    for tier in TIERS:
        document = (await platform.http.get(f"{PREFIX[tier]}/openapi.json")).json()
        for path, item in document["paths"].items():
            found += [Operation(tier, method, path) for method in sorted(METHODS & item.keys())]
    assert len(found) >= 30
    return found


@dataclass(frozen=True, slots=True)
class Victim:
    """A tenant that has one of everything, and the ids of it all."""

    tenant: Tenant
    ids: dict[str, str]


@pytest.fixture(scope="module")
async def victims(platform: Platform) -> dict[str, Victim]:
    """Return one victim in each tier."""
    return {tier: await _victim(platform, tier) for tier in TIERS}


async def _victim(platform: Platform, tier: str) -> Victim:
    tenant = await platform.new_tenant(tier)
    person = {"email": "victim@example.com", "name": "Victim", "role": "owner"}
    made = await platform.http.post(f"{ACCOUNT}/members", json=person, headers=tenant.headers)
    (key,) = await platform.keys(tenant)
    ids = {
        "client_id": str(tenant.id),
        "business_id": str(tenant.id),
        "key_id": key["id"],
        "member_id": made.json()["id"],
    }
    if tier == "local":
        ids |= await _belongings(platform, tenant)
    return Victim(tenant, ids)


async def _belongings(platform: Platform, shop: Tenant) -> dict[str, str]:
    """Give a shop one of everything that has an id."""
    order = {"at": "2026-11-20T12:00:00Z", "amount": "400", "customer": "9876543210"}
    rival = {"name": "B", "category": "salon", "latitude": LATITUDE, "longitude": LONGITUDE}
    caller = {"phone": "98765 43210", "name": "A"}
    contact_id = (await _sent(platform, shop, "contacts", caller))["id"]
    visit = {"starts_at": "2030-01-01T09:00:00Z", "service": "Haircut", "wants_reminders": False}
    booking = visit | {"contact_id": contact_id}
    place = f"name,latitude,longitude,category\nA,{LATITUDE},{LONGITUDE},salon\n"
    post = {"channels": ["google_my_business"], "text": "Fresh today.", "is_draft": True}
    await _sent(platform, shop, "automation/daily", {})
    runs = await platform.http.get(f"{LOCAL}/automation/runs", headers=shop.headers)
    return {
        "run_id": runs.raise_for_status().json()["items"][0]["id"],
        "post_id": (await _sent(platform, shop, "posts", post))["items"][0]["id"],
        **await _programs(platform, shop),
        "places": (await _sent(platform, shop, "places/imports", place))["id"],
        "reviews": (await _sent(platform, shop, "reviews/imports", "text,stars\nFine,4\n"))["id"],
        "customer_id": (await _sent(platform, shop, "orders", order))["customer_id"],
        "edition_id": (await _sent(platform, shop, "insights", {}))["id"],
        "rival_id": (await _sent(platform, shop, "rivals", rival))["id"],
        "contact_id": contact_id,
        "appointment_id": (await _sent(platform, shop, "appointments", booking))["id"],
        **dict.fromkeys(MADE_BY_VENDORS, NOBODY),
    }


async def _programs(platform: Platform, shop: Tenant) -> dict[str, str]:
    """Let a program of the shop's be told something, and another one tell."""
    endpoint_id = (await _sent(platform, shop, "webhooks", ENDPOINT))["id"]
    tried = await _sent(platform, shop, f"webhooks/{endpoint_id}/test", {})
    source = await _sent(platform, shop, "inbound-webhooks", {"name": "till"})
    return {
        "endpoint_id": endpoint_id,
        "delivery_id": tried["delivery_id"],
        "source_id": source["id"],
    }


async def _sent(
    platform: Platform, shop: Tenant, noun: str, body: str | dict[str, Any]
) -> dict[str, Any]:
    if isinstance(body, str):
        answer = await platform.http.post(
            f"{LOCAL}/{noun}",
            content=body,
            params={"source": "tests", "licence": "CC0-1.0"},
            headers=shop.headers | {"Content-Type": "text/csv"},
        )
    else:
        answer = await platform.http.post(f"{LOCAL}/{noun}", json=body, headers=shop.headers)
    return answer.raise_for_status().json()


async def test_no_operation_answers_without_a_key(
    platform: Platform, operations: list[Operation], victims: dict[str, Victim]
) -> None:
    for operation in operations:
        path = operation.at(victims[operation.tier].ids)
        answer = await platform.http.request(operation.method, path)
        assert is_problem(answer, 401), shown(answer)


async def test_no_operation_answers_to_the_other_tiers_key(
    platform: Platform, operations: list[Operation], victims: dict[str, Victim]
) -> None:
    for operation in (o for o in operations if not o.is_of_an_account and not o.is_signed):
        path = operation.at(victims[operation.tier].ids)
        headers = victims[OTHER[operation.tier]].tenant.headers
        answer = await platform.http.request(operation.method, path, headers=headers)
        assert is_problem(answer, 403), shown(answer)


async def test_nothing_of_a_tenant_can_be_reached_by_another_of_its_tier(
    platform: Platform, operations: list[Operation], victims: dict[str, Victim]
) -> None:
    before = {tier: await _seen(platform, tier, victims[tier]) for tier in TIERS}
    thieves = {tier: await platform.new_tenant(tier) for tier in TIERS}
    for operation in (each for each in operations if each.is_of_a_thing):
        path = operation.at(victims[operation.tier].ids)
        headers = thieves[operation.tier].headers
        answer = await platform.http.request(
            operation.method, path, headers=headers, json=operation.body, params=operation.query
        )
        # To delete what is not there is done at once; what is seen below tells whether it was.
        is_idle = (operation.method, answer.status_code) == ("delete", 204)
        assert is_idle or is_problem(answer, 403, 404), shown(answer)
    assert {tier: await _seen(platform, tier, victims[tier]) for tier in TIERS} == before


@pytest.mark.parametrize("tier", TIERS)
async def test_a_body_that_names_another_tenant_reaches_nothing_of_it(
    platform: Platform, victims: dict[str, Victim], tier: str
) -> None:
    path, field = NAMING_A_TENANT[tier]
    thief = await platform.new_tenant(tier)
    body = {field: str(victims[tier].tenant.id)}
    answer = await platform.http.post(path, json=body, headers=thief.headers)
    assert is_problem(answer, 403, 404), shown(answer)


async def test_another_tenants_thing_looks_like_one_that_never_was(
    platform: Platform, operations: list[Operation], victims: dict[str, Victim]
) -> None:
    thieves = {tier: await platform.new_tenant(tier) for tier in TIERS}
    for operation in (each for each in operations if each.is_of_a_thing):
        ids = victims[operation.tier].ids
        headers = thieves[operation.tier].headers
        answers = [
            await platform.http.request(
                operation.method,
                operation.at(chosen),
                headers=headers,
                json=operation.body,
                params=operation.query,
            )
            for chosen in (ids, dict.fromkeys(ids, NOBODY))
        ]
        assert len({answer.status_code for answer in answers}) == 1, shown(answers[0])


async def _seen(platform: Platform, tier: str, victim: Victim) -> list[Any]:
    """Return what the victim sees of its own things."""
    headers = victim.tenant.headers
    lists = [
        (await platform.http.get(f"{ACCOUNT}/{noun}", headers=headers)).raise_for_status().json()
        for noun in ("keys", "members")
    ]
    if tier == "local":
        own = f"{LOCAL}/customers/{victim.ids['customer_id']}/export"
        for address in (own, f"{LOCAL}/rivals"):
            answer = await platform.http.get(address, headers=headers)
            lists.append(answer.raise_for_status().json())
    return [*lists, (await platform.own_page(tier, victim.tenant)).raise_for_status().json()]
