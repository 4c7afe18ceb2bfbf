"""What is done about a customer's message: answered, acknowledged, handed to a person?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from local.messaging.domain.answers import ACKNOWLEDGEMENT, ShopFacts, answer
from local.messaging.domain.intent import Intent, Reading
from local.messaging.domain.message_settings import AnswerMode
from local.messaging.domain.send_rules import is_window_open

# Where the owner is writing with the phone, nobody answers beside them.
OWNER_IS_AT_IT = timedelta(minutes=30)
# "We are open now" is soon untrue; later a person answers, or approves what they have read.
ANSWER_IS_OF_USE_FOR = timedelta(hours=1)


class ReactionKind(StrEnum):
    """How a message is dealt with."""

    ANSWER = "answer"
    ACKNOWLEDGE = "acknowledge"  # and a person
    PERSON = "person"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What is done; words that the owner is to see first are not sent by themselves."""

    kind: ReactionKind
    words: str | None = None
    needs_approval: bool = False

    @property
    def needs_person(self) -> bool:
        """Tell whether somebody must look."""
        return self.kind in (ReactionKind.PERSON, ReactionKind.ACKNOWLEDGE) or self.needs_approval


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """When the message was written, when the owner wrote last with the phone, and what time it is.

    `local_now` is now by the shop's own clock.
    """

    written_at: datetime
    owner_wrote_at: datetime | None
    now: datetime
    local_now: datetime


def reaction(reading: Reading, facts: ShopFacts, mode: AnswerMode, at: Moments) -> Reaction:
    """Return what to do; "stop" goes before everything, and is never answered."""
    if reading.is_opt_out:
        return Reaction(kind=ReactionKind.OPT_OUT)
    if reading.is_opt_in:
        return Reaction(kind=ReactionKind.OPT_IN)
    if reading.intent is Intent.THANKS:
        return Reaction(kind=ReactionKind.NOTHING)
    owner = at.owner_wrote_at
    if owner is not None and owner >= at.written_at - OWNER_IS_AT_IT:
        # The owner has answered, or is in the middle of it.
        answered = owner >= at.written_at
        return Reaction(kind=ReactionKind.NOTHING if answered else ReactionKind.PERSON)
    if mode is AnswerMode.NEVER or not is_window_open(at.written_at, at.now):
        return Reaction(kind=ReactionKind.PERSON)
    return _in_words(reading, facts, mode, at.local_now)


def _in_words(
    reading: Reading, facts: ShopFacts, mode: AnswerMode, local_now: datetime
) -> Reaction:
    needs_approval = mode is AnswerMode.ASK
    if reading.is_sensitive:
        words = ACKNOWLEDGEMENT[reading.language].format(name=facts.name)
        return Reaction(kind=ReactionKind.ACKNOWLEDGE, words=words, needs_approval=needs_approval)
    words = None
    if reading.intent is not None and reading.is_plain:
        words = answer(reading.intent, reading.language, facts, local_now)
    if words is None:
        return Reaction(kind=ReactionKind.PERSON)
    return Reaction(kind=ReactionKind.ANSWER, words=words, needs_approval=needs_approval)
