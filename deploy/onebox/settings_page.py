"""What can be set? The handbook's page of settings, written from `.env.example`.

`python -m onebox.settings_page docs/operate/settings.md` writes it; a test fails when it is old.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / ".env.example"
_SECTION = re.compile(r"# --- (.+?) -+")
_SETTING = re.compile(r"(?:# )?([A-Z][A-Z0-9_]*)=(.*)")
_TOP = """# Settings

Every process reads environment variables, and nothing else: no file, no default secret. An unknown
`VLO_…` variable is refused at start with the nearest known name; a malformed one with its name and
what would do. This page is written from [.env.example](../../.env.example) by `make reference`.
"""


@dataclass(slots=True)
class Section:
    """One group of settings: for each its name, a harmless value, and what it is for."""

    title: str
    rows: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])


def sections_of(example: str) -> list[Section]:
    """Return the settings of an example file; a comment belongs to the settings that follow it."""
    sections: list[Section] = []
    comment: list[str] = []
    for line in example.splitlines():
        if title := _SECTION.fullmatch(line):
            sections.append(Section(title[1]))
            comment = []
        elif setting := _SETTING.fullmatch(line):
            sections[-1].rows.append((setting[1], setting[2], " ".join(comment)))
        elif line.startswith("# "):
            comment = [*(comment if _goes_on(comment) else []), line.removeprefix("# ")]
    return sections


def page_of(example: str) -> str:
    """Return the page."""
    return "\n".join((_TOP.strip(), *_lines(sections_of(example)))) + "\n"


def _goes_on(comment: list[str]) -> bool:
    """Say whether a comment has not come to its full stop."""
    return bool(comment) and not comment[-1].endswith(".")


def _lines(sections: list[Section]) -> Iterator[str]:
    for section in sections:
        if section.rows:
            yield from ("", f"## {section.title}", "", "| setting | such as | what it is for |")
            yield "|---|---|---|"
            for name, value, purpose in section.rows:
                shown = f"`{value}`" if value else "unset"
                yield f"| `{name}` | {shown} | {purpose.replace('|', chr(92) + '|')} |"


def main() -> None:
    """Write the page to the file that is named."""
    Path(sys.argv[1]).write_text(page_of(EXAMPLE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
