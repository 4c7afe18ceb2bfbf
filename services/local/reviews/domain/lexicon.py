"""What does a word or a phrase say? Our three lexicons and the signs, as one table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType

from local.reviews.domain import (
    lexicon_english,
    lexicon_hindi,
    lexicon_hinglish,
    lexicon_signs,
)
from local.reviews.domain.spelling import english_spellings, hindi_spelling, is_devanagari, plain

VERY, SIMPLE, FAINT = 2.0, 1.0, 0.5
_WEIGHTS = {
    "SAYS_NOTHING": 0.0,
    "FAINTLY_GOOD": FAINT,
    "FAINTLY_BAD": -FAINT,
    "GOOD": SIMPLE,
    "BAD": -SIMPLE,
    "VERY_GOOD": VERY,
    "VERY_BAD": -VERY,
}
_LATIN_ENDINGS, _DEVANAGARI_ENDINGS = "aei", "\u093e\u0947\u0940"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase of `length` words says: below 0 blame, above 0 praise, or that it is so-so."""

    length: int
    weight: float
    is_middling: bool = False


def entry_at(words: Sequence[str], start: int) -> Entry | None:
    """Return the longest entry that begins at a word; words are plain."""
    for length in range(min(_LONGEST, len(words) - start), 0, -1):
        phrase = words[start : start + length]
        found = _english(phrase) or _HINDI.get(tuple(hindi_spelling(word) for word in phrase))
        if found and not (length == 1 and phrase[0] in lexicon_hinglish.OTHER_WORDS):
            return found
    return None


def _english(phrase: Sequence[str]) -> Entry | None:
    if len(phrase) > 1:
        return _ENGLISH.get(tuple(english_spellings(word)[0] for word in phrase))
    tried = (_ENGLISH.get((spelling,)) for spelling in english_spellings(phrase[0]))
    return next((entry for entry in tried if entry), None)


def _entries(module: ModuleType) -> Iterator[tuple[Sequence[str], Entry]]:
    """Yield the phrases of a lexicon; what says nothing first, so that nothing overrides it."""
    for name, weight in _WEIGHTS.items():
        for words in _phrases(getattr(module, name, "")):
            yield words, Entry(len(words), weight)
    for words in _phrases(getattr(module, "MIDDLING", "")):
        yield words, Entry(len(words), 0.0, is_middling=True)


def _phrases(text: str) -> Iterator[Sequence[str]]:
    for phrase in text.split(","):
        words = plain(phrase).split()
        for ending in _endings(words):
            yield [word.replace("~", ending) for word in words]


def _endings(words: Iterable[str]) -> Iterable[str]:
    if not words:
        return ()
    if not any("~" in word for word in words):
        return ("",)
    return _DEVANAGARI_ENDINGS if any(map(is_devanagari, words)) else _LATIN_ENDINGS


def _table_of_signs() -> Mapping[tuple[str, ...], Entry]:
    return {
        (sign.lower(),): Entry(1, weight)
        for name, weight in _WEIGHTS.items()
        for sign in getattr(lexicon_signs, name, "").split()
    }


_ENGLISH: Mapping[tuple[str, ...], Entry] = _table_of_signs() | {
    tuple(words): entry for words, entry in _entries(lexicon_english)
}
_HINDI: Mapping[tuple[str, ...], Entry] = {
    tuple(hindi_spelling(word) for word in words): entry
    for module in (lexicon_hinglish, lexicon_hindi)
    for words, entry in _entries(module)
}
_LONGEST = max(len(phrase) for phrase in (*_ENGLISH, *_HINDI))
