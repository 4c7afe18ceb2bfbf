"""What does a customer want? Ordered rules, the shop's own model where it has one, and no guess.

A model that has learnt from the shop's own labels hears what the rules find, and is heard before
them; where it is not sure there is no reading, unless the rules find what the shop has no label
of, or what may hurt. Words that may hurt are never outvoted.
"""

from local.messaging.domain.intent import SENSITIVE, Intent, Reading
from local.messaging.domain.intent_rules import RULES_METHOD, findings, intent_of, is_short
from local.messaging.domain.message_words import language_of
from local.messaging.domain.opt_out import is_opt_in, is_opt_out
from local.messaging.domain.reading_model import MODEL_METHOD, ReadingModel

METHOD = RULES_METHOD


def read(text: str, model: ReadingModel | None = None) -> Reading:
    """Return how a message is understood; wishes about messages go before everything."""
    language = language_of(text)
    if is_opt_out(text):
        return Reading(intent=None, language=language, method=METHOD, is_opt_out=True)
    if is_opt_in(text):
        return Reading(intent=None, language=language, method=METHOD, is_opt_in=True)
    found = findings(text)
    intent, method = _understood(text, model)
    return Reading(
        intent=intent,
        language=language,
        method=method,
        is_plain=is_short(text) and set(found) <= {intent},
        has_sensitive_words=not SENSITIVE.isdisjoint(found),
    )


def _understood(text: str, model: ReadingModel | None) -> tuple[Intent | None, str]:
    by_rules = intent_of(text)
    if model is None:
        return by_rules, METHOD
    verdict = model.verdict(text)
    # What is taken for thanks is not answered by anybody: that takes the rules' word.
    if verdict.is_sure and verdict.guess is not Intent.THANKS:
        return verdict.guess, MODEL_METHOD
    if by_rules in SENSITIVE or by_rules not in model.intents:
        return by_rules, METHOD if by_rules else MODEL_METHOD
    return None, MODEL_METHOD
