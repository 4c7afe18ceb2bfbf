"""What does the model hear of a message? Pieces of words, words in pairs, what the rules found.

Traits are numbers made from what they stand for, so that a model holds nobody's words.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from zlib import crc32

from rapidfuzz import process
from rapidfuzz.distance import OSA

from local.messaging.domain.intent_rules import findings
from local.messaging.domain.message_words import words_of

# Pieces of words carry misspellings, pairs the sense; what a rule found is one voice of three.
_SHARES = (1.0, 1.0, 0.5)
_SHORTEST_PIECE, _LONGEST_PIECE = 2, 5
_SHORTEST_CORRECTED = 4
_LONG_WORD = 7
_DIGITS = re.compile(r"\d+")

Traits = Sequence[Counter[int]]


def heard(text: str, known_words: Collection[str] = ()) -> Traits:
    """Return the traits of a message; a misspelt word is heard as the known one that it means."""
    words = [_DIGITS.sub("0", word) for word in words_of(text)]
    if known_words:
        words = [_corrected(word, known_words) for word in words]
    pieces = [piece for word in words for piece in _pieces(word)]
    pairs = [f"{one} {other}" for one, other in zip(["^", *words], [*words, "$"], strict=True)]
    return (
        _counted("c", pieces),
        _counted("w", [*words, *pairs] if words else []),
        _counted("r", findings(text)),
    )


def weighed(traits: Traits, rarity: Callable[[int], float]) -> dict[int, float]:
    """Return how much each trait tells; traits that nobody has seen make all others tell less."""
    found: dict[int, float] = {}
    for share, counted in zip(_SHARES, traits, strict=True):
        values = {key: (1 + math.log(n)) * rarity(key) for key, n in counted.items()}
        length = math.sqrt(math.fsum(value * value for value in values.values()))
        found |= {key: value * math.sqrt(share) / length for key, value in values.items()}
    return found


def rarity_of(frequency: int, messages: int) -> float:
    """Return how much a trait tells that this many of all messages have."""
    return math.log((messages + 1) / (frequency + 1)) + 1


def _corrected(word: str, known_words: Collection[str]) -> str:
    if len(word) < _SHORTEST_CORRECTED or not word.isalpha() or word in known_words:
        return word
    most = 1 if len(word) < _LONG_WORD else 2
    near = process.extractOne(word, known_words, scorer=OSA.distance, score_cutoff=most)
    return near[0] if near is not None and near[0][0] == word[0] else word


def _pieces(word: str) -> Sequence[str]:
    edged = f" {word} "
    return [
        edged[begin : begin + length]
        for length in range(_SHORTEST_PIECE, _LONGEST_PIECE + 1)
        for begin in range(len(edged) - length + 1)
    ]


def _counted(kind: str, terms: Sequence[str]) -> Counter[int]:
    return Counter(crc32(f"{kind}:{term}".encode()) for term in terms)
