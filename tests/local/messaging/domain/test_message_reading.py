"""What a customer wants is told by rules, or not at all."""

import pytest

from local.messaging.domain.intent import Intent, Language
from local.messaging.domain.message_reading import METHOD, read


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("kitne baje tak khula hai", Intent.HOURS),
        ("Are you open on Sunday?", Intent.HOURS),
        ("दुकान कब तक खुली है?", Intent.HOURS),
        ("where is your shop", Intent.LOCATION),
        ("location bhejo", Intent.LOCATION),
        ("haircut price?", Intent.PRICE),
        ("facial kitne ka hai", Intent.PRICE),
        ("I want to book an appointment", Intent.BOOKING),
        ("shift my appointment to 6", Intent.RESCHEDULE),
        ("cancel my booking", Intent.CANCEL_BOOKING),
        ("where is my order", Intent.ORDER_STATUS),
        ("mera order kab aayega", Intent.ORDER_STATUS),
        ("do you have gift boxes", Intent.AVAILABILITY),
        ("any discount today?", Intent.OFFERS),
        ("I want to talk to the owner", Intent.HUMAN),
        ("the cream gave me a rash", Intent.ALLERGY),
        ("I want my money back", Intent.REFUND),
        ("upi payment failed", Intent.PAYMENT),
        ("worst haircut ever", Intent.COMPLAINT),
        ("Thanks!", Intent.THANKS),
        ("Namaste", Intent.GREETING),
        ("xyz", None),
        ("", None),
    ],
)
def test_intents(words: str, intent: Intent | None) -> None:
    assert read(words).intent is intent


@pytest.mark.parametrize(
    "words",
    [
        "are you open and do you have gift boxes",
        "is the shop open, and where is it",
        "I came at five and the shop was closed although the timings on the board said nine pm",
    ],
)
def test_two_questions_or_a_story_are_no_plain_question(words: str) -> None:
    assert read(words).intent not in (Intent.HOURS, Intent.LOCATION)


@pytest.mark.parametrize(
    "words",
    ["refund kab milega order ka", "worst service, what are your timings", "card se payment hoga?"],
)
def test_what_may_hurt_goes_before_what_sells(words: str) -> None:
    assert read(words).is_sensitive


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("kya aap khule hain", Language.HINGLISH),
        ("क्या आप खुले हैं", Language.HINDI),
        ("are you open", Language.ENGLISH),
        ("ok", Language.ENGLISH),
    ],
)
def test_the_language_to_answer_in(words: str, language: Language) -> None:
    assert read(words).language is language


def test_a_wish_about_messages_has_no_intent() -> None:
    stop, start = read("stop"), read("start")
    assert (stop.is_opt_out, stop.intent, stop.method) == (True, None, METHOD)
    assert (start.is_opt_in, start.intent) == (True, None)
