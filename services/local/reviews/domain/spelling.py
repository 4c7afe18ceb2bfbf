"""Which word is it, however it is spelt? accha, acha and achhaa are one; so are goood and good."""

import re
import unicodedata
from functools import lru_cache

_WORDS_REMEMBERED = 50_000
_LATIN_ACCENTS = re.compile("[\u0300-\u036f]")
_THREE_OR_MORE = re.compile(r"(.)\1{2,}")
_TWO_OR_MORE = re.compile(r"(.)\1+")
# In the order in which they are applied.
_ROMANISED = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=[a-z])6", "ch"),  # "che" is six: ku6 is kuch
        (r"(c+h+)+", "c"),
        (r"aa+", "a"),
        (r"ee+", "i"),
        (r"oo+", "u"),
        (r"ph", "f"),
        (r"(?<=[kgtdbjs])h+", ""),  # whether breath is written is chance
        (r"w", "v"),
        (r"z", "j"),
        (r"q", "k"),
        (r"x", "ks"),
        (r"(.)\1+", r"\1"),
        (r"(?<=.)y$", "i"),
    )
]
_NUKTA, _CHANDRABINDU, _ANUSVARA, _JOINERS = "\u093c", "\u0901", "\u0902", "\u200c\u200d"
# A nasal before a stop is written as a letter of its own or as a dot: गन्दा, गंदा.
_HALF_NASAL = re.compile("[\u0919\u091e\u0923\u0928\u092e]\u094d(?=[\u0915-\u092d])")


@lru_cache(maxsize=_WORDS_REMEMBERED)
def plain(word: str) -> str:
    """Return the word without case, accents and apostrophes."""
    bare = unicodedata.normalize("NFKD", word.casefold())
    return _LATIN_ACCENTS.sub("", bare).replace("'", "").replace("\u2019", "")


@lru_cache(maxsize=_WORDS_REMEMBERED)
def english_spellings(word: str) -> tuple[str, ...]:
    """Return the ways in which a plain word may stand in a dictionary, the likeliest first."""
    twice, once = _THREE_OR_MORE.sub(r"\1\1", word), _THREE_OR_MORE.sub(r"\1", word)
    last_once = word[:-1] if word[-1:] == word[-2:-1] else word
    return tuple(dict.fromkeys((word, twice, once, last_once)))


@lru_cache(maxsize=_WORDS_REMEMBERED)
def hindi_spelling(word: str) -> str:
    """Return the one form of a plain word of Hindi, in Devanagari or in Latin letters."""
    if is_devanagari(word):
        return _devanagari(word)
    for pattern, replacement in _ROMANISED:
        word = pattern.sub(replacement, word)
    return word


def is_devanagari(text: str) -> bool:
    """Say whether any letter is one of Devanagari."""
    return any("\u0900" <= character <= "\u097f" for character in text)


def _devanagari(word: str) -> str:
    kept = word.replace(_NUKTA, "").replace(_CHANDRABINDU, _ANUSVARA)
    kept = "".join(character for character in kept if character not in _JOINERS)
    return _TWO_OR_MORE.sub(r"\1", _HALF_NASAL.sub(_ANUSVARA, kept))
