from decimal import Decimal

import pytest

from local.businesses.domain.category import BusinessCategory
from local.reviews.domain.judged_review import JudgedReview, Script, judged_review
from local.reviews.domain.review import Review
from local.reviews.domain.sentiment import Sentiment


def judge(text: str | None, stars: str | None = None) -> JudgedReview:
    given = None if stars is None else Decimal(stars)
    review = Review(source="s", source_id="1", stars=given, text=text, written_at=None)
    return judged_review(review, BusinessCategory.RESTAURANT)


def test_stars_without_words_are_enough() -> None:
    judged = judge(None, "4.5")
    assert (judged.overall.sentiment, judged.by_text, judged.script) == (
        Sentiment.POSITIVE,
        None,
        None,
    )
    assert not judged.is_in_conflict


@pytest.mark.parametrize(
    ("text", "stars", "is_in_conflict"),
    [
        ("Lovely service", "2.0", True),
        ("stale roti", "5.0", True),
        ("Never disappoints, excellent", "5.0", False),
        ("Lovely service", "3.0", False),
        ("Lovely place but slow", "1.0", False),
        ("stale roti", None, False),
    ],
)
def test_only_one_sided_words_contradict_stars(
    text: str, stars: str | None, is_in_conflict: bool
) -> None:
    assert judge(text, stars).is_in_conflict is is_in_conflict


def test_the_words_alone_are_kept_apart_from_words_with_stars() -> None:
    judged = judge("Khana accha, service kharab", "1")
    assert judged.by_text is not None
    assert judged.by_text.sentiment is None
    assert judged.overall.sentiment is Sentiment.NEGATIVE


@pytest.mark.parametrize(
    ("text", "script"), [("accha", Script.LATIN), ("good खाना", Script.DEVANAGARI)]
)
def test_a_text_has_a_script(text: str, script: Script) -> None:
    assert judge(text).script is script
