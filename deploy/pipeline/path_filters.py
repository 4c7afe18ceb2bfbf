"""Does a list of changed files pass a workflow's `paths`, as GitHub reads them?

`*` stands for characters other than a slash, `**` for any, `**/` also for no folder at all; `?` and
`+` repeat the character before them, `[…]` is one of a set. A pattern must match the whole path.
Patterns are read in order: one that begins with `!` takes back what those before it let in.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

_TOKEN = re.compile(r"(?P<folders>\*\*/)|(?P<any>\*\*)|(?P<name>\*)|(?P<set>\[[^]]+\])|(?P<rest>.)")
_MEANS = {"folders": "(?:.*/)?", "any": ".*", "name": "[^/]*"}


def is_started_by(changed: Iterable[str], patterns: Sequence[str]) -> bool:
    """Tell whether a push that changed these files starts a workflow with these `paths`."""
    return any(is_let_in(path, patterns) for path in changed)


def is_let_in(path: str, patterns: Sequence[str]) -> bool:
    """Tell whether the last pattern that matches the path lets it in."""
    decided = False
    for pattern in patterns:
        takes_back = pattern.startswith("!")
        if _expression(pattern.removeprefix("!")).fullmatch(path):
            decided = not takes_back
    return decided


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile("".join(_translated(token) for token in _TOKEN.finditer(pattern)))


def _translated(token: re.Match[str]) -> str:
    kind, text = token.lastgroup or "", token[0]
    if kind in _MEANS:
        return _MEANS[kind]
    return text if kind == "set" or text in "?+" else re.escape(text)
