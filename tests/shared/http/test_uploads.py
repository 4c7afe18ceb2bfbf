from collections.abc import AsyncGenerator
from hashlib import sha256
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request

from shared.http.idempotency import request_hash
from shared.http.middleware import RequestMiddleware
from shared.http.problems import install_error_handlers
from shared.http.uploads import IN_MEMORY_BYTES, spooled_upload

LIMIT = 3 * IN_MEMORY_BYTES
CSV = {"Content-Type": "text/csv"}
SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/files/imports",
    "raw_path": b"/files/imports",
    "query_string": b"",
    "headers": [(b"content-type", b"text/csv")],
    "server": ("tier", 80),
    "scheme": "http",
    "root_path": "",
    "http_version": "1.1",
}


@pytest.fixture
async def uploads() -> AsyncGenerator[httpx.AsyncClient]:
    """An application that takes CSV and NDJSON and says what it got."""
    app = FastAPI()
    install_error_handlers(app)
    app.add_middleware(RequestMiddleware, path_aliases={})

    @app.post("/files/imports")
    async def load(request: Request) -> dict[str, Any]:  # pyright: ignore[reportUnusedFunction]  a route
        kinds = frozenset({"text/csv", "application/x-ndjson"})
        async with spooled_upload(request, LIMIT, kinds) as upload:
            content = upload.file.read()
            found: dict[str, Any] = {
                "sha256": upload.sha256,
                "size": upload.size_bytes,
                "type": upload.media_type,
                "is_whole": sha256(content).hexdigest() == upload.sha256,
                "request": (await request_hash(request)).hex(),
            }
            return found

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://tier") as client:
        yield client


async def pieces(size: int) -> AsyncGenerator[bytes]:
    for start in range(0, size, 100_000):
        yield b"y" * min(100_000, size - start)


@pytest.mark.parametrize("size", [1, 1_000, IN_MEMORY_BYTES + 1, LIMIT])
async def test_an_upload_arrives_whole(uploads: httpx.AsyncClient, size: int) -> None:
    answer = await uploads.post("/files/imports", content=pieces(size), headers=CSV)
    body = answer.json()
    assert (body["size"], body["is_whole"], body["type"]) == (size, True, "text/csv")
    assert body["sha256"] == sha256(b"y" * size).hexdigest()


async def test_one_byte_more_than_allowed_is_refused(uploads: httpx.AsyncClient) -> None:
    answer = await uploads.post("/files/imports", content=pieces(LIMIT + 1), headers=CSV)
    assert answer.status_code == 413
    assert str(LIMIT) in answer.json()["detail"]


@pytest.mark.parametrize("kind", ["text/csv; charset=utf-8", "TEXT/CSV", "application/x-ndjson"])
async def test_a_media_type_is_known_however_it_is_written(
    uploads: httpx.AsyncClient, kind: str
) -> None:
    answer = await uploads.post("/files/imports", content=b"a", headers={"Content-Type": kind})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": ""},
        {"Content-Type": "application/zip"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        CSV | {"Content-Encoding": "gzip"},
        CSV | {"Content-Encoding": "br, gzip"},
    ],
)
async def test_what_cannot_be_read_is_refused(
    uploads: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await uploads.post("/files/imports", content=b"a", headers=headers)
    assert answer.status_code == answer.json()["status"] == 415


async def test_nothing_is_no_upload(uploads: httpx.AsyncClient) -> None:
    answer = await uploads.post("/files/imports", content=b"", headers=CSV)
    assert (answer.status_code, "empty" in answer.json()["detail"]) == (422, True)


async def test_equal_uploads_are_equal_requests(uploads: httpx.AsyncClient) -> None:
    hashes = [
        (await uploads.post("/files/imports", content=body, headers=CSV)).json()["request"]
        for body in (b"a", b"a", b"b")
    ]
    assert hashes[0] == hashes[1] != hashes[2]


async def test_a_client_that_goes_away_is_no_failure_of_ours(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = FastAPI()
    install_error_handlers(app)

    @app.post("/files/imports")
    async def load(request: Request) -> None:  # pyright: ignore[reportUnusedFunction]  a route
        async with spooled_upload(request, LIMIT, frozenset({"text/csv"})):
            pass

    messages = iter(
        [
            {"type": "http.request", "body": b"half", "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> dict[str, Any]:
        return next(messages)

    async def send(message: object) -> None:
        """Nobody listens any more."""

    await RequestMiddleware(app, {})(SCOPE, receive, send)  # pyright: ignore[reportArgumentType]  plain dicts
    assert "nobody foresaw" not in caplog.text
