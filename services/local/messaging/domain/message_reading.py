"""What does a customer want? Ordered rules, and where none fits, no guess."""

from local.messaging.domain.intent import Reading
from local.messaging.domain.intent_rules import intent_of
from local.messaging.domain.message_words import language_of
from local.messaging.domain.opt_out import is_opt_in, is_opt_out

METHOD = "message_rules@1"


def read(text: str) -> Reading:
    """Return how a message is understood; wishes about messages go before everything."""
    language = language_of(text)
    if is_opt_out(text):
        return Reading(intent=None, language=language, method=METHOD, is_opt_out=True)
    if is_opt_in(text):
        return Reading(intent=None, language=language, method=METHOD, is_opt_in=True)
    return Reading(intent=intent_of(text), language=language, method=METHOD)
