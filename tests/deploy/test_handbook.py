"""The operator's handbook against the code: what it names exists, and what exists is named."""

import re
from collections.abc import Iterator
from typing import Any

import typer

from onebox.cli import app
from tests.architecture.tree import ROOT

HANDBOOK = ROOT / "docs/operate"
COMMAND = re.compile(r"`vlo ((?:[a-z]+ ?)+)")
PAGE = re.compile(r"\]\(([a-z-]+\.md)\)")


def text() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in sorted(HANDBOOK.rglob("*.md")))


def commands_of(command: Any, *names: str) -> Iterator[str]:
    """Yield each command by its words, those of a group after the group's."""
    children: dict[str, Any] = getattr(command, "commands", {})
    if not children:
        yield " ".join(names)
    for name, child in children.items():
        yield from commands_of(child, *names, name)


def known_commands() -> set[str]:
    return set(commands_of(typer.main.get_command(app)))


def named_commands() -> set[str]:
    return {words.strip() for words in COMMAND.findall(text())}


def begins_with(words: str, known: set[str]) -> bool:
    """Say whether the words are a command, with or without an argument after it."""
    return any(words == command or words.startswith(f"{command} ") for command in known)


def test_every_command_is_in_the_handbook() -> None:
    named = named_commands()
    missing = [
        command
        for command in known_commands()
        if not any(begins_with(words, {command}) for words in named)
    ]
    assert missing == []


def test_every_command_that_the_handbook_names_exists() -> None:
    known = known_commands()
    assert [words for words in named_commands() if not begins_with(words, known)] == []


def test_an_invented_command_would_be_seen() -> None:
    assert COMMAND.findall("`vlo repair --all`") == ["repair "]
    assert not begins_with("repair", known_commands())


def test_every_page_is_reached_from_the_first() -> None:
    first = (HANDBOOK / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in HANDBOOK.glob("*.md")} - {"README.md"}
    assert pages - set(PAGE.findall(first)) == set()


def test_every_runbook_is_in_the_table_of_alerts() -> None:
    first = (HANDBOOK / "README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(runbooks/([a-z-]+\.md)\)", first))
    assert linked == {page.name for page in (HANDBOOK / "runbooks").glob("*.md")}
