"""What the logs tell, and what they must not."""

import json
from time import monotonic
from typing import Any
from uuid import UUID

import pytest

from shared.auth.keys import new_key
from shared.tiers import BusinessTier
from shared.tracing.context import read_traceparent
from tests.api import LOCAL, TENANT_PATH
from tests.otlp import Collector
from tests.system.platform import TIERS, Platform
from tests.system.secrecy import PHONE, SAID, keys_in, personal_in
from tests.system.stack import eventually

pytestmark = pytest.mark.system


@pytest.mark.parametrize("tier", TIERS)
async def test_the_access_log_names_the_request_and_keeps_no_key(
    platform: Platform, tier: str
) -> None:
    request_id = f"logged-{tier}-{monotonic()}"
    operator = platform.operator(tier)
    key = operator["X-API-Key"]
    await platform.http.get(
        TENANT_PATH[tier],
        params={"limit": "1", "token": key},
        headers=operator | {"X-Request-ID": request_id, "Cookie": f"key={key}", "Referer": key},
    )
    await platform.http.get(f"/api/v2/{key}", headers={"X-Request-ID": request_id})
    access_log = platform.stack.state.logs / "gateway-access.log"
    eventually(lambda: request_id in access_log.read_text(), "the access log has the request")

    lines = [json.loads(line) for line in access_log.read_text().splitlines()]
    (logged,) = [line for line in lines if line.get("request_X-Request-Id") == request_id]
    assert (logged["RequestMethod"], logged["DownstreamStatus"]) == ("GET", 200)
    assert logged["RequestPath"] == TENANT_PATH[tier]
    assert read_traceparent(logged["downstream_Traceparent"])
    assert keys_in(platform.stack.texts()) == []


def test_a_key_in_a_log_would_be_seen(platform: Platform) -> None:
    key = platform.stack.operator_key("local")
    assert keys_in({"some.log": f"before {key} after"}) == ["some.log: …before "]


@pytest.mark.parametrize("number", ["98450 12345", "+919845012345", "098450-12345"])
def test_a_phone_number_in_a_log_would_be_seen(number: str) -> None:
    assert personal_in({"some.log": f"before {number} after"})


def orders_of(*customers: str) -> str:
    """Return a file of orders."""
    rows = (f"{n},{customer},2026-01-0{n},{n}00\n" for n, customer in enumerate(customers, 1))
    return "id,customer,at,amount\n" + "".join(rows)


Sent = tuple[str, str, dict[str, str], dict[str, Any]]


def requests_about_a_person() -> list[Sent]:
    """Return requests with a person's number and words, right ones and wrong ones."""
    wrong, csv = {"X-API-Key": new_key(BusinessTier.LOCAL)}, {"Content-Type": "text/csv"}
    where, broken = {"source": "tests", "licence": "CC0-1.0"}, b'{"customer": "' + PHONE.encode()
    reviews = f"text,stars,date\n{SAID},1,2026-01-05\n{SAID},nine,2026-01-05\n"
    orders = orders_of(PHONE, f"+91{PHONE}", f"{PHONE}x")
    return [
        ("POST", "orders/imports", csv, {"content": orders}),
        ("POST", "orders/imports", csv, {"content": f"{PHONE},{SAID}\n{PHONE}"}),
        ("POST", "orders/imports", csv | wrong, {"content": orders_of(PHONE)}),
        ("POST", "reviews/imports", csv, {"content": reviews, "params": where}),
        ("POST", "reviews/imports", csv, {"content": reviews + "\0", "params": where}),
        ("POST", "customers/search", {}, {"json": {"customer": PHONE}}),
        ("POST", "customers/search", {}, {"json": {"customer": PHONE, SAID: PHONE}}),
        ("POST", "customers/search", {}, {"content": broken}),
        ("POST", "customers/search", wrong, {"json": {"customer": PHONE}}),
        *requests_with_secrets_and_replies(),
        ("GET", "reviews", {}, {"params": {"source": SAID, "cursor": PHONE}}),
        ("GET", "reviews", {"Referer": PHONE, "Cookie": f"a={SAID}"}, {}),
        ("GET", "reviews", {"X-Request-ID": wrong["X-API-Key"]}, {}),
    ]


def requests_with_secrets_and_replies() -> list[Sent]:
    """Return requests that hold a vendor's secrets, and words to a customer."""
    nobody = UUID(int=0)
    account = {"account_id": PHONE, "location_id": "1"}
    secrets = {"access_token": SAID, "refresh_token": f"+91{PHONE}"}
    connection = {"account": account, "secrets": secrets}
    return [
        ("PUT", "connections/google_my_business", {}, {"json": connection}),
        ("PUT", "connections/google_my_business", {}, {"json": {"account": account, SAID: PHONE}}),
        ("POST", f"review-replies/{nobody}/approve", {}, {"json": {"text": f"{SAID} {PHONE}"}}),
        ("POST", f"manual-tasks/{nobody}/decline", {}, {"json": {"reason": f"{PHONE}, {SAID}"}}),
        ("POST", f"manual-tasks/{nobody}/done", {}, {"content": f'{{"proof": "{PHONE}'.encode()}),
    ]


async def statuses_of_requests(platform: Platform, base: str) -> set[int]:
    """Send what concerns a person, look the person up, and erase them; return the statuses."""
    shop = await platform.new_tenant("local")
    statuses: set[int] = set()
    for method, path, headers, content in requests_about_a_person():
        answer = await platform.http.request(
            method, f"{base}{LOCAL}/{path}", headers=shop.headers | headers, **content
        )
        statuses.add(answer.status_code)
    found = await platform.http.post(
        f"{base}{LOCAL}/customers/search", json={"customer": PHONE}, headers=shop.headers
    )
    gone = await platform.http.delete(
        f"{base}{LOCAL}/customers/{found.json()['customer_id']}", headers=shop.headers
    )
    return statuses | {found.status_code, gone.status_code}


async def _until_the_access_log_is_written(platform: Platform) -> None:
    """Wait for a request that came after all others: the gateway writes its log in pieces."""
    last = f"last-{monotonic()}"
    await platform.http.get("/", headers={"X-Request-ID": last})
    log = platform.stack.state.logs / "gateway-access.log"
    eventually(lambda: last in log.read_text(), "the access log has the last request")


async def test_no_log_and_no_span_holds_what_a_person_is_or_says(
    platform: Platform, collector: Collector
) -> None:
    replica = platform.stack.replicas("local")[0].port
    trace = {"traceparent": f"00-{'c' * 16}{1:016x}-{'b' * 16}-01"}
    platform.http.headers.update(trace)
    try:
        for base in ("", f"http://127.0.0.1:{replica}"):
            statuses = await statuses_of_requests(platform, base)
            assert statuses >= {200, 201, 204, 401, 422}
    finally:
        del platform.http.headers["traceparent"]
    await _until_the_access_log_is_written(platform)
    texts = platform.stack.texts()
    assert any(text for text in texts.values())
    assert keys_in(texts) + personal_in(texts) == []
