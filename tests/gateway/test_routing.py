"""Which request reaches which tier, and what the others are told."""

import pytest

from tests.gateway.replica import Replica
from tests.gateway.running import RunningGateway
from tests.gateway.wire import ENTERPRISE_KEY, LOCAL_KEY, Headers, bearer, key

TIER_PATHS = [
    ("/api/v1/enterprise", "enterprise"),
    ("/api/v1/enterprise/intelligence", "enterprise"),
    ("/api/v2/enterprise", "enterprise"),
    ("/api/v2/enterprise/intelligence", "enterprise"),
    ("/api/v2/local", "local"),
    ("/api/v2/local/dashboard/1?a=b", "local"),
]
NO_KEY: Headers = []
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def keys_of(tier: str) -> list[Headers]:
    text = {"enterprise": ENTERPRISE_KEY, "local": LOCAL_KEY}[tier]
    return [key(text), bearer(text)]


@pytest.mark.parametrize(("path", "tier"), TIER_PATHS)
def test_the_right_key_reaches_its_tier_in_either_header(
    gateway: RunningGateway, path: str, tier: str
) -> None:
    for headers in keys_of(tier):
        answer = gateway.ask(path, headers)
        assert (answer.status, answer.json["tier"]) == (200, tier)
        assert answer.json["path"] == path.split("?", maxsplit=1)[0]


@pytest.mark.parametrize("method", METHODS)
def test_every_method_reaches_the_tier(gateway: RunningGateway, method: str) -> None:
    answer = gateway.ask("/api/v2/local/x", key(LOCAL_KEY), method=method)
    assert answer.status == 200
    assert method == "HEAD" or answer.json["method"] == method


@pytest.mark.parametrize(("path", "tier"), TIER_PATHS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_other_tiers_key_is_forbidden(
    gateway: RunningGateway, path: str, tier: str, method: str
) -> None:
    other = "local" if tier == "enterprise" else "enterprise"
    for headers in keys_of(other):
        answer = gateway.ask(path, headers, method=method)
        assert (answer.status, answer.media_type) == (403, "application/problem+json")
        assert answer.json["instance"] == path.split("?", maxsplit=1)[0]


@pytest.mark.parametrize(("path", "tier"), TIER_PATHS)
def test_no_key_is_unauthenticated(gateway: RunningGateway, path: str, tier: str) -> None:
    answer = gateway.ask(path)
    assert (answer.status, answer.media_type) == (401, "application/problem+json")


@pytest.mark.parametrize("path", ["/api/v2/account", "/api/v2/account/keys"])
@pytest.mark.parametrize("tier", ["enterprise", "local"])
def test_the_key_alone_routes_the_account(gateway: RunningGateway, path: str, tier: str) -> None:
    for headers in keys_of(tier):
        answer = gateway.ask(path, headers)
        assert (answer.status, answer.json["tier"]) == (200, tier)


@pytest.mark.parametrize("headers", [[], [*key(LOCAL_KEY), *bearer(ENTERPRISE_KEY)]])
def test_an_account_needs_exactly_one_tiers_key(gateway: RunningGateway, headers: Headers) -> None:
    assert gateway.ask("/api/v2/account", headers).status == 401


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("tier", ["enterprise", "local"])
def test_vendors_reach_their_hook_without_a_key(
    gateway: RunningGateway, tier: str, method: str
) -> None:
    answer = gateway.ask(f"/hooks/{tier}/vendor/1", method=method)
    assert (answer.status, answer.json["tier"]) == (200, tier)


@pytest.mark.parametrize(
    ("path", "tier"),
    [
        ("/api/v1/enterprise/docs", "enterprise"),
        ("/api/v1/enterprise/docs/ui.css", "enterprise"),
        ("/api/v1/enterprise/openapi.json", "enterprise"),
        ("/api/v2/local/docs", "local"),
        ("/api/v2/local/docs/ui.css", "local"),
        ("/api/v2/local/openapi.json", "local"),
    ],
)
def test_the_reference_pages_need_no_key_to_read(
    gateway: RunningGateway, path: str, tier: str
) -> None:
    answer = gateway.ask(path)
    assert (answer.status, answer.json["tier"]) == (200, tier)
    assert gateway.ask(path, method="HEAD").status == 200
    assert gateway.ask(path, method="POST").status == 401


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/enterprise/docsx",
        "/api/v1/enterprise/openapi.json/x",
        "/api/v2/enterprise/docs",
        "/api/v2/local/x/docs",
        "/api/v2/local/openapi.yaml",
    ],
)
def test_what_only_resembles_a_reference_page_needs_a_key(
    gateway: RunningGateway, path: str
) -> None:
    assert gateway.ask(path).status == 401


@pytest.mark.parametrize("path", ["/", "/health", "/api/v2/tiers/comparison"])
def test_the_platforms_pages_are_answered_by_both_tiers(gateway: RunningGateway, path: str) -> None:
    answered_by = {gateway.ask(path).json["tier"] for _ in range(10)}
    assert answered_by == {"enterprise", "local"}


@pytest.mark.parametrize(
    "path",
    [
        "/metrics", "/livez", "/readyz", "/ping", "/dashboard/", "/api/rawdata", "/api/overview",
        "/api/version", "/debug/vars", "/problems/401", "/problems/503?u=x",
        "/internal/enterprise/readyz", "/internal/local/readyz", "/echo/seen", "/healthx",
        "/health/", "/api/v2/tiers", "/api/v2/tiers/comparison/", "/api/v2/accounts",
        "/api/v1/local/x", "/api/v3/enterprise/x", "/hooks", "/hooks/local", "/hooks/localx/y",
        "/nowhere",
    ],
)  # fmt: skip
def test_everything_else_is_not_found(gateway: RunningGateway, path: str) -> None:
    for headers in (NO_KEY, key(LOCAL_KEY), key(ENTERPRISE_KEY)):
        answer = gateway.ask(path, headers)
        assert (answer.status, answer.media_type) == (404, "application/problem+json")
        assert answer.json["instance"] == path.split("?", maxsplit=1)[0]


def test_a_hook_takes_no_other_method(gateway: RunningGateway) -> None:
    assert gateway.ask("/hooks/local/x", method="DELETE").status == 404


@pytest.mark.parametrize("path", ["/api/v2/local/x", "/nowhere"])
def test_whoever_writes_the_refusal_is_not_shown_the_refused_key(
    gateway: RunningGateway, path: str
) -> None:
    headers = [*key(ENTERPRISE_KEY), *bearer(ENTERPRISE_KEY), ("Cookie", "a=b")]
    answer = gateway.ask(path, headers)
    assert answer.status in {403, 404}
    assert not answer.received("x-api-key") + answer.received("authorization")
    assert not answer.received("cookie")


def test_a_refusal_does_not_wait_for_an_upload(gateway: RunningGateway) -> None:
    assert gateway.ask("/api/v2/local/x", method="POST", body=b"x" * 3_000_000).status == 401


@pytest.mark.parametrize("tier", ["enterprise", "local"])
def test_a_tiers_readiness_is_told_on_the_internal_entry_point_only(
    gateway: RunningGateway, tiers: dict[str, Replica], tier: str
) -> None:
    gateway.await_reachable(tier)
    assert gateway.ask(f"/internal/{tier}/readyz").status == 404
