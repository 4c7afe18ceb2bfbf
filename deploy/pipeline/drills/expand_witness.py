"""A pytest plugin: is it really the old code that was tested, on really the new schema?

Loaded by the drill into the old release's test session; it fails the session when it is not so.
"""

import importlib.util
import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import psycopg
import pytest

TREE, TIER, HEAD = "EXPAND_TREE", "EXPAND_TIER", "EXPAND_HEAD"
_found: dict[str, str] = {}


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
    """Look at the tier's database as soon as the tests have migrated it."""
    database = yield
    if fixturedef.argname == f"{os.environ[TIER]}_tier_database":
        with psycopg.connect(database.owner_url) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        _found["schema"] = str(row[0]) if row else "none"
    return database


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the session if it proved something else than it should."""
    spec = importlib.util.find_spec(os.environ[TIER])
    _found["code"] = (spec.origin or "") if spec else "nowhere"
    if not _is_as_meant():
        session.exitstatus = pytest.ExitCode.INTERNAL_ERROR


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was tested on what."""
    terminalreporter.write_line(
        f"code: {_found['code']}; schema: {_found.get('schema', 'never migrated')}, "
        f"wanted {os.environ[HEAD]}{'' if _is_as_meant() else ' - this proves nothing'}"
    )


def _is_as_meant() -> bool:
    is_old_code = Path(_found["code"]).is_relative_to(os.environ[TREE])
    return is_old_code and _found.get("schema") == os.environ[HEAD]
