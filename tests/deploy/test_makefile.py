import re
import subprocess

import pytest

from onebox.state import repository

MAKEFILE = (repository() / "Makefile").read_text()


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments],
        cwd=repository(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_make_alone_prints_every_command_with_its_use() -> None:
    listed = set(re.findall(r"^\s+(?:\x1b\[36m)?([a-z-]+)\s", make().stdout, re.MULTILINE))
    phony = re.search(r"^\.PHONY: ((?:.*\\\n)*.*)", MAKEFILE, re.MULTILINE)
    assert phony
    targets = set(phony[1].replace("\\\n", " ").split())
    assert listed == targets - {"installed", "installed-dev"}


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (("up",), "vlo up"),
        (("up", "PORT=9000"), "vlo up --port 9000"),
        (("up", "MONITORING=1"), "--monitoring"),
        (("monitoring",), "python -m monitoring"),
        (("drill-alerts",), "DRILL=1"),
        (("drill-series",), "CARDINALITY_TENANTS=1000"),
        (("scale", "TIER=local", "N=3"), 'vlo scale --tier "local" --replicas 3'),
        (("restart", "TIER=enterprise"), 'vlo restart --tier "enterprise"'),
        (("logs", "S=gateway"), "vlo logs gateway"),
        (("test", "T=tests/local"), "pytest tests/local"),
        (("test",), "pytest tests"),
        (("migration", "TIER=local", "M=add reviews"), '--message "add reviews"'),
    ],
)
def test_a_command_passes_on_what_it_was_given(arguments: tuple[str, ...], command: str) -> None:
    assert command in make("--dry-run", *arguments).stdout


def test_check_is_made_of_its_five_parts() -> None:
    shown = make("--dry-run", "check").stdout
    for part in ("ruff check", "ruff format --check", "pyright", "lint-imports", "deptry"):
        assert part in shown
    assert "onebox.gateway_config gateway" in shown


def test_ci_runs_check_and_test_and_nothing_else() -> None:
    script = (repository() / ".ci" / "run").read_text()
    commands = re.findall(r"^\s*(make \S+)", script, re.MULTILINE)
    assert commands == ["make check", "make test"]
