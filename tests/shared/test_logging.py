import asyncio
import gc
import json
import logging
import random
import string
import sys
from collections.abc import Generator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.auth.keys import new_key
from shared.logging import (
    CarefulFormatter,
    JsonFormatter,
    configure_logging,
    job_id_context,
    masked,
    request_id_context,
    tenant_id_context,
)
from shared.tiers import BusinessTier
from shared.tracing.spans import Kind, continued
from tests.databases import TierDatabase

PHONE = "+919845012345"


def line_of(message: str, *args: object, **extra: Any) -> str:
    """Return one line as it is written."""
    logger = logging.getLogger("shared.test")
    record = logger.makeRecord(
        "shared.test", logging.INFO, "f", 1, message, args, None, extra=extra
    )
    return JsonFormatter("local-api").format(record)


@given(st.text())
def test_whatever_is_logged_stays_on_one_line(message: str) -> None:
    line = line_of("%s", message)
    assert "\n" not in line
    assert "\r" not in line
    assert json.loads(line)["message"] == message


def test_a_line_says_when_who_and_how_bad() -> None:
    found = json.loads(line_of("started on port %d", 8000))
    assert found["message"] == "started on port 8000"
    assert (found["level"], found["process"], found["logger"]) == (
        "INFO",
        "local-api",
        "shared.test",
    )
    assert datetime.fromisoformat(found["time"]).tzinfo == UTC


def test_a_line_of_a_request_names_it_and_others_do_not() -> None:
    assert "request_id" not in json.loads(line_of("x"))
    token = request_id_context.set("order-66")
    found = json.loads(line_of("x"))
    request_id_context.reset(token)
    assert found["request_id"] == "order-66"


IDS = {"request_id", "trace_id", "tenant_id", "job_id"}


def test_a_line_says_whose_it_is_as_far_as_that_is_known() -> None:
    tokens = [
        (request_id_context, request_id_context.set("order-66")),
        (tenant_id_context, tenant_id_context.set(UUID(int=7))),
        (job_id_context, job_id_context.set(12)),
    ]
    with continued(None, "GET", Kind.SERVER) as block:
        found = json.loads(line_of("x"))
    for variable, token in tokens:
        variable.reset(token)  # pyright: ignore[reportArgumentType] - each its own
    assert {name: found[name] for name in IDS} == {
        "request_id": "order-66",
        "trace_id": block.context.trace_id,
        "tenant_id": str(UUID(int=7)),
        "job_id": 12,
    }
    assert IDS.isdisjoint(json.loads(line_of("x")))


def test_extra_facts_become_fields_of_any_type() -> None:
    found = json.loads(line_of("x", rows=5, tenant=UUID(int=7)))
    assert (found["rows"], found["tenant"]) == (5, str(UUID(int=7)))
    assert "args" not in found


def test_a_failure_carries_its_trace() -> None:
    logger = logging.getLogger("shared.test")
    try:
        int("no bread")
    except ValueError:
        trace = sys.exc_info()
    else:
        trace = None
    record = logger.makeRecord("t", logging.ERROR, "f", 1, "failed", (), trace)
    line = JsonFormatter("t").format(record)
    assert "no bread" in json.loads(line)["exception"]
    assert "\n" not in line


@pytest.mark.parametrize("tier", BusinessTier)
def test_of_a_hundred_keys_none_is_written(tier: BusinessTier) -> None:
    for key in [new_key(tier) for _ in range(100)]:
        for line in (line_of(f"key {key}"), line_of("%s", key), line_of("x", headers={"k": key})):
            assert key[8:] not in line
            assert f"{key[:8]}***" in line


def test_a_megabyte_of_chance_holds_no_key() -> None:
    chance = random.Random(7)
    text = "".join(chance.choices(string.ascii_letters + string.digits + "_ ", k=1_000_000))
    assert masked(text) == text


@pytest.fixture
def refused_phone(local_tier_database: TierDatabase) -> psycopg.Error:
    """Return the error of a database that names the value: the same phone number twice."""
    with psycopg.connect(local_tier_database.owner_url) as connection:
        connection.execute("CREATE TEMP TABLE phones (phone text UNIQUE)")
        with pytest.raises(psycopg.errors.UniqueViolation) as failure:
            connection.execute(
                "INSERT INTO phones VALUES (%(phone)s), (%(phone)s)", {"phone": PHONE}
            )
    assert PHONE in str(failure.value)
    return failure.value


def test_an_error_is_written_without_the_values_that_it_names(
    refused_phone: psycopg.Error,
) -> None:
    found = json.loads(line_of("it failed: %s", refused_phone))
    assert "duplicate key value" in found["message"]
    assert PHONE not in found["message"]


def test_the_trace_of_an_error_and_of_its_causes_is_written_without_values(
    refused_phone: psycopg.Error,
) -> None:
    outer = RuntimeError("the shop could not be saved")
    outer.__cause__ = ExceptionGroup("two of them", [refused_phone, ValueError(f"a\n{PHONE}")])
    logger = logging.getLogger("shared.test")
    given = (RuntimeError, outer, None)
    record = logger.makeRecord("t", logging.ERROR, "f", 1, f"failed\n{outer!r}{PHONE}", (), given)
    for formatter in (JsonFormatter("t"), CarefulFormatter("%(message)s")):
        line = formatter.format(record)
        assert PHONE not in line
        for part in ("the shop could not be saved", "UniqueViolation: duplicate key", "ValueError"):
            assert part in line


@pytest.mark.usefixtures("logging_as_it_was")
async def test_a_task_that_failed_unseen_names_no_value(
    capsys: pytest.CaptureFixture[str], refused_phone: psycopg.Error
) -> None:
    async def fail() -> None:
        raise refused_phone

    configure_logging("local-api")
    task = asyncio.get_running_loop().create_task(fail())
    await asyncio.wait({task})
    del task
    gc.collect()
    out = capsys.readouterr().out
    assert "Task exception was never retrieved" in out
    assert PHONE not in out


@pytest.fixture
def logging_as_it_was() -> Generator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("logging_as_it_was")
def test_every_library_writes_in_the_same_style(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("local-api")
    logging.getLogger("uvicorn.error").info("Started")
    logging.getLogger("httpx").info("GET http://secret.example")
    logging.getLogger("shared").debug("too fine")
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["message"] for line in lines] == ["Started"]


@pytest.mark.usefixtures("logging_as_it_was")
def test_people_may_have_text(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("local-api", "DEBUG", "text")
    logging.getLogger("shared").debug("fine")
    assert "DEBUG local-api shared: fine" in capsys.readouterr().out
