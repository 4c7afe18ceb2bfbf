import re
from collections.abc import Iterator

import pytest

from tests.architecture.tree import BENCH, PACKAGES, ROOT, TESTS, python_files, shown

SILENCER = re.compile(r"#\s*(noqa|type:\s*ignore|pyright:\s*ignore|pragma:\s*no cover)(.*)")
# The rule's name, then words.
RULE = r"(:\s*[A-Z]+[0-9]+(,\s*[A-Z]+[0-9]+)*|\[[A-Za-z, ]+\])"
WITH_REASON = re.compile(rf"\s*{RULE}\s+[-`'\"(\w].*")


def unexplained_in(text: str) -> Iterator[int]:
    """Yield each line that silences a checker without naming the rule and saying why."""
    for number, line in enumerate(text.splitlines(), start=1):
        silenced = SILENCER.search(line)
        if silenced and not WITH_REASON.fullmatch(silenced[2]):
            yield number


def test_whoever_silences_a_checker_says_why() -> None:
    bare = [
        f"{shown(path)}:{line}"
        for path in python_files(*PACKAGES, TESTS, BENCH)
        if path.name != "test_exceptions_to_checks.py"
        for line in unexplained_in(path.read_text(encoding="utf-8"))
    ]
    assert bare == [], "\n".join(bare)


def test_every_rule_that_ruff_ignores_has_its_reason() -> None:
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    rules = settings[
        settings.index("[tool.ruff.lint]") : settings.index("[tool.ruff.lint.pydocstyle]")
    ]
    ignored = [line for line in rules.splitlines() if re.match(r'\s+"[A-Z]+[0-9]*",', line)]
    assert len(ignored) > 10
    assert [line for line in ignored if "#" not in line] == []


@pytest.mark.parametrize(
    "bare",
    [
        "x = 1  # noqa",
        "x = 1  # noqa: E501",
        "x = 1  # type: ignore",
        "x  # pyright: ignore[reportX]",
    ],
)
def test_a_bare_silencer_is_seen(bare: str) -> None:
    assert list(unexplained_in(bare)) == [1]


@pytest.mark.parametrize(
    "explained",
    [
        "x = 1  # noqa: E501 - a table",
        "x = 1  # noqa: S101, S603  `a` is seen",
        "x  # pyright: ignore[reportX] - the stub is wrong",
        "x = 1",
    ],
)
def test_an_explained_silencer_is_let_through(explained: str) -> None:
    assert list(unexplained_in(explained)) == []
