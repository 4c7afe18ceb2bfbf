"""What does a review say, by its words alone and with its stars, and of which topics?"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from local.businesses.domain.category import BusinessCategory
from local.reviews.domain.review import Review
from local.reviews.domain.sentiment import Judgement, Sentiment, judged, of_stars, read
from local.reviews.domain.spelling import is_devanagari
from local.reviews.domain.topics import Topic, topics

# A summary that is asked for again and again reads each text once.
_TEXTS_REMEMBERED = 5_000
_OPPOSITES = {
    (Sentiment.POSITIVE, Sentiment.NEGATIVE),
    (Sentiment.NEGATIVE, Sentiment.POSITIVE),
}


class Script(StrEnum):
    """How a text is written; English and Hinglish share theirs, often within one sentence."""

    LATIN = "latin"
    DEVANAGARI = "devanagari"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedReview:
    """A review; `by_text` is what its words say by themselves, None where it has no words."""

    review: Review
    by_text: Judgement | None
    overall: Judgement
    topics: tuple[tuple[Topic, Sentiment | None], ...] = ()

    @property
    def stars(self) -> float | None:
        """Return the stars as a number, None where none were given."""
        return _number(self.review)

    @property
    def by_stars(self) -> Sentiment | None:
        """Return what the stars say by themselves."""
        return of_stars(self.stars)

    @property
    def is_in_conflict(self) -> bool:
        """Say whether words that are all on one side contradict the stars."""
        if self.by_text is None or not self.by_text.is_one_sided:
            return False
        return (self.by_text.sentiment, self.by_stars) in _OPPOSITES

    @property
    def script(self) -> Script | None:
        """Return how the text is written."""
        if self.review.text is None:
            return None
        return Script.DEVANAGARI if is_devanagari(self.review.text) else Script.LATIN


def judged_review(review: Review, trade: BusinessCategory) -> JudgedReview:
    """Return what a review of a business of this trade says."""
    stars = _number(review)
    if review.text is None:
        return JudgedReview(review=review, by_text=None, overall=Judgement(of_stars(stars), ()))
    by_text, overall, mentioned = _judged_text(review.text, stars, trade)
    return JudgedReview(review=review, by_text=by_text, overall=overall, topics=mentioned)


@lru_cache(maxsize=_TEXTS_REMEMBERED)
def _judged_text(
    text: str, stars: float | None, trade: BusinessCategory
) -> tuple[Judgement, Judgement, tuple[tuple[Topic, Sentiment | None], ...]]:
    reading = read(text)
    mentioned = tuple(topics(reading, trade).items())
    return judged(reading), judged(reading, stars), mentioned


def _number(review: Review) -> float | None:
    return None if review.stars is None else float(review.stars)
