import json
import logging
import sys
from collections.abc import Generator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.logging import JsonFormatter, configure_logging, request_id_context


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
