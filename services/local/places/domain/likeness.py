"""Do two spellings mean the same name? Word by word, with room for a slip of the pen."""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from local.businesses.domain.folding import folded

_BETWEEN_WORDS = re.compile(r"[\s/|,;:.()\[\]+_\u2013\u2014-]+")
_NAMES_REMEMBERED = 50_000
# One slip for each four letters, two at most: shorter words are codes, where each letter counts.
_LETTERS_PER_SLIP = 4
_MOST_SLIPS = 2
# What a name says of its trade, or as a courtesy, does not tell it from its neighbour's.
_COURTESIES = "and at by dr for in ltd of private pvt shree shri sree sri the"
_TRADE_WORDS = (
    "bakers bakery bar barber beauty boutique cafe caffe center centre chat chats chemist chemists"
    " clinic club dental dentist dhaba druggist druggists electrical electricals family fast food"
    " foods gym hair hospital hotel house ladies mart medical medicals men mens mess parlor parlour"
    " pharma pharmacy pizza pure resto restaurant saloon salon shop shoppe spa store stores studio"
    " super supermarket unisex veg"
)
# Names of Indian languages are written in Latin letters in more than one way.
_TRANSLITERATIONS = (
    ("ksh", "x"),
    ("oo", "u"),
    ("ee", "i"),
    ("aa", "a"),
    ("sh", "s"),
    ("th", "t"),
    ("dh", "d"),
    ("bh", "b"),
    ("w", "v"),
)
_COMMON = frozenset((*_COURTESIES.split(), *_TRADE_WORDS.split()))


def is_same_spelling(name: str, other: str) -> bool:
    """Say whether a name was merely written anew: with slips, or other words for the trade."""
    if folded(name) == folded(other):
        return True
    is_as_long = len(_telling_words(name)) == len(_telling_words(other))
    return is_as_long and is_alike(name, other)


def is_alike(name: str, other: str) -> bool:
    """Say whether one name has, in any order, all the telling words of the other.

    The words for a trade tell nothing, unless there are no others. Numbers must agree.
    """
    if _numbers(name) != _numbers(other):
        return False
    few, many = sorted((_telling_words(name), _telling_words(other)), key=_letters_then_words)
    if not few:
        return False
    # Joined, as one of them may write apart what the other does not.
    return "".join(few) == "".join(many) or _are_all_among(few, many)


@lru_cache(maxsize=_NAMES_REMEMBERED)
def _telling_words(name: str) -> tuple[str, ...]:
    words = [word for part in _BETWEEN_WORDS.split(name) if (word := folded(part))]
    return tuple(word for word in words if word not in _COMMON) or tuple(words)


def _one_spelling(word: str) -> str:
    for written, plain in _TRANSLITERATIONS:
        word = word.replace(written, plain)
    return word


def _are_all_among(few: Sequence[str], many: Sequence[str]) -> bool:
    left = list(many)
    for word in few:
        match = next((other for other in left if _is_one_word(word, other)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _is_one_word(word: str, other: str) -> bool:
    return _is_within_slips(word, other) or _one_spelling(word) == _one_spelling(other)


def _is_within_slips(word: str, other: str) -> bool:
    slips = min(_MOST_SLIPS, min(len(word), len(other)) // _LETTERS_PER_SLIP)
    return OSA.distance(word, other, score_cutoff=slips) <= slips


def _numbers(name: str) -> Sequence[str]:
    return re.findall(r"\d+", name)


def _letters_then_words(words: Sequence[str]) -> tuple[int, Sequence[str]]:
    return sum(map(len, words)), words
