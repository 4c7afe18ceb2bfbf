import asyncio
import json
import logging
import re
from collections.abc import AsyncGenerator

import httpx
import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from hypothesis import given
from hypothesis import strategies as st

from shared.auth.keys import new_key
from shared.http.middleware import (
    BODY_LIMIT_BYTES,
    RequestMiddleware,
    accepted_request_id,
    watch_event_loop,
)
from shared.http.problems import install_error_handlers
from shared.logging import JsonFormatter
from shared.metrics import EVENT_LOOP_LAG
from shared.tiers import BusinessTier
from tests.api import ACCOUNT, ENTERPRISE, Api
from tests.shared.waiting import until

HARMLESS = re.compile(r"[A-Za-z0-9._-]{1,64}")
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SPAN = "00f067aa0ba902b7"


@given(st.text(max_size=100))
def test_a_request_id_is_harmless_in_a_log(given_id: str) -> None:
    accepted = accepted_request_id(given_id)
    assert HARMLESS.fullmatch(accepted)
    assert (accepted == given_id) == bool(HARMLESS.fullmatch(given_id))


@pytest.mark.parametrize("tier", BusinessTier)
def test_a_key_is_no_request_id(tier: BusinessTier) -> None:
    key = new_key(tier)
    for chosen in (key, f"a.{key}"):
        assert "vlo_" not in accepted_request_id(chosen)


def test_without_a_request_id_each_request_gets_its_own() -> None:
    assert len({accepted_request_id(None) for _ in range(100)}) == 100


async def test_every_answer_carries_the_callers_ids(enterprise_api: Api) -> None:
    headers = {"X-Request-ID": "order-66", "traceparent": f"00-{TRACE}-{SPAN}-01"}
    for path in ("/livez", "/nothing", ACCOUNT, f"{ENTERPRISE}/docs"):
        answer = await enterprise_api.http.get(path, headers=headers)
        assert answer.headers["x-request-id"] == "order-66"
        assert answer.headers["traceparent"].startswith(f"00-{TRACE}-")
        if answer.headers["content-type"] == "application/problem+json":
            assert answer.json()["request_id"] == "order-66"


async def series(api: Api) -> dict[str, float]:
    """Return how often each combination of labels was counted."""
    text = (await api.http.get("/metrics")).text
    lines = (line.rpartition(" ") for line in text.splitlines())
    return {
        name: float(value)
        for name, _, value in lines
        if name.startswith("http_request_duration_seconds_count")
    }


async def test_a_thousand_made_up_addresses_add_no_series(enterprise_api: Api) -> None:
    await enterprise_api.http.get("/first")
    await enterprise_api.http.request("BREW", "/first")
    await series(enterprise_api)
    before = await series(enterprise_api)
    for number in range(1_000):
        await enterprise_api.http.get(f"/made-up/{number}")
    for number in range(50):
        await enterprise_api.http.request(f"BREW{number}", "/first")
    after = await series(enterprise_api)
    assert set(after) == set(before)
    key = 'http_request_duration_seconds_count{code="404",method="GET",route="unmatched"}'
    assert after[key] - before[key] == 1_000
    assert not any("made-up" in name or "BREW" in name for name in after)


async def test_a_method_that_a_route_does_not_take_is_no_series_of_that_route(
    enterprise_api: Api,
) -> None:
    await enterprise_api.http.delete(ACCOUNT)
    key = 'http_request_duration_seconds_count{{code="405",method="DELETE",route="{}"}}'
    names = await series(enterprise_api)
    assert names[key.format("unmatched")] > 0
    assert key.format(ACCOUNT) not in names


async def test_a_request_is_measured_under_its_template(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    for prefix in (ENTERPRISE, "/api/v2/enterprise"):
        await enterprise_api.http.get(f"{prefix}/clients/{tenant.id}", headers=tenant.headers)
    found = await series(enterprise_api)
    route = f"{ENTERPRISE}/clients/{{client_id}}"
    key = f'http_request_duration_seconds_count{{code="200",method="GET",route="{route}"}}'
    assert found[key] >= 2
    assert not any(str(tenant.id) in name for name in found)


@pytest.fixture
async def odd_app() -> AsyncGenerator[httpx.AsyncClient]:
    """An application with an import, and with answers that break off."""
    app = FastAPI()
    install_error_handlers(app)
    app.add_middleware(RequestMiddleware, path_aliases={"/new/": "/old/"})

    @app.post("/things/imports")
    async def load(body: list[str]) -> int:  # pyright: ignore[reportUnusedFunction]  a route
        return sum(map(len, body))

    @app.post("/things/{name}")
    async def put(name: str, body: list[str]) -> str:  # pyright: ignore[reportUnusedFunction]  a route
        return name

    @app.get("/old/{name}")
    async def show(name: str) -> str:  # pyright: ignore[reportUnusedFunction]  a route
        return name

    @app.get("/broken")
    async def broken() -> StreamingResponse:  # pyright: ignore[reportUnusedFunction]  a route
        async def pieces() -> AsyncGenerator[bytes]:
            yield b"first"
            message = "no second piece"
            raise RuntimeError(message)

        return StreamingResponse(pieces())

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://tier") as client:
        yield client


async def chunks(total: int) -> AsyncGenerator[bytes]:
    yield b'["'
    for _ in range(total // 65_536):
        yield b"x" * 65_536
    yield b'"]'


@pytest.mark.parametrize(("path", "status"), [("/things/imports", 200), ("/things/other", 413)])
async def test_only_an_import_may_be_larger_than_a_mebibyte(
    odd_app: httpx.AsyncClient, path: str, status: int
) -> None:
    json_type = {"Content-Type": "application/json"}
    answer = await odd_app.post(path, content=chunks(2 * BODY_LIMIT_BYTES), headers=json_type)
    declared = await odd_app.post(path, json=["x" * 2 * BODY_LIMIT_BYTES])
    assert (answer.status_code, declared.status_code) == (status, status)


async def test_a_mebibyte_is_just_taken(odd_app: httpx.AsyncClient) -> None:
    fits = b'["' + b"x" * (BODY_LIMIT_BYTES - 4) + b'"]'
    for content, status in ((fits, 200), (fits + b" ", 413)):
        headers = {"Content-Type": "application/json"}
        answer = await odd_app.post("/things/a", content=content, headers=headers)
        assert answer.status_code == status


async def test_an_alias_stands_for_a_whole_folder_only(odd_app: httpx.AsyncClient) -> None:
    codes = [(await odd_app.get(path)).status_code for path in ("/new/a", "/newer/a", "/new")]
    assert codes == [200, 404, 404]


async def test_an_answer_that_breaks_off_is_not_followed_by_another(
    odd_app: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    # The client sees an answer that never ends properly, and so knows that it is not whole.
    with pytest.raises(AssertionError):
        await odd_app.get("/broken")
    assert "no second piece" in caplog.text


async def test_what_goes_wrong_is_logged_with_the_request_id(
    odd_app: httpx.AsyncClient,
) -> None:
    lines: list[str] = []

    class Sink(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(JsonFormatter("test").format(record))

    logger, sink = logging.getLogger("shared.http.middleware"), Sink()
    logger.addHandler(sink)
    with pytest.raises(AssertionError):
        await odd_app.get("/broken", headers={"X-Request-ID": "mine"})
    logger.removeHandler(sink)
    assert json.loads(lines[0])["request_id"] == "mine"


async def test_the_loops_lateness_is_measured() -> None:
    EVENT_LOOP_LAG.set(-1)
    watcher = asyncio.create_task(watch_event_loop(0.01))

    async def is_measured() -> bool:
        (metric,) = EVENT_LOOP_LAG.collect()
        return metric.samples[0].value >= 0

    assert await until(is_measured, seconds=5)
    watcher.cancel()
    with pytest.raises(asyncio.CancelledError):
        await watcher
