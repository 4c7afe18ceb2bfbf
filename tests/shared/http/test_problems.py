import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import psycopg
import pytest
from fastapi import FastAPI
from psycopg_pool import PoolTimeout
from sqlalchemy import exc as sqlalchemy_errors

from shared import errors
from shared.errors import AppError, FieldProblem
from shared.http.middleware import RequestMiddleware
from shared.http.problems import install_error_handlers, status_of
from tests.api import ACCOUNT, ENTERPRISE, Api

CLIENTS = f"{ENTERPRISE}/clients"
MEMBERS = {"type", "title", "status", "detail", "instance", "request_id"}
RAISED: list[tuple[Exception, int]] = [
    (errors.UnauthenticatedError("who?"), 401),
    (errors.ForbiddenError("no"), 403),
    (errors.NotFoundError("none"), 404),
    (errors.ConflictError("twice"), 409),
    (errors.TooLargeError("big"), 413),
    (errors.UnsupportedMediaTypeError("odd"), 415),
    (errors.InvalidError("wrong", (FieldProblem("a.b", "is odd", line=7),)), 422),
    (errors.TooManyRequestsError("slow", retry_after_seconds=9), 429),
    (errors.UnavailableError("later", retry_after_seconds=3), 503),
    (psycopg.OperationalError("server closed the connection at 10.0.0.7"), 503),
    (PoolTimeout("no connection at 10.0.0.7"), 503),
    (sqlalchemy_errors.TimeoutError("pool of size 10 at 10.0.0.7"), 503),
    (sqlalchemy_errors.InterfaceError("SELECT secret", None, ValueError()), 503),
    (psycopg.DataError("NUL"), 422),
    (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates"), 422),
    (RuntimeError("a secret detail"), 500),
    (AppError("a kind without a status"), 500),
]


@pytest.fixture
async def raising() -> AsyncGenerator[httpx.AsyncClient]:
    """An application whose every address raises one of the errors."""
    app = FastAPI()
    install_error_handlers(app)
    app.add_middleware(RequestMiddleware, path_aliases={})

    @app.get("/{number}")
    async def fail(number: int) -> None:  # pyright: ignore[reportUnusedFunction]  called by its route
        raise RAISED[number][0]

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://tier") as client:
        yield client


@pytest.mark.parametrize(
    "number", range(len(RAISED)), ids=[type(error).__name__ for error, _ in RAISED]
)
async def test_every_error_leaves_as_a_problem_of_its_status(
    raising: httpx.AsyncClient, number: int
) -> None:
    error, status = RAISED[number]
    answer = await raising.get(f"/{number}")
    body = answer.json()
    assert answer.status_code == body["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(body) >= MEMBERS
    assert body["instance"] == f"/{number}"
    assert body["request_id"] == answer.headers["x-request-id"]
    if isinstance(error, AppError) and status != 500:
        assert body["detail"] == error.detail
    for leak in ("10.0.0.7", "SELECT", "Traceback", "secret detail", "RuntimeError"):
        assert leak not in answer.text


async def test_whoever_may_come_back_is_told_when(raising: httpx.AsyncClient) -> None:
    told = {
        type(error): (await raising.get(f"/{number}")).headers.get("retry-after")
        for number, (error, _) in enumerate(RAISED)
    }
    assert told[errors.TooManyRequestsError] == "9"
    assert told[errors.UnavailableError] == "3"
    assert told[psycopg.OperationalError] == told[PoolTimeout] == "1"
    assert told[errors.ConflictError] is None


async def test_a_problem_names_field_and_line(raising: httpx.AsyncClient) -> None:
    answer = await raising.get("/6")
    assert answer.json()["errors"] == [{"field": "a.b", "message": "is odd", "line": 7}]


async def test_an_unforeseen_error_is_in_the_log_with_its_trace(
    raising: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    await raising.get("/15")
    assert "a secret detail" in caplog.text


def test_a_specific_error_has_the_status_of_its_kind() -> None:
    class SoldOutError(errors.ConflictError):
        """A shop's."""

    assert status_of(SoldOutError("none left")) == 409


async def post(api: Api, body: bytes, **headers: str) -> httpx.Response:
    kind = {"Content-Type": "application/json"} | headers
    return await api.http.post(CLIENTS, content=body, headers=api.operator_headers | kind)


DEEP = b'{"name": ' + b"[" * 1_000 + b"]" * 1_000 + b"}"
BAD_BODIES: dict[str, tuple[bytes, str]] = {
    "not JSON": (b'{"name": "x"', "body"),
    "nothing": (b"", "body"),
    "a list": (b"[]", "body"),
    "null": (b"null", "body"),
    "invalid UTF-8": (b'{"name": "\xff\xfe"}', "body"),
    "half an emoji": (b'{"name": "\\ud83d"}', "name"),
    "NUL": (b'{"name": "a\\u0000b"}', ""),
    "NaN": (b'{"name": NaN}', "name"),
    "infinity": (b'{"name": -Infinity}', "name"),
    "too large a number": (b'{"name": 1e999}', "name"),
    "unknown field": (b'{"name": "x", "naem": "y"}', "naem"),
    "tenant of one's own choice": (b'{"name": "x", "tenant_id": 1}', "tenant_id"),
    "unknown field, half an emoji": (b'{"name": "x", "\\ud83d": 1}', "body"),
    "very deep": (DEEP, "body"),
    "deeper": (b'{"a":' * 100_000, "body"),
    "a number of 5,000 digits": (b'{"name": ' + b"1" * 5_000 + b"}", "body"),
    "far too long": (b'{"name": "' + b"x" * 20_000 + b'"}', "name"),
}


@pytest.mark.parametrize("name", BAD_BODIES)
async def test_a_bad_body_is_refused_and_named(enterprise_api: Api, name: str) -> None:
    body, field = BAD_BODIES[name]
    answer = await post(enterprise_api, body)
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    if field:
        assert field in [item["field"] for item in answer.json()["errors"]]


async def ten_megabytes() -> AsyncGenerator[bytes]:
    yield b'{"name": "'
    for _ in range(10):
        yield b"x" * (1024 * 1024)
    yield b'"}'


@pytest.mark.parametrize("path", [CLIENTS, f"{CLIENTS}/imports", f"{ACCOUNT}/members/imports"])
@pytest.mark.parametrize("is_chunked", [True, False])
async def test_ten_megabytes_are_too_many(enterprise_api: Api, path: str, is_chunked: bool) -> None:
    content: Any = ten_megabytes() if is_chunked else b"".join([c async for c in ten_megabytes()])
    method = "POST" if path == CLIENTS else "PATCH"
    headers = enterprise_api.operator_headers | {"Content-Type": "application/json"}
    answer = await enterprise_api.http.request(method, path, content=content, headers=headers)
    assert answer.status_code == answer.json()["status"] == 413
    assert "1048576 bytes" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", f"{ENTERPRISE}", 404),
        ("GET", f"{CLIENTS}/", 404),
        ("GET", f"{CLIENTS}x", 404),
        ("PUT", CLIENTS, 405),
        ("PROPFIND", CLIENTS, 405),
        ("DELETE", "/", 405),
    ],
)
async def test_a_wrong_address_or_method_is_a_problem_in_a_sentence(
    enterprise_api: Api, method: str, path: str, status: int
) -> None:
    answer = await enterprise_api.http.request(method, path)
    assert answer.status_code == answer.json()["status"] == status
    assert answer.json()["detail"].count(". ") >= 1
    assert ("allow" in answer.headers) == (status == 405)


async def test_a_bad_id_and_a_bad_query_are_named(enterprise_api: Api) -> None:
    headers = enterprise_api.operator_headers
    answers = await asyncio.gather(
        enterprise_api.http.get(f"{CLIENTS}/not-an-id", headers=headers),
        enterprise_api.http.get(CLIENTS, params={"limit": "-1"}, headers=headers),
    )
    fields = [answer.json()["errors"][0]["field"] for answer in answers]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert fields == ["client_id", "limit"]
