import os
from collections.abc import AsyncGenerator, Generator, Mapping
from pathlib import Path

import httpx
import pytest

from tests.otlp import Collector, collecting
from tests.system.platform import Platform
from tests.system.secrecy import keys_in, personal_in
from tests.system.stack import Stack, gone_afterwards, new_stack

# Set where somebody else has started a stack, as `make compose-test` does; it needs operator keys.
SYSTEM_TESTS_HOME = "SYSTEM_TESTS_HOME"


def stack_elsewhere(environment: Mapping[str, str]) -> Stack | None:
    """Return the stack that somebody else started and will stop, None where there is none."""
    if home := environment.get(SYSTEM_TESTS_HOME):
        return Stack(Path(home), int(environment["SYSTEM_TESTS_PORT"]))
    return None


@pytest.fixture(scope="session")
def collector() -> Generator[Collector]:
    """Return what the stack exports to; none of its spans may hold keys or a person's data."""
    with collecting() as collector:
        yield collector
        exported = {"spans": b"".join(collector.bodies).decode(errors="replace")}
        assert keys_in(exported) + personal_in(exported) == []


@pytest.fixture(scope="session")
def stack(collector: Collector) -> Generator[Stack]:
    """Return the stack of every test that leaves it as it was: one enterprise, two local replicas.

    In the end it must be gone without a trace, and no file of its logs may hold a key or a
    person's data.
    """
    if running := stack_elsewhere(os.environ):
        yield running
        return
    with gone_afterwards(new_stack(exporting_to(collector))) as stack:
        stack.up()
        stack.did("scale", "--tier", "local", "--replicas", "2")
        yield stack
        assert keys_in(stack.texts()) + personal_in(stack.texts()) == []


def exporting_to(collector: Collector) -> dict[str, str]:
    """Return settings that export the traces whose ids the tests choose, and hardly another."""
    return {
        "VLO_OTLP_ENDPOINT": collector.url,
        "VLO_TRACE_RATIO": "0.001",
        # How long spans wait for company, in milliseconds.
        "OTEL_BSP_SCHEDULE_DELAY": "200",
    }


@pytest.fixture(scope="session")
async def platform(stack: Stack) -> AsyncGenerator[Platform]:
    """Return the running platform and a client of its gateway."""
    limits = httpx.Limits(max_connections=200, keepalive_expiry=5)
    async with httpx.AsyncClient(base_url=stack.url, timeout=60, limits=limits) as http:
        yield Platform(stack, http)
