import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.reviews.domain.sentiment import Sentiment, judged, of_stars, read

POSITIVE, NEGATIVE, NEUTRAL = Sentiment.POSITIVE, Sentiment.NEGATIVE, Sentiment.NEUTRAL


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Great food, courteous staff", POSITIVE),
        ("Worst haircut ever", NEGATIVE),
        ("The colour was not good", NEGATIVE),
        ("Khana accha nahi tha", NEGATIVE),
        ("Khana bahut badhiya tha, maza aa gaya", POSITIVE),
        ("khana achha tha lekin staff bahut badtameez, service ghatiya", NEGATIVE),
        ("खाना बहुत स्वादिष्ट था", POSITIVE),
        ("सर्विस बहुत खराब है", NEGATIVE),
        ("😍😍", POSITIVE),
        ("👎", NEGATIVE),
        ("It was okay", NEUTRAL),
        ("thik thak hai", NEUTRAL),
        ("Bura nahi hai", NEUTRAL),
        ("Sunday ko khula hai kya?", NEUTRAL),
        ("Ordered 2 plates", NEUTRAL),
        ("Went there with family", None),
        ("Khana accha, service kharab", None),
        # Waiting is blame, and waiting lines are only seen where somebody says so.
        ("2 log nahi aaye", None),
        ("interesting", None),
        ("", None),
    ],
)
def test_words_decide_or_abstain(text: str, expected: Sentiment | None) -> None:
    assert judged(read(text)).sentiment == expected


def test_one_word_decides_a_short_text_and_not_a_long_one() -> None:
    filler = "we came here on a day in march with all of the family from the other town "
    assert judged(read("good")).sentiment is POSITIVE
    assert judged(read(f"{filler}{filler}good")).sentiment is None


def test_a_question_is_hardly_an_opinion() -> None:
    assert judged(read("accha hai kya?")).sentiment is None
    assert judged(read("accha hai")).sentiment is POSITIVE


@pytest.mark.parametrize(
    ("text", "stars", "expected"),
    [
        ("Khana accha, service kharab", 5, POSITIVE),
        ("Khana accha, service kharab", 1, NEGATIVE),
        ("Went there with family", 1.5, NEGATIVE),
        ("Went there with family", 3.5, NEUTRAL),
        ("Ordered 2 plates", 4.5, POSITIVE),
        # A prior, not a verdict.
        ("Worst food, pathetic service, never again", 5, NEGATIVE),
    ],
)
def test_stars_weigh_in(text: str, stars: float, expected: Sentiment) -> None:
    assert judged(read(text), stars).sentiment is expected


def test_the_phrases_that_decided_are_named_once() -> None:
    assert judged(read("Good, good. Accha nahi!")).phrases == ("good", "accha nahi")


@pytest.mark.parametrize(
    ("text", "is_one_sided"),
    [
        ("lovely service", True),
        ("stale roti", True),
        ("lovely, slow", False),
        ("lovely but we left", False),
        ("lovely, okay", False),
        ("interesting", False),
        ("", False),
    ],
)
def test_one_sided_is_what_has_nothing_on_the_other_side(text: str, is_one_sided: bool) -> None:
    assert judged(read(text)).is_one_sided is is_one_sided


@pytest.mark.parametrize(
    ("stars", "expected"),
    [
        (None, None),
        (0.5, NEGATIVE),
        (2, NEGATIVE),
        (2.5, NEUTRAL),
        (3.5, NEUTRAL),
        (4, POSITIVE),
        (5, POSITIVE),
    ],
)
def test_stars_by_themselves(stars: float | None, expected: Sentiment | None) -> None:
    assert of_stars(stars) is expected


RANK = {NEGATIVE: -1, NEUTRAL: 0, POSITIVE: 1}
TEXTS = st.lists(
    st.sampled_from(["good", "bad", "not", "nahi", "accha", "but", ",", ".", "okay", "2", "?"])
).map(" ".join)


@given(TEXTS, st.sampled_from([1.0, 2.0, 3.0, 4.0]))
def test_more_stars_never_make_a_review_worse(text: str, stars: float) -> None:
    lower, higher = judged(read(text), stars).sentiment, judged(read(text), stars + 1).sentiment
    assert lower is not None
    assert higher is not None
    assert RANK[lower] <= RANK[higher]


@given(st.text(max_size=300), st.none() | st.floats(0.5, 5))
def test_any_text_is_judged(text: str, stars: float | None) -> None:
    assert judged(read(text), stars) == judged(read(text), stars)
