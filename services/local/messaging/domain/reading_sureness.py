"""How sure must a reading be, and has a model earned its place? Told by what it had not seen.

The shop's labelled messages hold hardly any that are no inquiry. What stands for those: our own
lines, each held out, and the messages of each intent, read by a model that never heard of that
intent. Of both together at most a tenth may be read with certainty.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from local.messaging.domain.intent import Intent
from local.messaging.domain.reading_model import OUT_OF_SCOPE
from shared.intervals import wilson_interval

_MOST_STRANGE_READ = 0.10
_LEAST_RIGHT = 0.95
_STEPS = 100
# Of what is read with certainty, the share that is right is above this with 95 % confidence.
LEAST_RIGHT_FOR_USE = 0.90
LEAST_MESSAGES = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Heldout:
    """What a model says of a message that it has not seen; `lead` is how sure it is."""

    label: str
    said: str
    guess: str
    lead: float
    by_rules: Intent | None
    is_own: bool
    is_left_out_whole: bool

    def is_read(self, bound: float) -> bool:
        """Tell whether it would be read with certainty."""
        return self.said != OUT_OF_SCOPE and self.lead >= bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Sureness:
    """How a model did on messages that it had not seen; all counts are of the shop's inquiries."""

    messages: int
    guessed_right: int
    read: int
    read_right: int
    read_by_rules: int
    right_by_rules: int
    strange: int
    strange_read_ratio: float

    @property
    def obstacle(self) -> str | None:
        """Return why the model is not used, None where it has earned its place."""
        if self.messages < LEAST_MESSAGES:
            return "too_few_labels"
        if not self.read or self.strange_read_ratio > _MOST_STRANGE_READ:
            return "never_sure"
        if wilson_interval(self.read_right, self.read)[0] < LEAST_RIGHT_FOR_USE:
            return "not_right_enough"
        if self.read_right <= self.right_by_rules:
            return "rules_read_more"
        return None


def least_lead(heldout: Sequence[Heldout]) -> float:
    """Return the smallest bound that is right and keeps out what is no inquiry; 1 where none is."""
    for step in range(1, _STEPS):
        bound = step / _STEPS
        found = sureness(heldout, bound)
        is_right = found.read_right >= _LEAST_RIGHT * found.read
        if is_right and found.strange_read_ratio <= _MOST_STRANGE_READ:
            return bound
    return 1.0


def sureness(heldout: Sequence[Heldout], bound: float) -> Sureness:
    """Return how a model does with this bound."""
    alone = [found for found in heldout if not found.is_left_out_whole]
    own = [found for found in alone if found.is_own and found.label != OUT_OF_SCOPE]
    read = [found for found in own if found.is_read(bound)]
    by_rules = [found for found in own if found.by_rules is not None]
    strange = [found for found in alone if found.label == OUT_OF_SCOPE]
    left_out = [found for found in heldout if found.is_left_out_whole]
    return Sureness(
        messages=len(own),
        guessed_right=sum(found.guess == found.label for found in own),
        read=len(read),
        read_right=sum(found.said == found.label for found in read),
        read_by_rules=len(by_rules),
        right_by_rules=sum(found.by_rules == found.label for found in by_rules),
        strange=len(strange) + len(left_out),
        strange_read_ratio=(_share_read(strange, bound) + _share_read(left_out, bound)) / 2,
    )


def _share_read(heldout: Sequence[Heldout], bound: float) -> float:
    return sum(found.is_read(bound) for found in heldout) / len(heldout) if heldout else 0.0
