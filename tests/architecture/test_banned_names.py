"""Ruff bans these names too, but lets whole files off; this says exactly who may use which."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import BENCH, PACKAGES, ROOT, TESTS, python_files, shown, syntax

ONEBOX = ROOT / "deploy/onebox"
PIPELINE = ROOT / "deploy/pipeline"
SHARED = ROOT / "libs/shared"
NOBODY: tuple[Path, ...] = ()
MAY_USE: dict[str, tuple[Path, ...]] = {
    "datetime.datetime.now": (SHARED / "clock.py",),
    "datetime.datetime.utcnow": NOBODY,
    "datetime.datetime.today": NOBODY,
    "datetime.date.today": NOBODY,
    "time.time": (ONEBOX, TESTS, BENCH),
    "time.time_ns": (SHARED / "ids.py", ONEBOX, TESTS, BENCH),
    "os.environ": (SHARED / "settings.py", ONEBOX, PIPELINE, TESTS, BENCH),
    "os.getenv": NOBODY,
    "uuid.uuid1": NOBODY,
    # A test needs ids that nobody has.
    "uuid.uuid4": (TESTS,),
    "random.random": NOBODY,
    "unittest.mock.patch": NOBODY,
    # A body that is too large ends the reading of it: FastAPI lets only this kind through.
    "fastapi.HTTPException": (SHARED / "http/middleware.py",),
    "fastapi.BackgroundTasks": NOBODY,
    "starlette.background.BackgroundTasks": NOBODY,
    "requests": NOBODY,
}


def names_used_in(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield every imported name the file touches, in full, with its line."""
    imported: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias, name in _imports_of(node):
                imported[alias] = name
                yield name, node.lineno
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            first, _, rest = ast.unparse(node).partition(".")
            if first in imported:
                yield f"{imported[first]}.{rest}", node.lineno


def _imports_of(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    for alias in node.names:
        if isinstance(node, ast.Import):
            first = alias.name.partition(".")[0]
            yield (alias.asname, alias.name) if alias.asname else (first, first)
        elif node.module and not node.level:
            yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _banned(name: str) -> str | None:
    return next((ban for ban in MAY_USE if name == ban or name.startswith(f"{ban}.")), None)


def test_a_banned_name_is_used_only_where_it_belongs() -> None:
    offences = [
        f"{shown(path)}:{line} {name}"
        for path in python_files(*PACKAGES, TESTS, BENCH)
        for name, line in names_used_in(syntax(path))
        if (ban := _banned(name)) and not any(path.is_relative_to(home) for home in MAY_USE[ban])
    ]
    assert offences == [], "\n".join(offences)


@pytest.mark.parametrize(
    ("planted", "ban"),
    [
        ("import datetime\ndatetime.datetime.now()", "datetime.datetime.now"),
        ("from datetime import datetime as d\nd.now()", "datetime.datetime.now"),
        ("from datetime import date\ndate.today()", "datetime.date.today"),
        ("import time\nstarted = time.time()", "time.time"),
        ("import os\nos.environ['HOME']", "os.environ"),
        ("from os import environ", "os.environ"),
        ("from uuid import uuid4", "uuid.uuid4"),
        ("from unittest import mock\nmock.patch('a')", "unittest.mock.patch"),
        ("from unittest.mock import patch", "unittest.mock.patch"),
        ("from fastapi import HTTPException", "fastapi.HTTPException"),
        ("import requests", "requests"),
        ("from requests.adapters import HTTPAdapter", "requests"),
    ],
)
def test_a_banned_name_is_seen_however_it_is_imported(planted: str, ban: str) -> None:
    assert ban in {_banned(name) for name, _ in names_used_in(ast.parse(planted))}


@pytest.mark.parametrize(
    "innocent",
    ["import time\ntime.monotonic()", "from datetime import datetime\ndatetime.max", "now()"],
)
def test_an_innocent_name_is_let_through(innocent: str) -> None:
    assert {_banned(name) for name, _ in names_used_in(ast.parse(innocent))} <= {None}
