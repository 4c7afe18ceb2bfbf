"""A model learns what the shop says of its messages, whatever their order, and knows its limits."""

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.messaging.domain.intent import Intent
from local.messaging.domain.message_reading import METHOD, read
from local.messaging.domain.reading_model import (
    MODEL_METHOD,
    OUT_OF_SCOPE,
    Labelled,
    ReadingModel,
    packed,
    unpacked,
)
from local.messaging.domain.reading_sureness import sureness
from local.messaging.domain.reading_training import learnt_from
from tests.local.messaging.lessons import lessons


def taught(labelled: Sequence[Labelled]) -> ReadingModel:
    learnt = learnt_from(labelled)
    assert learnt is not None
    return learnt.model


@cache
def model() -> ReadingModel:
    return taught(lessons())


@settings(max_examples=5, deadline=None)
@given(st.permutations(range(len(lessons()))))
def test_the_order_of_the_messages_is_nothing(order: Sequence[int]) -> None:
    every = lessons()
    assert packed(taught([every[index] for index in order])) == packed(model())


def test_a_message_told_twice_is_one_message() -> None:
    assert packed(taught([*lessons(), *lessons()])) == packed(model())


def test_what_is_stored_reads_as_what_was_learnt() -> None:
    restored = unpacked(packed(model()))
    assert packed(restored) == packed(model())
    for text in ("do you send to Noida", "wholsale shawl", ""):
        assert restored.verdict(text) == model().verdict(text)


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("can you send it to Saket", Intent.DELIVERY),
        ("bulk shawl wholesale", Intent.TRADE),
        ("wholsale jackets for my botique", Intent.TRADE),
        ("which lehenga suits a weding", Intent.PRODUCT),
    ],
)
def test_what_is_like_the_shops_own_messages_is_read(words: str, intent: Intent) -> None:
    reading = read(words, model())
    assert (reading.intent, reading.method) == (intent, MODEL_METHOD)


@pytest.mark.parametrize("words", ["", "   ", "?!", "👍", "வணக்கம் எப்படி", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ", "zzq xxv"])
def test_what_holds_nothing_that_is_known_is_not_read(words: str) -> None:
    assert not model().verdict(words).is_sure
    assert read(words, model()).intent is None


@given(st.text(max_size=80))
def test_every_text_has_the_same_verdict_each_time(text: str) -> None:
    assert model().verdict(text) == unpacked(packed(model())).verdict(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x0B80, max_codepoint=0x0BFF), max_size=40))
def test_a_script_that_nobody_wrote_in_is_never_read(text: str) -> None:
    assert not model().verdict(text).is_sure


@pytest.mark.parametrize(
    "words",
    ["the kurta gave me a rash", "wholesale payment failed", "refund my saree", "worst stole"],
)
def test_words_that_may_hurt_are_never_outvoted(words: str) -> None:
    assert read(words, model()).is_sensitive


@pytest.mark.parametrize("words", ["stop", "message mat bhejo"])
def test_stop_goes_before_the_model(words: str) -> None:
    assert read(words, model()).is_opt_out


def test_what_the_shop_never_labelled_is_still_the_rules_to_read() -> None:
    reading = read("kitne baje tak khula hai", model())
    assert (reading.intent, reading.method) == (Intent.HOURS, METHOD)


def test_thanks_take_the_rules_word() -> None:
    thankful = [
        Labelled(words=f"{gift} ok", label="thanks") for gift in ("saree", "kurta", "stole")
    ]
    assert read("saree ok", taught([*lessons(), *thankful])).intent is not Intent.THANKS


def test_of_one_intent_nothing_is_learnt() -> None:
    assert learnt_from([]) is None
    assert learnt_from([Labelled(words="how much", label="price")]) is None
    assert (
        learnt_from([Labelled(words="🙂", label="price"), Labelled(words="a", label="trade")])
        is None
    )


def test_a_wording_that_was_labelled_both_ways_is_what_most_said() -> None:
    said = [Labelled(words="the red one", label=label) for label in ("trade", "product", "product")]
    assert packed(taught([*lessons(), *said])) == packed(taught([*lessons(), said[1]]))


def test_what_is_held_out_says_whether_the_model_has_earned_its_place() -> None:
    learnt = learnt_from(lessons())
    assert learnt is not None
    found = sureness(learnt.heldout, learnt.model.least_lead)
    assert found.obstacle is None
    assert found.strange_read_ratio <= 0.10
    few = learnt_from(lessons()[::4])
    assert few is not None
    assert sureness(few.heldout, few.model.least_lead).obstacle == "too_few_labels"


def test_labels_without_sense_earn_no_place() -> None:
    labels = ("price", "trade", "product")
    shuffled = [
        Labelled(words=message.words, label=labels[index % 3])
        for index, message in enumerate(sorted(lessons(), key=lambda message: message.words[::-1]))
    ]
    learnt = learnt_from(shuffled)
    assert learnt is not None
    assert sureness(learnt.heldout, learnt.model.least_lead).obstacle is not None


def test_a_line_of_ours_that_the_shop_calls_an_inquiry_is_one() -> None:
    every = [*lessons(), Labelled(words="i want a job", label="other")]
    assert "other" in taught(every).labels
    assert OUT_OF_SCOPE in taught(every).labels
