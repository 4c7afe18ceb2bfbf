"""What can be learnt from messages of which the shop has said what they were about?

A linear classifier over traits, by least squares (kernel ridge regression): what it would have said
of each message without that message, and of each intent without any of its messages, follows in
closed form. The bound of sureness is chosen by these alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from local.messaging.domain.intent_rules import intent_of
from local.messaging.domain.message_words import words_of
from local.messaging.domain.reading_model import (
    OUT_OF_SCOPE,
    Labelled,
    ReadingModel,
    scale_of,
    whole,
)
from local.messaging.domain.reading_sureness import Heldout, least_lead
from local.messaging.domain.reading_traits import Traits, heard, rarity_of, weighed
from local.messaging.domain.strange_messages import STRANGE_MESSAGES

# Shrinks every weight alike; between a quarter and twice of it nothing was gained or lost.
_RIDGE = 1.0
# Rare intents count for more than their share, yet not for as much as all others.
_BALANCE = 0.5
# A word that so many messages share is no one's own.
_LEAST_SHARED = 3
_TRAITS_AT_ONCE = 1024

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """A model, and what it would have said of each message that it learnt from, without it."""

    model: ReadingModel
    heldout: Sequence[Heldout]


def learnt_from(labelled: Sequence[Labelled]) -> Learnt | None:
    """Return what is learnt; the order of the messages is nothing; of one intent there is none."""
    own = _distinct(labelled)
    labels = sorted({message.label for message in own} | {OUT_OF_SCOPE})
    if len(labels) <= 2:  # noqa: PLR2004 - an intent and what is none: nothing to tell apart
        return None
    known = {message.words for message in own}
    strange = [Labelled(words=text, label=OUT_OF_SCOPE) for text in STRANGE_MESSAGES]
    every = [*own, *(line for line in strange if line.words not in known)]
    return _Lesson(every, labels).learnt(len(own))


class _Lesson:
    """Everything that is computed once for a set of labelled messages."""

    def __init__(self, every: Sequence[Labelled], labels: Sequence[str]) -> None:
        self._every, self._labels = every, labels
        heard_each = [heard(message.words) for message in every]
        seen = Counter(trait for traits in heard_each for kind in traits for trait in kind)
        self._frequencies = dict(sorted(seen.items()))
        self._holders = self._who_has_each(heard_each)
        columns = {label: column for column, label in enumerate(labels)}
        self._columns = np.array([columns[message.label] for message in every])
        self._targets: Floats = np.eye(len(labels))[self._columns]
        alike = self._likeness()
        alike[np.diag_indices_from(alike)] += _RIDGE / self._shares()
        self._inverse: Floats = np.linalg.inv(alike).astype(np.float64, copy=False)
        self._parts: Floats = self._inverse @ self._targets

    def learnt(self, own: int) -> Learnt:
        """Return the model, with the bound that what is held out gives."""
        diagonal = np.diag(self._inverse)[:, None]
        alone: Floats = self._targets - self._parts / diagonal
        heldout = [
            self._heldout(index, alone[index], is_own=index < own, is_left_out_whole=False)
            for index in range(len(self._every))
        ]
        heldout += [found for label in self._labels for found in self._without(label)]
        return Learnt(model=self._model(least_lead(heldout)), heldout=heldout)

    def _without(self, label: str) -> Sequence[Heldout]:
        """Return what would be said of an intent's messages, had there never been any of them."""
        column = self._labels.index(label)
        if label == OUT_OF_SCOPE:
            return []
        block = np.flatnonzero(self._columns == column)
        missing = np.linalg.solve(self._inverse[np.ix_(block, block)], self._parts[block])
        scores: Floats = self._targets[block] - missing
        scores[:, column] = -np.inf
        return [
            self._heldout(int(index), row, is_own=True, is_left_out_whole=True)
            for index, row in zip(block, scores, strict=True)
        ]

    def _heldout(
        self, index: int, scores: Floats, *, is_own: bool, is_left_out_whole: bool
    ) -> Heldout:
        ranked = np.argsort(-scores, kind="stable")
        first, second = int(ranked[0]), int(ranked[1])
        inquiry = next(int(i) for i in ranked if self._labels[int(i)] != OUT_OF_SCOPE)
        message = self._every[index]
        return Heldout(
            label=message.label,
            said=self._labels[first],
            guess=self._labels[inquiry],
            lead=float(scores[first] - scores[second]),
            by_rules=intent_of(message.words),
            is_own=is_own,
            is_left_out_whole=is_left_out_whole,
        )

    def _rarity(self, trait: int) -> float:
        return rarity_of(self._frequencies[trait], len(self._every))

    def _shares(self) -> Floats:
        counted = Counter(message.label for message in self._every)
        even = len(self._every) / len(counted)
        weights = [(even / counted[message.label]) ** _BALANCE for message in self._every]
        return np.array(weights)

    def _who_has_each(
        self, heard_each: Sequence[Traits]
    ) -> Mapping[int, Sequence[tuple[int, float]]]:
        """Return of each trait the messages that have it, and how much it tells in each."""
        holders: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        for index, traits in enumerate(heard_each):
            for trait, value in weighed(traits, self._rarity).items():
                holders[trait].append((index, value))
        return holders

    def _blocks(self) -> Iterator[tuple[Sequence[int], Floats]]:
        """Return the messages by their traits, so many traits at once as fit into memory."""
        traits = list(self._frequencies)
        for begin in range(0, len(traits), _TRAITS_AT_ONCE):
            chunk = traits[begin : begin + _TRAITS_AT_ONCE]
            yield chunk, self._table(chunk)

    def _table(self, traits: Sequence[int]) -> Floats:
        table = np.zeros((len(self._every), len(traits)))
        for column, trait in enumerate(traits):
            for index, value in self._holders[trait]:
                table[index, column] = value
        return table

    def _likeness(self) -> Floats:
        alike: Floats = np.zeros((len(self._every), len(self._every)))
        for _, table in self._blocks():
            alike += table @ table.T
        return alike

    def _model(self, bound: float) -> ReadingModel:
        rows = [row for _, table in self._blocks() for row in (table.T @ self._parts).tolist()]
        scale = scale_of(max(abs(weight) for row in rows for weight in row))
        return ReadingModel(
            labels=self._labels,
            messages=len(self._every),
            least_lead=bound,
            known_words=self._shared_words(),
            scale=scale,
            traits=list(self._frequencies),
            frequencies=list(self._frequencies.values()),
            weights=[whole(weight, scale) for row in rows for weight in row],
        )

    def _shared_words(self) -> Sequence[str]:
        used = Counter(word for message in self._every for word in set(words_of(message.words)))
        return sorted(word for word, n in used.items() if n >= _LEAST_SHARED)


def _distinct(labelled: Sequence[Labelled]) -> Sequence[Labelled]:
    """Return each wording once, in an order of its own; where labels differ, the most frequent."""
    said: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for message in labelled:
        said[" ".join(words_of(message.words))][message.label] += 1
    return [
        Labelled(words=words, label=min(counted, key=lambda label: (-counted[label], label)))
        for words, counted in sorted(said.items())
        if words
    ]
