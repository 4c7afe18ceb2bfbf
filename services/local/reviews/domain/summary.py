"""What do the reviews say together? Shares with their intervals, topics, stars against words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from local.reviews.domain.judged_review import JudgedReview, Script
from local.reviews.domain.sentiment import METHOD as SENTIMENT_METHOD
from local.reviews.domain.sentiment import Sentiment
from local.reviews.domain.topics import METHOD as TOPICS_METHOD
from local.reviews.domain.topics import Topic
from shared.evidence import Basis, Figure, measured, unknown
from shared.intervals import CONFIDENCE, wilson_interval

DECIMALS = 4
CONFLICTS_LISTED = 100
INSUFFICIENT_DATA = "insufficient_data"
ABSTAINED = "abstained"
_HOW_TO_IMPORT = "send a file to POST /api/v2/local/reviews/imports?source=…&licence=…"


@dataclass(frozen=True, slots=True)
class ReviewSource:
    """From where reviews came in one import, and on what terms they may be shown."""

    evidence: str
    source: str
    licence: str
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptCoverage:
    """The share of texts in one script whose words alone decide."""

    script: Script
    decided: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSummary:
    """How often a topic is mentioned, and how much of what is said of it is praise."""

    topic: Topic
    mentions: Figure
    share_positive: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class StarTextConflict:
    """A review whose words clearly contradict its stars, with the phrases that say so."""

    review: str
    stars: float | None
    by_text: Sentiment | None
    phrases: tuple[str, ...]
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSummary:
    """What the newest `review_count` of all stored reviews say; of the conflicts the first 100."""

    stored_count: Figure
    review_count: Figure
    rated_count: Figure
    mean_stars: Figure
    share_positive: Figure
    share_negative: Figure
    coverage: tuple[ScriptCoverage, ...]
    topics: tuple[TopicSummary, ...]
    conflict_count: Figure
    star_text_conflicts: tuple[StarTextConflict, ...]
    sources: tuple[ReviewSource, ...]


def review_summary(
    reviews: Sequence[JudgedReview], stored: int, sources: Sequence[ReviewSource]
) -> ReviewSummary:
    """Return what judged reviews, the newest first, of `stored` ones say together."""
    figures = _Figures(sources)
    stars = [item.review.stars for item in reviews if item.review.stars is not None]
    conflicts = [item for item in reviews if item.is_in_conflict]
    sides = [item.overall.sentiment for item in reviews]
    decided = [side for side in sides if side is not None]
    return ReviewSummary(
        stored_count=figures.count(stored, stored, "reviews@1"),
        review_count=figures.count(len(reviews), len(reviews), "reviews@1"),
        rated_count=figures.count(len(stars), len(reviews), "reviews@1"),
        mean_stars=figures.mean_stars(stars),
        share_positive=figures.share(decided, Sentiment.POSITIVE, SENTIMENT_METHOD),
        share_negative=figures.share(decided, Sentiment.NEGATIVE, SENTIMENT_METHOD),
        coverage=tuple(_coverage(reviews, figures)),
        topics=tuple(_topics(reviews, figures)),
        conflict_count=figures.count(len(conflicts), len(reviews), SENTIMENT_METHOD),
        star_text_conflicts=tuple(_conflict(item) for item in conflicts[:CONFLICTS_LISTED]),
        sources=tuple(sources),
    )


def sentiment_figure(judged: JudgedReview, as_of: datetime) -> Figure:
    """Return the sentiment of one review, or that the method abstains."""
    if judged.overall.sentiment is None:
        missing = "The words do not decide; stars beside the text, or a reader, would."
        return unknown("sentiment", reason=ABSTAINED, missing=missing, method=SENTIMENT_METHOD)
    phrases = tuple(f"phrase:{phrase}" for phrase in judged.overall.phrases)
    stars = () if judged.review.stars is None else (f"stars:{judged.review.stars}",)
    return Figure(
        value=judged.overall.sentiment.value,
        unit="sentiment",
        basis=Basis.MODELLED,
        n=1,
        method=SENTIMENT_METHOD,
        as_of=as_of,
        evidence=(judged.review.evidence, *stars, *phrases),
    )


class _Figures:
    """Makes figures that cite the imports, or that say why there are none."""

    def __init__(self, sources: Sequence[ReviewSource]) -> None:
        self._evidence = tuple(source.evidence for source in sources)
        self._as_of = max((source.imported_at for source in sources), default=None)

    def count(self, value: int, n: int, method: str) -> Figure:
        """Return a number of reviews, of `n` looked at."""
        if self._as_of is None:
            return _none_imported("reviews", method)
        return measured(
            value, "reviews", n=n, method=method, as_of=self._as_of, evidence=self._evidence
        )

    def mean_stars(self, stars: Sequence[Decimal]) -> Figure:
        """Return the mean of the stars that were given."""
        if self._as_of is None:
            return _none_imported("stars", "mean_stars@1")
        if not stars:
            missing = "No review has stars; import a source that has them."
            return unknown(
                "stars", reason=INSUFFICIENT_DATA, missing=missing, method="mean_stars@1"
            )
        return measured(
            round(float(sum(stars) / len(stars)), DECIMALS),
            "stars",
            n=len(stars),
            method="mean_stars@1",
            as_of=self._as_of,
            evidence=self._evidence,
        )

    def share(self, sides: Sequence[object], wanted: object, method: str) -> Figure:
        """Return which part of what is decided is the wanted one, with Wilson's interval."""
        if self._as_of is None:
            return _none_imported("ratio", method)
        if not sides:
            missing = "No review says anything clear of this; import more reviews."
            return unknown("ratio", reason=INSUFFICIENT_DATA, missing=missing, method=method)
        hits = sum(side == wanted for side in sides)
        low, high = wilson_interval(hits, len(sides))
        return Figure(
            value=round(hits / len(sides), DECIMALS),
            unit="ratio",
            basis=Basis.MODELLED,
            n=len(sides),
            method=method,
            as_of=self._as_of,
            evidence=self._evidence,
            low=round(low, DECIMALS),
            high=round(high, DECIMALS),
            confidence=CONFIDENCE,
        )


def _none_imported(unit: str, method: str) -> Figure:
    missing = f"No reviews have been imported; {_HOW_TO_IMPORT}."
    return unknown(unit, reason=INSUFFICIENT_DATA, missing=missing, method=method)


def _coverage(reviews: Iterable[JudgedReview], figures: _Figures) -> Iterable[ScriptCoverage]:
    decided: dict[Script, list[bool]] = defaultdict(list)
    for item in reviews:
        if item.script is not None and item.by_text is not None:
            decided[item.script].append(item.by_text.sentiment is not None)
    for script, answers in sorted(decided.items()):
        share = figures.share(answers, wanted=True, method=SENTIMENT_METHOD)
        yield ScriptCoverage(script=script, decided=share)


def _topics(reviews: Sequence[JudgedReview], figures: _Figures) -> Iterable[TopicSummary]:
    mentions: dict[Topic, list[Sentiment | None]] = defaultdict(list)
    for item in reviews:
        for topic, side in item.topics:
            mentions[topic].append(side)
    for topic, sides in sorted(mentions.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        said = [side for side in sides if side is not None]
        yield TopicSummary(
            topic=topic,
            mentions=figures.count(len(sides), len(reviews), TOPICS_METHOD),
            share_positive=figures.share(said, Sentiment.POSITIVE, TOPICS_METHOD),
        )


def _conflict(item: JudgedReview) -> StarTextConflict:
    by_text = item.by_text
    return StarTextConflict(
        review=item.review.evidence,
        stars=item.stars,
        by_text=by_text.sentiment if by_text else None,
        phrases=by_text.phrases if by_text else (),
        text=item.review.text,
    )
