"""What does a shop's own model make of a message? A shop intent, or that it is not sure.

A message has a score for each intent; the lead of the first over the second says how sure the
reading is. A message of which nothing is known has no lead, and is not read.
"""

import json
import zlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from struct import pack, unpack

from local.messaging.domain.intent import Intent
from local.messaging.domain.intent_rules import RULES_METHOD
from local.messaging.domain.reading_traits import heard, rarity_of, weighed

MODEL_METHOD = f"message_model@1+{RULES_METHOD}"
# The label of what is no inquiry at all.
OUT_OF_SCOPE = "out_of_scope"
_LARGEST = 32_767
_HEADER_BYTES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A message, and what it was about: an intent's name or `out_of_scope`."""

    words: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a message is most likely about, and whether that may be relied on."""

    guess: Intent | None
    is_sure: bool
    lead: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingModel:
    """What was learnt: of each trait how many messages had it, and how it speaks for each label."""

    labels: Sequence[str]
    messages: int
    least_lead: float
    known_words: Sequence[str]
    scale: float
    traits: Sequence[int]
    frequencies: Sequence[int]
    weights: Sequence[int]

    @property
    def intents(self) -> frozenset[Intent]:
        """Return what the shop has labelled messages of."""
        return frozenset(Intent(label) for label in self.labels if label != OUT_OF_SCOPE)

    def verdict(self, text: str) -> Verdict:
        """Return how a message is read."""
        scores = self._scores(text)
        ranked = sorted(scores.values(), reverse=True)
        lead = ranked[0] - ranked[1]
        best = max(scores, key=scores.__getitem__)
        inquiries = {label: score for label, score in scores.items() if label != OUT_OF_SCOPE}
        guess = Intent(max(inquiries, key=inquiries.__getitem__)) if lead > 0 else None
        is_sure = best != OUT_OF_SCOPE and lead >= self.least_lead
        return Verdict(guess=guess, is_sure=is_sure, lead=lead)

    def _scores(self, text: str) -> Mapping[str, float]:
        sums = [0.0] * len(self.labels)
        for trait, value in weighed(heard(text, self.known_words), self._rarity).items():
            index = self._index(trait)
            if index is not None:
                row = self.weights[index * len(sums) : (index + 1) * len(sums)]
                sums = [total + value * weight for total, weight in zip(sums, row, strict=True)]
        return {label: total * self.scale for label, total in zip(self.labels, sums, strict=True)}

    def _rarity(self, trait: int) -> float:
        index = self._index(trait)
        return rarity_of(0 if index is None else self.frequencies[index], self.messages)

    def _index(self, trait: int) -> int | None:
        index = bisect_left(self.traits, trait)
        return index if index < len(self.traits) and self.traits[index] == trait else None


def packed(model: ReadingModel) -> bytes:
    """Return a model as it is stored."""
    told = ("labels", "messages", "least_lead", "known_words", "scale")
    header = json.dumps({name: getattr(model, name) for name in told}).encode()
    traits, weights = len(model.traits), len(model.weights)
    body = pack(f"<{traits}I{traits}I", *model.traits, *model.frequencies)
    body += pack(f"<{weights}h", *model.weights)
    return zlib.compress(pack("<I", len(header)) + header + body, 9)


@lru_cache(maxsize=32)
def unpacked(stored: bytes) -> ReadingModel:
    """Return a model from how it is stored."""
    data = zlib.decompress(stored)
    (length,) = unpack("<I", data[:_HEADER_BYTES])
    header = json.loads(data[_HEADER_BYTES : _HEADER_BYTES + length])
    body = data[_HEADER_BYTES + length :]
    count = len(body) // (8 + 2 * len(header["labels"]))
    numbers = unpack(f"<{2 * count}I", body[: 8 * count])
    weights = unpack(f"<{count * len(header['labels'])}h", body[8 * count :])
    return ReadingModel(
        traits=numbers[:count], frequencies=numbers[count:], weights=weights, **header
    )


def whole(weight: float, scale: float) -> int:
    """Return a weight as it is stored."""
    return max(-_LARGEST, min(_LARGEST, round(weight / scale)))


def scale_of(largest: float) -> float:
    """Return what one step of a stored weight stands for."""
    return (largest or 1.0) / _LARGEST
