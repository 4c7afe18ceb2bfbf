"""Who answers 5,001 reviews of restaurants in Hyderabad, and how: docs/methods/replies.md.

The file is read, never copied into the repository.
"""

from collections import Counter, deque
from pathlib import Path

import pytest

from local.businesses.domain.category import BusinessCategory
from local.execution.domain.contact_data import has_contact_data, has_link
from local.execution.domain.reply_draft import COMPARED_WITH, ReplyDraft, reply_draft
from local.execution.domain.reply_linter import has_abuse
from local.execution.domain.reply_reserve import has_reserve
from local.execution.domain.reply_routing import Route, RouteReason, routing
from local.execution.domain.reply_similarity import MOST_SIMILAR_RATIO, Earlier
from local.reviews.domain.judged_review import JudgedReview, judged_review
from local.reviews.domain.review_fields import Columns, DateOrder
from local.reviews.domain.review_file import ReviewFormat, read_reviews
from local.reviews.domain.sentiment import Sentiment, read

FILE = Path(__file__).parents[5] / "shared/data/local/reviews/zomato_hyderabad_reviews_dev.csv"
# Drafting takes a millisecond and a half each; the first reviews in file order stand for all.
DRAFTED = 800
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not FILE.exists(), reason="the shared data are not beside the checkout"),
]


@pytest.fixture(scope="module")
def reviews() -> list[JudgedReview]:
    columns = Columns(date_order=DateOrder.MONTH_FIRST)
    found = read_reviews(FILE.read_bytes(), ReviewFormat.CSV, "zomato", columns)
    trade = BusinessCategory.RESTAURANT
    return [judged_review(review, trade) for review in found.reviews.values()]


@pytest.fixture(scope="module")
def drafts(reviews: list[JudgedReview]) -> list[ReplyDraft]:
    """Return the replies to the first reviews, each unlike the fifty before it."""
    earlier: deque[str] = deque(maxlen=COMPARED_WITH)
    found: list[ReplyDraft] = []
    for review in reviews[:DRAFTED]:
        draft = reply_draft(review, list(earlier))
        found.append(draft)
        if draft.text is not None:
            earlier.appendleft(draft.text)
    return found


def test_only_four_stars_and_more_are_candidates(reviews: list[JudgedReview]) -> None:
    reasons = Counter(
        routing(item, has_reserve=has_reserve(read(item.review.text or ""))).reason
        for item in reviews
    )
    # The file has 39 without stars; 38 of them have no words either, and are no reviews. Two of the
    # others are too long to be read.
    assert reasons[RouteReason.UNRATED] == 1
    assert 1_860 <= reasons[RouteReason.BELOW_FOUR_STARS] <= 1_862
    candidates = sum(
        reasons[one]
        for one in (
            RouteReason.PRAISE,
            RouteReason.WORDS_AGAINST_STARS,
            RouteReason.NOTHING_TO_ANSWER_TO,
        )
    )
    assert 3_098 <= candidates <= 3_100


def test_three_and_a_half_stars_are_a_persons(reviews: list[JudgedReview]) -> None:
    halves = [item for item in reviews if item.stars == 3.5]
    assert len(halves) == 22
    for item in halves:
        assert routing(item, has_reserve=False).route is Route.PERSON


def test_no_words_that_are_read_as_negative_get_a_cheerful_reply(
    reviews: list[JudgedReview],
) -> None:
    negative = [
        item
        for item in reviews
        if (item.stars or 0) >= 4 and item.by_text and item.by_text.sentiment is Sentiment.NEGATIVE
    ]
    assert negative
    for item in negative:
        reserve = has_reserve(read(item.review.text or ""))
        assert routing(item, has_reserve=reserve).route is Route.PERSON


def test_no_reply_repeats_abuse_contact_data_or_an_earlier_one(drafts: list[ReplyDraft]) -> None:
    earlier: deque[str] = deque(maxlen=COMPARED_WITH)
    sent = [draft.text for draft in drafts if draft.text is not None]
    assert len(sent) >= DRAFTED * 0.95
    for text in sent:
        assert not has_abuse(text)
        assert not has_contact_data(text)
        assert not has_link(text)
        assert Earlier(earlier).most_similar_ratio(text) < MOST_SIMILAR_RATIO
        earlier.appendleft(text)


def test_a_reply_that_goes_by_itself_is_to_praise_alone(drafts: list[ReplyDraft]) -> None:
    by_itself = [draft for draft in drafts if draft.routing.route is Route.AUTOMATIC]
    assert by_itself
    assert {draft.routing.reason for draft in by_itself} == {RouteReason.PRAISE}
