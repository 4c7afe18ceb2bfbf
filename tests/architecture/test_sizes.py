import ast
from collections.abc import Iterator

from tests.architecture.tree import BENCH, PACKAGES, TESTS, python_files, shown, syntax

FUNCTION_LINES = 30
FILE_LINES = 300
TEST_FILE_LINES = 500
# A migration lists the columns of its tables in one place; it is read once and never changed.
LISTS = "/migrations/versions/"


def long_functions(tree: ast.AST, limit: int = FUNCTION_LINES) -> Iterator[str]:
    """Yield each function that has more lines than the limit, with their number."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > limit:
                yield f"{node.name}: {lines}"


def lines_of(text: str) -> int:
    return len(text.splitlines())


def test_a_function_fits_on_a_screen() -> None:
    long = [
        f"{shown(path)} {function}"
        for path in python_files(*PACKAGES, TESTS, BENCH)
        if LISTS not in shown(path)
        for function in long_functions(syntax(path))
    ]
    assert long == [], "\n".join(long)


def test_a_file_is_about_one_thing() -> None:
    long = [
        f"{shown(path)}: {lines}"
        for path in python_files(*PACKAGES, BENCH, TESTS)
        if (lines := lines_of(path.read_text(encoding="utf-8")))
        > (TEST_FILE_LINES if path.is_relative_to(TESTS) else FILE_LINES)
    ]
    assert long == [], "\n".join(long)


def test_one_line_too_many_is_seen() -> None:
    body = "\n".join(["    pass"] * 29)
    assert list(long_functions(ast.parse(f"def fits():\n{body}"))) == []
    assert list(long_functions(ast.parse(f"async def long():\n{body}\n    pass"))) == ["long: 31"]
