import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, shown, text_files

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")
MAKE = re.compile(r"`make ([a-z][a-z-]*)")
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
DOCUMENTS = [path for path in text_files() if path.suffix == ".md"]
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))


def broken_links_in(document: Path, text: str) -> Iterator[str]:
    """Yield each link to a file that is not there."""
    for target in LINK.findall(text):
        if not (document.parent / target).exists():
            yield f"{shown(document)} -> {target}"


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        link
        for document in DOCUMENTS
        for link in broken_links_in(document, document.read_text(encoding="utf-8"))
    ]
    assert broken == [], "\n".join(broken)


def test_a_broken_link_is_seen() -> None:
    assert list(broken_links_in(ROOT / "README.md", "[here](no-such-page.md)"))


def test_every_make_command_in_the_documents_exists() -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    named = {
        name
        for document in DOCUMENTS
        for name in MAKE.findall(document.read_text(encoding="utf-8"))
    }
    assert named - targets == set()


def test_decisions_are_numbered_without_gap_or_double() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.name)
def test_a_decision_says_why_what_and_with_what_consequences(decision: Path) -> None:
    headings = re.findall(r"^## (.+)$", decision.read_text(encoding="utf-8"), re.MULTILINE)
    assert [
        heading for heading in headings if heading in {"Context", "Decision", "Consequences"}
    ] == [
        "Context",
        "Decision",
        "Consequences",
    ]
