from datetime import UTC, datetime
from decimal import Decimal

from local.businesses.domain.category import BusinessCategory
from local.reviews.domain.judged_review import JudgedReview, Script, judged_review
from local.reviews.domain.review import Review
from local.reviews.domain.summary import (
    CONFLICTS_LISTED,
    ReviewSource,
    ReviewSummary,
    review_summary,
    sentiment_figure,
)
from local.reviews.domain.topics import Topic
from shared.evidence import Basis

AT = datetime(2026, 11, 1, tzinfo=UTC)
SOURCE = ReviewSource("review_import:1", "google", "own", AT)


def judge(text: str | None, stars: str | None = None) -> JudgedReview:
    given = None if stars is None else Decimal(stars)
    review = Review(source="google", source_id="1", stars=given, text=text, written_at=None)
    return judged_review(review, BusinessCategory.RESTAURANT)


def summed(*reviews: JudgedReview) -> ReviewSummary:
    return review_summary(reviews, len(reviews), [SOURCE])


def test_without_imports_every_figure_says_how_to_import() -> None:
    found = review_summary([], 0, [])
    figures = [found.stored_count, found.review_count, found.rated_count, found.mean_stars]
    figures += [found.share_positive, found.share_negative, found.conflict_count]
    assert {figure.reason for figure in figures} == {"insufficient_data"}
    assert all("POST" in (figure.missing or "") for figure in figures)
    assert (found.coverage, found.topics, found.star_text_conflicts) == ((), (), ())


def test_shares_are_of_what_is_decided_and_have_an_interval() -> None:
    found = summed(judge("great"), judge("worst"), judge("great food"), judge("qwerty"))
    share = found.share_positive
    assert (share.value, share.n, share.basis) == (0.6667, 3, Basis.MODELLED)
    assert (share.low, share.high, share.confidence) == (0.2077, 0.9385, 0.95)
    assert found.share_negative.value == 0.3333


def test_nothing_decided_is_no_share() -> None:
    found = summed(judge("qwerty"))
    assert found.share_positive.reason == "insufficient_data"
    assert found.mean_stars.reason == "insufficient_data"


def test_the_mean_is_over_the_rated() -> None:
    found = summed(judge(None, "4.5"), judge(None, "2"), judge("great"))
    assert (found.mean_stars.value, found.mean_stars.n) == (3.25, 2)
    assert (found.rated_count.value, found.rated_count.n) == (2, 3)


def test_coverage_is_by_script_and_by_words_alone() -> None:
    found = summed(judge("great"), judge("qwerty", "5"), judge("खाना अच्छा"), judge(None, "5"))
    covered = {item.script: (item.decided.value, item.decided.n) for item in found.coverage}
    assert covered == {Script.DEVANAGARI: (1.0, 1), Script.LATIN: (0.5, 2)}


def test_topics_come_by_mentions_and_share_what_is_said() -> None:
    found = summed(judge("great food"), judge("bad food, great music"), judge("food"))
    assert [item.topic for item in found.topics] == [Topic.FOOD, Topic.AMBIENCE]
    food = found.topics[0]
    assert (food.mentions.value, food.mentions.n) == (3, 3)
    assert (food.share_positive.value, food.share_positive.n) == (0.5, 2)


def test_conflicts_are_counted_and_the_first_listed() -> None:
    found = summed(*[judge("stale roti", "5")] * (CONFLICTS_LISTED + 1))
    assert found.conflict_count.value == CONFLICTS_LISTED + 1
    assert len(found.star_text_conflicts) == CONFLICTS_LISTED
    first = found.star_text_conflicts[0]
    assert (first.review, first.phrases, first.text) == (
        "review:google:1",
        ("stale",),
        "stale roti",
    )


def test_a_sentiment_cites_its_words_and_stars_or_says_why_there_is_none() -> None:
    figure = sentiment_figure(judge("great food", "5"), AT)
    assert (figure.value, figure.basis, figure.as_of) == ("positive", Basis.MODELLED, AT)
    assert figure.evidence == ("review:google:1", "stars:5", "phrase:great")
    assert sentiment_figure(judge("great"), AT).evidence == ("review:google:1", "phrase:great")
    assert sentiment_figure(judge("qwerty"), AT).reason == "abstained"
