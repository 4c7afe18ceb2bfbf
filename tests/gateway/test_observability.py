"""What the gateway writes down about a request, and what it never does."""

import json
import re
from typing import Any

import pytest

from tests.gateway.replica import eventually
from tests.gateway.running import RunningGateway
from tests.gateway.wire import ENTERPRISE_KEY, LOCAL_KEY, Headers, ask, bearer, key


def lines_about(gateway: RunningGateway, request_id: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in gateway.access_log.read_text().splitlines()]
    return [line for line in lines if line.get("request_X-Request-Id") == request_id]


def test_a_request_is_logged_once_with_its_id_route_and_outcome(gateway: RunningGateway) -> None:
    gateway.ask("/api/v2/local/x", [*key(LOCAL_KEY), ("X-Request-ID", "log-1")])
    eventually(lambda: bool(lines_about(gateway, "log-1")), "the request is in the log")
    (line,) = lines_about(gateway, "log-1")
    assert line["RequestPath"] == "/api/v2/local/x"
    assert line["DownstreamStatus"] == 200
    assert line["ServiceName"] == "local@file"
    assert line["RouterName"].endswith("local-reads@file")
    assert line["downstream_X-Request-Id"] == "log-1"


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/api/v2/local/x", key(LOCAL_KEY)),
        ("/api/v2/local/x", bearer(LOCAL_KEY)),
        ("/api/v2/local/x", key(ENTERPRISE_KEY)),
        ("/api/v2/account", [*key(ENTERPRISE_KEY), ("Cookie", f"k={ENTERPRISE_KEY}")]),
        (f"/hooks/local/whatsapp?hub.verify_token={LOCAL_KEY}", []),
        (f"/nowhere?api_key={LOCAL_KEY}", [("X_API_Key", LOCAL_KEY)]),
        ("/api/v2/local/x?status=503", key(LOCAL_KEY)),
        ("/api/v2/local/a%2fb", key(LOCAL_KEY)),
        (f"/api/v2/account/keys/{LOCAL_KEY}/rotate", key(LOCAL_KEY)),
        ("/api/v2/local/x", [*key(LOCAL_KEY), ("X-Request-ID", LOCAL_KEY)]),
        ("/api/v2/local/x", [*key(LOCAL_KEY), ("Traceparent", f"00-{ENTERPRISE_KEY}")]),
        ("/health", [("x-request-id", f"a {LOCAL_KEY}")]),
    ],
)
def test_no_key_or_token_is_ever_written(
    gateway: RunningGateway, path: str, headers: Headers
) -> None:
    gateway.ask(path, headers)
    gateway.ask("/health", [("X-Request-ID", "log-2")])
    eventually(lambda: bool(lines_about(gateway, "log-2")), "a later request is in the log")
    written = gateway.access_log.read_text() + gateway.own_log.read_text()
    assert not re.search(r"vlo_(ent|loc)_|[ab12]{12}|verify_token", written)


def test_a_key_as_an_id_is_refused_with_the_way_to_send_it(gateway: RunningGateway) -> None:
    answer = gateway.ask("/api/v2/local/x", [*key(LOCAL_KEY), ("X-Request-ID", LOCAL_KEY)])
    assert answer.status == 401


def metrics(gateway: RunningGateway) -> str:
    return ask(gateway.internal_port, "/metrics").body.decode()


def test_durations_are_counted_around_both_tiers_promises(gateway: RunningGateway) -> None:
    gateway.ask("/api/v2/local/x", key(LOCAL_KEY))
    bounds = set(
        re.findall(r'service_request_duration_seconds_bucket\{.*?le="([^"]+)"', metrics(gateway))
    )
    assert bounds == {"0.05", "0.1", "0.25", "0.5", "1", "2", "5", "+Inf"}


@pytest.mark.parametrize(
    "series",
    [
        r'traefik_service_requests_total\{.*code="200".*service="local@file"',
        r'traefik_router_requests_total\{.*router="[^"]*local-reads@file"',
        r'traefik_entrypoint_requests_total\{.*entrypoint="web"',
        r'traefik_service_server_up\{service="local@file"',
        r"traefik_config_last_reload_success ",
    ],
)
def test_the_series_that_alerts_need_exist(gateway: RunningGateway, series: str) -> None:
    gateway.ask("/api/v2/local/x", key(LOCAL_KEY))
    eventually(lambda: bool(re.search(series, metrics(gateway))), f"{series} exists")


def test_the_gateway_takes_in_its_files_without_a_complaint(gateway: RunningGateway) -> None:
    complaints = [
        line
        for line in gateway.own_log.read_text().splitlines()
        if re.search('"level":"(error|warn)"', line) and "oxy/buffer" not in line
    ]
    assert complaints == []
