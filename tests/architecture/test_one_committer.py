import ast
from collections.abc import Iterator

import pytest

from tests.architecture.tree import PACKAGES, ROOT, python_files, shown, syntax

ONLY_COMMITTER = ROOT / "libs/shared/db/session.py"


def commits_in(tree: ast.AST) -> Iterator[int]:
    """Yield the line of each `….commit(…)` and of each `….sessions.begin(…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value)
            if node.func.attr == "commit" or (
                node.func.attr in {"begin", "begin_nested"} and owner.endswith("sessions")
            ):
                yield node.lineno


def test_only_the_unit_of_work_commits() -> None:
    files = [path for path in python_files(*PACKAGES) if path != ONLY_COMMITTER]
    found = [f"{shown(path)}:{line}" for path in files for line in commits_in(syntax(path))]
    assert found == [], "\n".join(found)


def test_the_unit_of_work_does_commit() -> None:
    assert list(commits_in(syntax(ONLY_COMMITTER)))


@pytest.mark.parametrize(
    "planted",
    ["await session.commit()", "self._session.commit()", "database.sessions.begin()"],
)
def test_a_second_committer_is_seen(planted: str) -> None:
    assert list(commits_in(ast.parse(f"async def use():\n    {planted}"))) == [2]
