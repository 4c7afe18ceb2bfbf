"""What of a client's headers reaches a tier, and what every answer carries."""

import gzip

import pytest

from tests.gateway.running import RunningGateway
from tests.gateway.wire import LOCAL_KEY, key

PATH = "/api/v2/local/x"


@pytest.mark.parametrize(
    "name",
    [
        "X-Tenant-Id", "X-Account-Id", "X-Tier", "X-Scopes", "X-Principal", "X-Replaced-Path",
        "X-Original-Url", "X-Original-Uri", "X-Original-Method", "X-Rewrite-Url", "X-Http-Method",
        "X-Http-Method-Override", "X-Method-Override", "Forwarded", "X-Forwarded-Prefix",
        "X-Forwarded-Uri", "X-Forwarded-Method", "X-Forwarded-Tls-Client-Cert", "X_Tenant_Id",
        "X.Tenant.Id",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", [PATH, "/hooks/local/x", "/health"])
def test_what_only_the_platform_may_say_is_not_taken_from_a_client(
    gateway: RunningGateway, path: str, name: str
) -> None:
    headers = [*key(LOCAL_KEY), (name, "spoofed"), ("Connection", f"close, {name}")]
    for sent in (headers, headers[:-1]):
        answer = gateway.ask(path, sent)
        assert answer.status == 200
        assert "spoofed" not in answer.body.decode()


@pytest.mark.parametrize(
    "name", ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port",
             "X-Forwarded-Server", "X-Real-Ip"]
)  # fmt: skip
def test_the_clients_address_is_the_gateways_finding(gateway: RunningGateway, name: str) -> None:
    answer = gateway.ask(PATH, [*key(LOCAL_KEY), (name, "203.0.113.9")])
    assert "203.0.113.9" not in answer.body.decode()
    assert answer.received("x-forwarded-for") == ["127.0.0.1"]


def test_a_refusal_names_the_path_that_was_asked_not_the_one_claimed(
    gateway: RunningGateway,
) -> None:
    answer = gateway.ask("/nowhere", [("X-Replaced-Path", "/claimed")])
    assert answer.json["instance"] == "/nowhere"


@pytest.mark.parametrize("path", [PATH, "/health", "/nowhere", "/api/v2/local/docs"])
def test_every_answer_is_guarded_and_names_no_software(gateway: RunningGateway, path: str) -> None:
    answer = gateway.ask(path, key(LOCAL_KEY))
    assert answer.header("x-content-type-options") == "nosniff"
    assert answer.header("x-frame-options") == "DENY"
    assert answer.header("referrer-policy") == "no-referrer"
    assert not answer.header("server")


def test_a_request_id_travels_both_ways(gateway: RunningGateway) -> None:
    answer = gateway.ask(PATH, [*key(LOCAL_KEY), ("X-Request-ID", "req-7")])
    assert answer.received("x-request-id") == ["req-7"]
    assert answer.header("x-request-id") == "req-7"


def test_a_refusal_gets_the_request_id_and_trace(gateway: RunningGateway) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    answer = gateway.ask("/nowhere", [("X-Request-ID", "req-8"), ("Traceparent", trace)])
    assert answer.received("x-request-id") == ["req-8"]
    assert answer.received("traceparent") == [trace]


def test_a_long_answer_is_compressed_for_who_asks(gateway: RunningGateway) -> None:
    headers = [*key(LOCAL_KEY), ("Accept-Encoding", "gzip")]
    answer = gateway.ask(f"{PATH}?size=5000", headers)
    assert answer.header("content-encoding") == "gzip"
    assert b"x" * 5000 in gzip.decompress(answer.body)
    assert "Accept-Encoding" in answer.header("vary")


@pytest.mark.parametrize(
    ("path", "accepted"),
    [
        (f"{PATH}?size=5000", ""),
        (f"{PATH}?size=5000", "identity"),
        (f"{PATH}?size=1", "gzip"),
        (f"{PATH}?size=5000&type=text/event-stream", "gzip, zstd"),
    ],
)
def test_what_is_short_streamed_or_not_asked_for_is_not_compressed(
    gateway: RunningGateway, path: str, accepted: str
) -> None:
    answer = gateway.ask(path, [*key(LOCAL_KEY), ("Accept-Encoding", accepted)])
    assert answer.status == 200
    assert not answer.header("content-encoding")


def test_the_tiers_own_429_keeps_its_headers_and_body(gateway: RunningGateway) -> None:
    answer = gateway.ask(f"{PATH}?status=429", key(LOCAL_KEY))
    assert (answer.status, answer.json["tier"]) == (429, "local")
    assert answer.header("retry-after") == "7"
    assert answer.header("ratelimit") == '"default";r=0;t=7'


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 415, 422, 500])
def test_the_tiers_own_refusals_to_a_read_are_passed_on(
    gateway: RunningGateway, status: int
) -> None:
    answer = gateway.ask(f"{PATH}?status={status}", key(LOCAL_KEY))
    assert (answer.status, answer.json["tier"]) == (status, "local")


@pytest.mark.parametrize(("status", "told"), [(502, 503), (503, 503), (504, 504)])
def test_an_outage_is_told_as_a_problem_without_the_key(
    gateway: RunningGateway, status: int, told: int
) -> None:
    headers = [*key(LOCAL_KEY), ("X-Request-ID", "req-9")]
    answer = gateway.ask(f"{PATH}?status={status}", headers, method="POST")
    assert (answer.status, answer.media_type) == (told, "application/problem+json")
    assert answer.json["instance"].endswith(f"{PATH}?status={status}")
    assert answer.received("x-request-id") == ["req-9"]
    assert not answer.received("x-api-key")
