"""How are messages read, and how good is the shop's own model? Figures, each with its count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from local.messaging.domain.reading_sureness import Sureness
from shared.evidence import Figure, measured, unknown
from shared.intervals import CONFIDENCE, wilson_interval

_SHARE_METHOD = "messages_by_method@1"
_HELD_OUT_METHOD = "held_out@1"
_UNIT = "share"
_OUT_OF_SCOPE_METHOD = "out_of_scope_stand_ins@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFigures:
    """What read the messages of a stretch of time; the three add up to all of them."""

    read_by_rules: Figure
    read_by_model: Figure
    not_understood: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFigures:
    """How a model does on labelled messages that it has not seen, each held out in its turn.

    `strange_read` is the mean of two shares that would be read with certainty and should not be:
    of our own lines that are no inquiry, and of the messages of each intent left out whole.
    """

    right_where_sure: Figure
    coverage: Figure
    right_by_best_guess: Figure
    right_by_rules: Figure
    strange_read: Figure


def reading_figures(
    read_by_method: Sequence[tuple[str, int, int]], model_method: str, as_of: datetime
) -> ReadingFigures:
    """Return the shares of those that rules read, a model read, and nobody understood."""
    every = sum(count for _, count, _ in read_by_method)
    by_model = sum(right for method, _, right in read_by_method if method == model_method)
    understood = sum(right for _, _, right in read_by_method)
    return ReadingFigures(
        read_by_rules=_share(understood - by_model, every, _SHARE_METHOD, as_of),
        read_by_model=_share(by_model, every, _SHARE_METHOD, as_of),
        not_understood=_share(every - understood, every, _SHARE_METHOD, as_of),
    )


def model_figures(sureness: Sureness, as_of: datetime) -> ModelFigures:
    """Return the figures of a model."""
    every = sureness.messages
    return ModelFigures(
        right_where_sure=_share(sureness.read_right, sureness.read, _HELD_OUT_METHOD, as_of),
        coverage=_share(sureness.read, every, _HELD_OUT_METHOD, as_of),
        right_by_best_guess=_share(sureness.guessed_right, every, _HELD_OUT_METHOD, as_of),
        right_by_rules=_share(sureness.right_by_rules, every, _HELD_OUT_METHOD, as_of),
        strange_read=measured(
            sureness.strange_read_ratio,
            _UNIT,
            n=sureness.strange,
            method=_OUT_OF_SCOPE_METHOD,
            as_of=as_of,
        ),
    )


def _share(part: int, whole: int, method: str, as_of: datetime) -> Figure:
    if not whole:
        missing = "messages of customers, or labels that say what they were about"
        return unknown(_UNIT, reason="insufficient_data", missing=missing, method=method)
    low, high = wilson_interval(part, whole)
    return measured(
        part / whole,
        _UNIT,
        n=whole,
        method=method,
        as_of=as_of,
        low=low,
        high=high,
        confidence=CONFIDENCE,
    )
