"""Does a message hold one of these phrases? Phrases are written as people say them, with gaps.

`word*` is a word that begins so; `a|b` is either; `<name>` is any word of a named class; `..3` lets
up to three words stand between; `^` and `$` are where the message begins and ends. Phrases are
parted by commas.
"""

import re
from collections.abc import Mapping, Sequence

Classes = Mapping[str, str]
_NO_CLASSES: Classes = {}


class Phrases:
    """Phrases, ready to be looked for."""

    def __init__(self, written: str, classes: Classes = _NO_CLASSES) -> None:
        phrases = [part.split() for part in written.split(",") if part.strip()]
        self._pattern = re.compile("|".join(_pattern(phrase, classes) for phrase in phrases))

    def are_in(self, words: Sequence[str]) -> bool:
        """Tell whether one of the phrases is among the words, in their order."""
        return self._pattern.search(" " + "".join(f"{word} " for word in words)) is not None


def _pattern(phrase: Sequence[str], classes: Classes) -> str:
    """Return a phrase as an expression over words, each with a space after it."""
    begins = "^ " if phrase[0] == "^" else "(?<= )"
    ends = "$" if phrase[-1] == "$" else ""
    inner = phrase[phrase[0] == "^" : len(phrase) - (phrase[-1] == "$")]
    return begins + "".join(_part(token, classes) for token in inner) + ends


def _part(token: str, classes: Classes) -> str:
    if token.startswith(".."):
        return rf"(?:\S+ ){{0,{int(token[2:])}}}?"
    spellings = [spelling for word in token.split("|") for spelling in _words(word, classes)]
    return "(?:" + "|".join(map(_spelling, spellings)) + ") "


def _words(word: str, classes: Classes) -> Sequence[str]:
    named = re.fullmatch(r"<(\w+)>", word)
    return classes[named[1]].split() if named else [word]


def _spelling(word: str) -> str:
    return re.escape(word[:-1]) + r"\S*" if word.endswith("*") else re.escape(word)
