"""What does a word or a phrase say? Our three lexicons and the signs, as one table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType

from local.reviews.domain import (
    lexicon_english,
    lexicon_hindi,
    lexicon_hinglish,
    lexicon_signs,
)
from local.reviews.domain.spelling import english_spellings, hindi_spelling, is_devanagari, plain

_WORDS_REMEMBERED = 50_000
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
    for length in range(_longest_from(words[start]), 1, -1):
        phrase = words[start : start + length]
        found = _ENGLISH.get(tuple(phrase)) or _HINDI.get(tuple(map(hindi_spelling, phrase)))
        if found:
            return found
    return _single(words[start])


@lru_cache(maxsize=_WORDS_REMEMBERED)
def _longest_from(word: str) -> int:
    """Return how many words the longest phrase has that begins with this one, 0 without any."""
    return max(_REACH.get(word, 0), _REACH.get(hindi_spelling(word), 0))


@lru_cache(maxsize=_WORDS_REMEMBERED)
def _single(word: str) -> Entry | None:
    """Return the entry of a word: English in any of its spellings, or Hindi."""
    english = (_ENGLISH.get((spelling,)) for spelling in english_spellings(word))
    hindi = None if word in lexicon_hinglish.OTHER_WORDS else _HINDI.get((hindi_spelling(word),))
    return next((entry for entry in english if entry), hindi)


def _entries(module: ModuleType) -> Iterator[tuple[Sequence[str], Entry]]:
    """Yield the phrases of a lexicon with what they say."""
    for name, weight in _WEIGHTS.items():
        for words in _phrases(getattr(module, name)):
            yield words, Entry(len(words), weight)
    for words in _phrases(module.MIDDLING):
        yield words, Entry(len(words), 0.0, is_middling=True)


def _phrases(text: str) -> Iterator[Sequence[str]]:
    for phrase in text.split(","):
        words = plain(phrase).split()
        for ending in _endings(words):
            yield [word.replace("~", ending) for word in words]


def _endings(words: Iterable[str]) -> Iterable[str]:
    if not any("~" in word for word in words):
        return ("",)
    return _DEVANAGARI_ENDINGS if any(map(is_devanagari, words)) else _LATIN_ENDINGS


def _signs() -> Iterator[tuple[tuple[str, ...], Entry]]:
    for name, weight in _WEIGHTS.items():
        for sign in getattr(lexicon_signs, name, "").split():
            yield (sign.lower(),), Entry(1, weight)


def _reaches(phrases: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """Return how many words the longest phrase has, by its first word."""
    reaches: dict[str, int] = {}
    for phrase in phrases:
        if len(phrase) > 1:
            reaches[phrase[0]] = max(reaches.get(phrase[0], 0), len(phrase))
    return reaches


_ENGLISH: dict[tuple[str, ...], Entry] = {
    **dict(_signs()),
    **{tuple(words): entry for words, entry in _entries(lexicon_english)},
}
_HINDI: dict[tuple[str, ...], Entry] = {
    tuple(hindi_spelling(word) for word in words): entry
    for module in (lexicon_hinglish, lexicon_hindi)
    for words, entry in _entries(module)
}
_REACH = _reaches((*_ENGLISH, *_HINDI))
