"""Answers come from facts alone; whatever may hurt, or is not understood, is a person's."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from local.businesses.domain.opening_hours import OpeningHours
from local.messaging.domain.answers import ShopFacts
from local.messaging.domain.intent import SENSITIVE, Intent, Language, Reading
from local.messaging.domain.message_reading import read
from local.messaging.domain.message_settings import AnswerMode
from local.messaging.domain.quiet_hours import QuietHours
from local.messaging.domain.reaction import Moments, Reaction, ReactionKind, reaction
from local.messaging.domain.strange_messages import STRANGE_MESSAGES

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
AT = Moments(
    written_at=NOW,
    owner_wrote_at=None,
    now=NOW,
    local_now=NOW.astimezone(QuietHours().zone),
)
WEEK = OpeningHours.from_dict(
    {
        "thursday": [{"open": "09:30", "close": "13:00"}, {"open": "16:00", "close": "21:00"}],
    }
)
FACTS = ShopFacts(name="Asha", city="Delhi", coordinates=(28.6, 77.2), opening_hours=WEEK)
KNOWS_NOTHING = replace(FACTS, coordinates=None, opening_hours=None)
AUTO = AnswerMode.AUTO


def reading(intent: Intent | None, language: Language = Language.ENGLISH) -> Reading:
    return Reading(intent=intent, language=language, method="m")


def found(intent: Intent | None, facts: ShopFacts = FACTS, at: Moments = AT) -> Reaction:
    return reaction(reading(intent), facts, AUTO, at)


def test_hours_name_both_stretches_and_the_day_off() -> None:
    assert found(Intent.HOURS).words == (
        "Asha is closed at the moment. Today's hours: 9:30 am-1 pm, 4 pm-9 pm. Tomorrow: closed."
    )
    evening = replace(AT, local_now=AT.local_now + timedelta(hours=3))
    assert (found(Intent.HOURS, at=evening).words or "").startswith("Asha is open now.")


@pytest.mark.parametrize("language", Language)
def test_every_language_has_its_words(language: Language) -> None:
    for intent in (Intent.GREETING, Intent.HOURS, Intent.LOCATION, Intent.COMPLAINT):
        words = reaction(reading(intent, language), FACTS, AUTO, AT).words
        assert words is not None
        assert "Asha" in words
        assert "{" not in words


@pytest.mark.parametrize("intent", [None, *set(Intent) - SENSITIVE])
def test_what_no_fact_answers_is_a_persons(intent: Intent | None) -> None:
    kind = found(intent, KNOWS_NOTHING).kind
    known = {Intent.GREETING: ReactionKind.ANSWER, Intent.THANKS: ReactionKind.NOTHING}
    assert kind is (known.get(intent, ReactionKind.PERSON) if intent else ReactionKind.PERSON)


@pytest.mark.parametrize("intent", SENSITIVE)
def test_what_may_hurt_is_acknowledged_and_a_persons(intent: Intent) -> None:
    reacted = found(intent)
    assert reacted.kind is ReactionKind.ACKNOWLEDGE
    assert reacted.needs_person


def test_stop_and_start_go_before_everything() -> None:
    stop = replace(reading(Intent.HOURS), is_opt_out=True)
    start = replace(reading(Intent.HOURS), is_opt_in=True)
    assert reaction(stop, FACTS, AUTO, AT) == Reaction(kind=ReactionKind.OPT_OUT)
    assert reaction(start, FACTS, AUTO, AT) == Reaction(kind=ReactionKind.OPT_IN)


@pytest.mark.parametrize(
    ("minutes", "kind"),
    [
        (-31, ReactionKind.ANSWER),
        (-30, ReactionKind.PERSON),
        (0, ReactionKind.NOTHING),
        (5, ReactionKind.NOTHING),
    ],
)
def test_beside_the_owner_nobody_answers(minutes: int, kind: ReactionKind) -> None:
    at = replace(AT, owner_wrote_at=NOW + timedelta(minutes=minutes))
    assert found(Intent.HOURS, at=at).kind is kind


def test_the_owner_may_want_to_see_answers_first_or_write_them_all() -> None:
    asked = reaction(reading(Intent.HOURS), FACTS, AnswerMode.ASK, AT)
    assert asked.needs_approval
    assert asked.needs_person
    never = reaction(reading(Intent.HOURS), FACTS, AnswerMode.NEVER, AT)
    assert never == Reaction(kind=ReactionKind.PERSON)


def test_a_message_that_came_too_late_is_a_persons() -> None:
    late = replace(AT, now=NOW + timedelta(hours=24))
    assert found(Intent.HOURS, at=late) == Reaction(kind=ReactionKind.PERSON)


def test_hardly_any_of_our_own_lines_that_are_no_inquiry_is_answered_by_rules_alone() -> None:
    told = replace(FACTS, booking_at="a", order_at="b", delivery_terms="c")
    found = [
        line
        for line in STRANGE_MESSAGES
        if reaction(read(line), told, AUTO, AT).kind is ReactionKind.ANSWER
    ]
    assert len(STRANGE_MESSAGES) >= 100
    assert found == ["book a flight to goa", "open the app", "is the bank open today"]


@pytest.mark.parametrize("intent", [Intent.HOURS, Intent.PRICE, Intent.BOOKING])
def test_where_more_was_asked_no_fact_is_the_answer(intent: Intent) -> None:
    told = replace(FACTS, booking_at="a")
    asked = Reading(intent=intent, language=Language.ENGLISH, method="m", is_plain=False)
    assert reaction(asked, told, AUTO, AT).kind is ReactionKind.PERSON


def test_words_that_may_hurt_are_acknowledged_whatever_the_model_reads() -> None:
    asked = Reading(
        intent=Intent.BOOKING, language=Language.ENGLISH, method="m", has_sensitive_words=True
    )
    told = replace(FACTS, booking_at="a")
    assert reaction(asked, told, AUTO, AT).kind is ReactionKind.ACKNOWLEDGE
