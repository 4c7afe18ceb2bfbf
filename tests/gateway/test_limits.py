"""How much a client may send, how slowly, and how often."""

import socket
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.gateway.replica import Replica
from tests.gateway.running import RunningGateway
from tests.gateway.wire import ENTERPRISE_KEY, LOCAL_KEY, Headers, answer_on, key

MEBIBYTE = 1024 * 1024
PATH = "/api/v2/local/x"
IDEMPOTENT = ("Idempotency-Key", "one")


def chunks(total: int, size: int = 65536) -> Iterator[bytes]:
    for start in range(0, total, size):
        yield b"z" * min(size, total - start)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("extra", [[], [IDEMPOTENT]], ids=["once", "repeatable"])
def test_a_body_over_a_mebibyte_is_refused(
    gateway: RunningGateway, method: str, extra: Headers
) -> None:
    headers = [*key(LOCAL_KEY), *extra]
    answer = gateway.ask(PATH, headers, method=method, body=b"z" * (MEBIBYTE + 1))
    assert (answer.status, answer.media_type) == (413, "application/problem+json")
    assert answer.json["instance"].endswith(PATH)


def test_a_chunked_body_over_a_mebibyte_is_refused_too(gateway: RunningGateway) -> None:
    answer = gateway.ask(PATH, key(LOCAL_KEY), method="POST", body=chunks(MEBIBYTE + 1))
    assert (answer.status, answer.media_type) == (413, "application/problem+json")


@pytest.mark.parametrize("extra", [[], [IDEMPOTENT]], ids=["once", "repeatable"])
@pytest.mark.parametrize("size", [0, 1, 65536, 65537, MEBIBYTE])
def test_a_body_up_to_a_mebibyte_arrives_whole(
    gateway: RunningGateway, extra: Headers, size: int
) -> None:
    headers = [*key(LOCAL_KEY), *extra]
    plain = gateway.ask(PATH, headers, method="POST", body=b"z" * size)
    chunked = gateway.ask(PATH, headers, method="POST", body=chunks(size))
    assert plain.json["body_bytes"] == chunked.json["body_bytes"] == size


@pytest.mark.parametrize("path", ["/hooks/local/x", "/health"])
def test_what_needs_no_key_has_the_same_limit(gateway: RunningGateway, path: str) -> None:
    assert gateway.ask(path, method="POST", body=b"z" * (MEBIBYTE + 1)).status == 413


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/api/v1/enterprise/observations/imports", ENTERPRISE_KEY),
        ("/api/v2/enterprise/observations/imports?a=b", ENTERPRISE_KEY),
        ("/api/v2/local/places/imports", LOCAL_KEY),
    ],
)
def test_an_import_has_only_the_tiers_own_limit(
    gateway: RunningGateway, path: str, text: str
) -> None:
    answer = gateway.ask(path, key(text), method="POST", body=chunks(5 * MEBIBYTE))
    assert answer.json["body_bytes"] == 5 * MEBIBYTE
    refused = gateway.ask(f"{path.split('?', maxsplit=1)[0]}?status=413", key(text), method="POST")
    assert (refused.status, refused.header("retry-after")) == (413, "7")


@pytest.mark.parametrize(
    "path",
    [
        "/api/v2/local/imports",
        "/api/v2/local/places/importsx",
        "/api/v2/local/places/imports/1",
        "/api/v2/account/imports",
    ],
)
def test_what_only_resembles_an_import_has_the_usual_limit(
    gateway: RunningGateway, path: str
) -> None:
    answer = gateway.ask(path, key(LOCAL_KEY), method="POST", body=b"z" * (MEBIBYTE + 1))
    assert answer.status == 413


def test_headers_that_are_too_large_are_refused(gateway: RunningGateway) -> None:
    assert gateway.ask(PATH, [*key(LOCAL_KEY), ("X-Big", "b" * 30_000)]).status == 431


def open_connections(gateway: RunningGateway, sent: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", gateway.port), timeout=20)
    connection.sendall(sent)
    return connection


@pytest.fixture(scope="module")
def impatient_gateway(
    tiers: dict[str, Replica], tmp_path_factory: pytest.TempPathFactory
) -> Generator[RunningGateway]:
    gateway = RunningGateway(
        tmp_path_factory.mktemp("impatient"),
        static=lambda text: text.replace("readTimeout: 60s", "readTimeout: 1s"),
        environment={"VLO_GATEWAY_REQUESTS_PER_SECOND": "1", "VLO_GATEWAY_BURST": "20"},
    )
    gateway.point_at(tiers.values())
    with gateway.running():
        gateway.await_reachable("enterprise", "local")
        yield gateway


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"G",
        b"POST /api/v2/local/x HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST /api/v2/local/x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nX-API-Key: "
        + LOCAL_KEY.encode()
        + b"\r\n\r\nhalf",
    ],
    ids=["silent", "one byte", "headers", "body"],
)
def test_a_client_that_dawdles_is_cut_off(impatient_gateway: RunningGateway, sent: bytes) -> None:
    with open_connections(impatient_gateway, sent) as connection:
        received = connection.recv(65536)
        assert b" 200 " not in received
        while received:
            received = connection.recv(65536)


def test_dawdling_clients_do_not_delay_the_others(gateway: RunningGateway) -> None:
    slow = [open_connections(gateway, b"POST /api/v2/local/x HTTP/1.1\r\nH") for _ in range(200)]
    try:
        assert gateway.ask(PATH, key(LOCAL_KEY)).status == 200
    finally:
        for connection in slow:
            connection.close()


def test_a_thousand_requests_at_once_from_one_address_are_no_flood(gateway: RunningGateway) -> None:
    asked = f"GET {PATH} HTTP/1.1\r\nHost: x\r\nX-API-Key: {LOCAL_KEY}\r\nConnection: close\r\n\r\n"
    waiting = [open_connections(gateway, asked.encode()) for _ in range(1010)]
    statuses: set[int] = set()
    for connection in waiting:
        with connection:
            statuses.add(answer_on(connection).status)
    assert statuses == {200}


def test_a_flood_from_one_address_is_refused(impatient_gateway: RunningGateway) -> None:
    with ThreadPoolExecutor(4) as clients:
        asked = [clients.submit(impatient_gateway.ask, "/health") for _ in range(60)]
        answers = [future.result() for future in asked]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused
    assert all(int(answer.header("retry-after")) >= 1 for answer in refused)
