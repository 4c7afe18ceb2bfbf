import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.intelligence.domain.opportunity import Candidate
from local.intelligence.domain.review_candidates import (
    MOST_TO_MEND,
    MOST_TO_TELL,
    review_candidates,
)
from local.places.domain.level import Level
from local.reviews.domain.findings import NO_FINDINGS, review_findings
from local.reviews.domain.judged_review import JudgedReview
from tests.local.reviews.domain.test_summary import judge, summed

BLAMED, PRAISED = judge("slow waiting"), judge("great food")
CONFLICT = judge("stale roti", "5")


def candidates(*reviews: JudgedReview) -> list[Candidate]:
    return list(review_candidates(review_findings(summed(*reviews))))


def keys(*reviews: JudgedReview) -> list[str]:
    return [found.key for found in candidates(*reviews)]


def test_without_reviews_there_is_nothing_to_do() -> None:
    assert list(review_candidates(NO_FINDINGS)) == []


def test_a_topic_that_is_surely_blamed_more_than_praised_is_to_be_mended() -> None:
    (found,) = candidates(*[BLAMED] * 9, judge("great, prompt"))
    assert (found.key, found.impact, found.effort) == (
        "reviews:mend:wait",
        Level.HIGH,
        Level.MEDIUM,
    )
    assert found.why == "9 of 10 reviews with an opinion on it blame it."
    assert found.confidence_ratio == pytest.approx(1 - 0.4042)
    assert found.evidence == ("review_import:1",)


@pytest.mark.parametrize(("blames", "praises"), [(4, 0), (6, 4), (5, 5)])
def test_few_or_divided_opinions_are_no_reason(blames: int, praises: int) -> None:
    assert keys(*[BLAMED] * blames, *[judge("great waiting")] * praises) == []


def test_what_hardly_anybody_writes_of_weighs_less() -> None:
    (found,) = candidates(*[BLAMED] * 5, *[judge("qwerty")] * 46)
    assert found.impact is Level.MEDIUM


def test_a_topic_that_is_surely_praised_is_to_be_told() -> None:
    (found,) = candidates(*[PRAISED] * 20)
    assert (found.key, found.impact) == ("reviews:tell:food", Level.LOW)
    assert found.why == "100% of 20 reviews with an opinion on it praise it."
    assert found.confidence_ratio > 0.8
    assert keys(*[PRAISED] * 9) == keys(*[PRAISED] * 15) == []


def test_words_that_contradict_their_stars_are_to_be_read() -> None:
    assert keys(CONFLICT, CONFLICT) == []
    (found,) = [one for one in candidates(*[CONFLICT] * 3) if one.key == "reviews:conflicts"]
    assert (found.confidence_ratio, found.counted[0].value) == (0.5, 3)


def test_no_text_of_a_review_is_told() -> None:
    assert "stale" not in repr(candidates(*[CONFLICT] * 9))


def test_no_more_than_a_few_at_once_the_most_blamed_first() -> None:
    words = ("waiting", "parking", "staff", "price")
    blamed = [judge(f"bad {word}") for word in words for _ in range(6)] + [judge("bad price")]
    praised = [judge(f"great {word}") for word in ("food", "music", "coffee") for _ in range(20)]
    found = keys(*blamed, *praised)
    assert found[0] == "reviews:mend:price"
    assert len([key for key in found if ":mend:" in key]) == MOST_TO_MEND
    assert len([key for key in found if ":tell:" in key]) == MOST_TO_TELL


@given(blames=st.integers(5, 40), more=st.integers(0, 40))
def test_more_blame_is_never_worth_less(blames: int, more: int) -> None:
    (fewer,) = candidates(*[BLAMED] * blames)
    (worse,) = candidates(*[BLAMED] * (blames + more))
    assert worse.worth >= fewer.worth
