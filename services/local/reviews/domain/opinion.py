"""What does one clause say? Praise and blame, turned by negation, strengthened, weakened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from local.reviews.domain.function_words import (
    NEGATORS_AFTER,
    NEGATORS_BEFORE,
    NEGATORS_BESIDE,
    STRENGTHENERS,
    SUBJECTS,
    WEAKENERS,
)
from local.reviews.domain.lexicon import SIMPLE, Entry, entry_at

STRENGTHENED, WEAKENED = 1.5, 0.5
WORDS_BEFORE = 4
WORDS_AFTER_PRAISE, WORDS_AFTER_BLAME = 4, 2


@dataclass(frozen=True, slots=True)
class Opinion:
    """A phrase that decides: as it was written, with its negation, and what it weighs."""

    phrase: str
    weight: float
    is_middling: bool = False


def opinions(words: Sequence[str]) -> Iterator[Opinion]:
    """Yield what the plain words of one clause say."""
    at, free_from = 0, 0
    while at < len(words):
        entry = entry_at(words, at)
        if entry is None:
            at += 1
            continue
        opinion = _weighed(words, at, entry, free_from)
        if opinion.weight or opinion.is_middling:
            yield opinion
        at = free_from = at + entry.length


def _weighed(words: Sequence[str], at: int, entry: Entry, free_from: int) -> Opinion:
    """Return an entry as its neighbours change it; words before `free_from` belong to another."""
    end = at + entry.length
    before = words[max(free_from, at - WORDS_BEFORE) : at]
    reach = WORDS_AFTER_PRAISE if entry.weight > 0 else WORDS_AFTER_BLAME
    after = list(_until_next_entry(words, end, reach))
    negator_at = _negator_in(before)
    behind = next((i for i, word in enumerate(after) if word in NEGATORS_AFTER), None)
    weight = entry.weight * _strength(before)
    if negator_at is None and behind is None:
        return Opinion(" ".join(words[at:end]), weight, entry.is_middling)
    first = at if negator_at is None else at - len(before) + negator_at
    last = end if negator_at is not None or behind is None else end + behind + 1
    return _turned(" ".join(words[first:last]), weight, entry)


def _turned(phrase: str, weight: float, entry: Entry) -> Opinion:
    """Return what the negation of an entry says: "not bad" is no praise, it was so-so."""
    if entry.is_middling:
        return Opinion(phrase, -SIMPLE)
    if weight > 0:
        return Opinion(phrase, -weight)
    return Opinion(phrase, 0.0, is_middling=-SIMPLE <= weight < 0)


def _negator_in(before: Sequence[str]) -> int | None:
    for number, word in enumerate(before):
        is_beside = number == len(before) - 1 and word in NEGATORS_BESIDE
        if is_beside or word in NEGATORS_BEFORE:
            return number
    return None


def _until_next_entry(words: Sequence[str], end: int, reach: int) -> Iterator[str]:
    """Yield the few words after a phrase that no other phrase claims."""
    for at in range(end, min(end + reach, len(words))):
        if words[at] in SUBJECTS or entry_at(words, at):
            return
        yield words[at]


def _strength(before: Sequence[str]) -> float:
    near = before[-2:]
    if any(word in STRENGTHENERS for word in near):
        return STRENGTHENED
    return WEAKENED if any(word in WEAKENERS for word in near) else 1.0
