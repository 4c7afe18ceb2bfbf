"""Which clauses does a text have, and which words each of them?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from local.reviews.domain.function_words import CONCESSIONS, CONTRASTS, CONTRASTS_AT_START
from local.reviews.domain.spelling import plain

BEFORE_CONTRAST, AFTER_CONTRAST, GRANTED = 0.5, 1.5, 0.5

_NOT_WORDS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|(?<!\w)[@#](?=\w)")
_APOSTROPHES = re.compile("[\u2018\u2019`\u00b4]")
_TOKEN = re.compile(
    r"(?P<sign>[:;=]'?-?[()D/]|<3)"
    r"|(?P<word>[^\W_]+(?:['\u0900-\u0903\u093a-\u094f\u200c\u200d]+[^\W_]*)*)"
    r"|(?P<end>[.!?\u0964\u0965\n]+)"
    r"|(?P<pause>[,;:()\u2013\u2014]|\s-+\s?)"
    r"|(?P<emoji>[\u2600-\u27bf\u2b50\U0001f300-\U0001faff])"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Plain words that belong together, and how much of the writer's view they carry."""

    words: Sequence[str]
    weight: float = 1.0


@dataclass(slots=True)
class _Pieces:
    """The clauses of one sentence while it is read."""

    clauses: list[list[str]]
    contrast_at: int | None = None


def clauses(text: str) -> list[Clause]:
    """Return the clauses; of a sentence with "but", what follows counts more than what precedes."""
    return [clause for sentence in _sentences(text) for clause in _weighed(sentence)]


def _sentences(text: str) -> Iterator[_Pieces]:
    sentence = _Pieces([[]])
    for match in _TOKEN.finditer(_APOSTROPHES.sub("'", _NOT_WORDS.sub(" ", text))):
        token = plain(match[0])
        if match.lastgroup == "end":
            yield sentence
            sentence = _Pieces([[]])
        elif match.lastgroup == "pause":
            sentence.clauses.append([])
        elif _is_contrast(token, sentence):
            sentence.clauses.append([])
            sentence.contrast_at = len(sentence.clauses) - 1
        else:
            sentence.clauses[-1].append(match[0].lower() if match.lastgroup != "word" else token)
    yield sentence


def _is_contrast(token: str, sentence: _Pieces) -> bool:
    begins = not sentence.clauses[-1] and len(sentence.clauses) > 1
    return token in CONTRASTS or (begins and token in CONTRASTS_AT_START)


def _weighed(sentence: _Pieces) -> Iterator[Clause]:
    at = sentence.contrast_at
    is_granted = False
    for number, words in enumerate(sentence.clauses):
        if words:
            weight = 1.0 if at is None else BEFORE_CONTRAST if number < at else AFTER_CONTRAST
            is_granted = words[0] in CONCESSIONS or is_granted
            yield Clause(words, weight * (GRANTED if is_granted else 1.0))
            # "Although," grants what follows the comma.
            is_granted = len(words) == 1 and words[0] in CONCESSIONS
