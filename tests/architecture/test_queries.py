import ast
from collections.abc import Iterator

import pytest

from tests.architecture.tree import ROOT, shown, syntax

# A service holds a session to hand it on; a route holds not even that.
ALLOWED = {"service": {"sqlalchemy.ext.asyncio"}, "api": set[str](), "tasks": set[str]()}
FILES = [
    (path, kind)
    for kind in ALLOWED
    for shape in (f"*/*/{kind}.py", f"*/*/{kind}/*.py")
    for path in sorted((ROOT / "services").glob(shape))
]


def database_imports(tree: ast.AST) -> Iterator[str]:
    """Yield every module of SQLAlchemy or psycopg that the file imports from."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        yield from (name for name in names if name.partition(".")[0] in {"sqlalchemy", "psycopg"})


def test_there_are_files_to_look_at() -> None:
    assert {kind for _, kind in FILES} >= {"service", "api"}


def test_only_repositories_ask_the_database() -> None:
    offences = [
        f"{shown(path)}: {name}"
        for path, kind in FILES
        for name in database_imports(syntax(path))
        if name not in ALLOWED[kind]
    ]
    assert offences == [], "\n".join(offences)


@pytest.mark.parametrize(
    "planted", ["from sqlalchemy import select", "import sqlalchemy", "import psycopg.sql"]
)
def test_a_query_outside_a_repository_is_seen(planted: str) -> None:
    assert not set(database_imports(ast.parse(planted))) <= ALLOWED["service"]
