"""Who answers a review, in which language, and with which words."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.businesses.domain.category import BusinessCategory
from local.execution.domain.reply_draft import COMPARED_WITH, ReplyDraft, reply_draft
from local.execution.domain.reply_language import Language, language_of
from local.execution.domain.reply_linter import MESSAGES, Fault, faults
from local.execution.domain.reply_mentions import mention
from local.execution.domain.reply_mode import ReplyMode, first_state
from local.execution.domain.reply_reserve import has_reserve
from local.execution.domain.reply_routing import Route, RouteReason
from local.execution.domain.reply_sentences import Sentences
from local.execution.domain.reply_sentences_english import ENGLISH
from local.execution.domain.reply_sentences_hindi import HINDI
from local.execution.domain.reply_sentences_hinglish import HINGLISH
from local.execution.domain.reply_similarity import MOST_SIMILAR_RATIO, Earlier, similarity_ratio
from local.execution.domain.reply_state import ReplyState
from local.reviews.domain.judged_review import judged_review
from local.reviews.domain.review import Review
from local.reviews.domain.sentiment import read

PRAISES = (
    "Lovely biryani and very friendly staff.",
    "Great food, great service!",
    "Amazing ambience, will come again",
    "खाना बहुत स्वादिष्ट था और सेवा बढ़िया",
    "Khana bahut accha tha, mazaa aa gaya",
    "awesome taste",
    "nice service",
    None,
)
NOBODY_SAID = Earlier([])


def draft(
    text: str | None, stars: str | None = "5", id_: str = "r1", earlier: Sequence[str] = ()
) -> ReplyDraft:
    review = Review(
        source="google",
        source_id=id_,
        stars=None if stars is None else Decimal(stars),
        text=text,
        written_at=None,
    )
    return reply_draft(judged_review(review, BusinessCategory.RESTAURANT), earlier)


@pytest.mark.parametrize(
    ("stars", "text", "reason"),
    [
        ("5", "Lovely biryani", RouteReason.PRAISE),
        ("4", None, RouteReason.PRAISE),
        ("4.5", "Great food", RouteReason.PRAISE),
        ("3.5", "Great food", RouteReason.BELOW_FOUR_STARS),
        ("3", None, RouteReason.BELOW_FOUR_STARS),
        ("1", "Worst place", RouteReason.BELOW_FOUR_STARS),
        (None, "Great food", RouteReason.UNRATED),
        ("5", "Worst service, rude staff", RouteReason.WORDS_AGAINST_STARS),
        ("5", "Great food but be patient for the service", RouteReason.WORDS_AGAINST_STARS),
        ("4", "Good ambience, average food", RouteReason.WORDS_AGAINST_STARS),
        ("5", "Great food, the raita could be better", RouteReason.WORDS_AGAINST_STARS),
        ("5", "खाना अच्छा था लेकिन सेवा में सुधार चाहिए", RouteReason.WORDS_AGAINST_STARS),
        ("5", "delivered at the gate", RouteReason.NOTHING_TO_ANSWER_TO),
    ],
)
def test_only_plain_praise_is_answered_without_a_person(
    stars: str | None, text: str | None, reason: RouteReason
) -> None:
    routing = draft(text, stars).routing
    assert routing.reason is reason
    assert (routing.route is Route.AUTOMATIC) is (reason is RouteReason.PRAISE)


def test_praise_of_which_no_word_can_be_taken_up_goes_to_a_person() -> None:
    found = draft("wow")
    assert (found.word, found.routing.reason) in {
        (None, RouteReason.NOTHING_TO_ANSWER_TO),
        ("wow", RouteReason.PRAISE),
    }
    assert found.text is not None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Lovely biryani and friendly staff", Language.ENGLISH),
        ("खाना अच्छा था", Language.HINDI),
        ("खाना accha था yaar", Language.HINDI),
        ("Khana bahut accha tha bhai", Language.HINGLISH),
        ("service thodi slow hai lekin khana mast", Language.HINGLISH),
        ("ok", Language.ENGLISH),
        ("👍👍", Language.ENGLISH),
        ("५/५", Language.HINDI),
        (None, Language.ENGLISH),
    ],
)
def test_a_review_is_answered_in_its_own_language(text: str | None, language: Language) -> None:
    assert language_of(text) is language


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Lovely biryani and friendly staff", "biryani"),
        ("The staff was rude. The biryani was lovely.", "biryani"),
        ("awesome", "awesome"),
        ("Contact +919876543210 for great fun", "great"),
        ("Asha and 9876543210 were there", None),
    ],
)
def test_what_is_taken_up_is_praised_there(text: str, word: str | None) -> None:
    found = mention(read(text), in_praise=True)
    assert (found.word if found else None) == word


def test_a_complaint_is_answered_with_what_it_blames() -> None:
    found = mention(read("Lovely biryani. The staff was rude."), in_praise=False)
    assert found is not None
    assert found.word == "staff"


def test_the_same_review_gets_the_same_draft() -> None:
    assert draft(PRAISES[0]) == draft(PRAISES[0])
    assert draft(PRAISES[0], id_="r2").text != draft(PRAISES[0]).text


def test_two_hundred_answers_to_one_sentence_never_come_near_each_other() -> None:
    earlier: list[str] = []
    for number in range(200):
        found = draft(PRAISES[number % len(PRAISES)], id_=str(number), earlier=earlier)
        assert found.text is not None
        assert found.similarity_ratio < MOST_SIMILAR_RATIO
        earlier.insert(0, found.text)


@given(text=st.text(max_size=80), stars=st.sampled_from(["1", "3.5", "4", "5", None]))
@settings(max_examples=150)
def test_no_review_makes_an_unsound_draft(text: str, stars: str | None) -> None:
    found = draft(text or None, stars if text else "5")
    assert found.text is None or faults(found.text, NOBODY_SAID) == []
    if found.routing.route is Route.AUTOMATIC and text:
        assert found.word is not None
        assert found.text is not None
        assert found.word in found.text


@pytest.mark.parametrize("sentences", [ENGLISH, HINDI, HINGLISH])
def test_every_sentence_is_sound_and_says_no_number(sentences: Sentences) -> None:
    for part in Sentences.__dataclass_fields__:
        options: Sequence[str] = getattr(sentences, part)
        assert len(set(options)) == len(options) >= 3
        for sentence in options:
            said = sentence.format(word="biryani")
            assert faults(said, NOBODY_SAID) == [], sentence
            assert not any(character.isdigit() for character in said)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("  ", Fault.EMPTY),
        ("x" * 4097, Fault.TOO_LONG),
        ("अ" * 1366, Fault.TOO_LONG),
        ("Call 98765 43210", Fault.CONTACT_DATA),
        ("Call +91-98765-43210", Fault.CONTACT_DATA),
        ("nine eight seven six five four three", Fault.CONTACT_DATA),
        ("write to asha @ shop", Fault.CONTACT_DATA),
        ("find us @ashasalon", Fault.CONTACT_DATA),
        ("see http://a", Fault.LINK),
        ("see ashasalon.in today", Fault.LINK),
        ("see ashasalon (dot) com", Fault.LINK),
        ("get 10 % off", Fault.INCENTIVE),
        ("a free dessert awaits", Fault.INCENTIVE),
        ("अगली बार छूट मिलेगी", Fault.INCENTIVE),
        ("you are lying", Fault.DENIAL),
        ("यह झूठ है", Fault.DENIAL),
        ("you idiot", Fault.ABUSE),
        ("chutiyaa log", Fault.ABUSE),
        ("Dear {name}", Fault.UNFILLED),
        ("Dear [NAME]", Fault.UNFILLED),
    ],
)
def test_each_fault_is_named(text: str, fault: Fault) -> None:
    assert fault in faults(text, NOBODY_SAID)
    assert MESSAGES[fault]


def test_what_was_said_before_is_named_as_repeated() -> None:
    said = "Thank you for coming, we hope to see you soon again"
    assert faults(said, Earlier([said.upper()])) == [Fault.REPEATED]
    assert faults("Something else altogether, thank you", Earlier([said])) == []
    assert similarity_ratio("one two", "one two") == 1


def test_only_so_many_earlier_replies_are_compared() -> None:
    same = draft(PRAISES[0]).text
    assert same is not None
    forgotten = [f"other words number {n} of many" for n in range(COMPARED_WITH)]
    assert draft(PRAISES[0], earlier=[*forgotten, same]).text == same


@pytest.mark.parametrize(
    ("mode", "route", "has_text", "state"),
    [
        (ReplyMode.AUTO, Route.AUTOMATIC, True, ReplyState.APPROVED),
        (ReplyMode.AUTO, Route.AUTOMATIC, False, ReplyState.WAITING),
        (ReplyMode.AUTO, Route.PERSON, True, ReplyState.WAITING),
        (ReplyMode.ASK, Route.AUTOMATIC, True, ReplyState.WAITING),
    ],
)
def test_nothing_goes_out_by_itself_unless_the_shop_allows_it(
    mode: ReplyMode, route: Route, has_text: bool, state: ReplyState
) -> None:
    assert first_state(mode, route, has_text=has_text) is state


@pytest.mark.parametrize(
    ("text", "holds"),
    [("Lovely food", False), ("Lovely food, only one thing: slow", True), ("It was okay", True)],
)
def test_a_reserve_is_heard(text: str, holds: bool) -> None:
    assert has_reserve(read(text)) is holds
