"""Response bodies of reviews."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from local.reviews.domain.sentiment import Sentiment
from local.reviews.domain.summary import sentiment_figure
from local.reviews.domain.topics import Topic
from local.reviews.service import ListedReview
from shared.evidence import Figure
from shared.http.schemas import ResponseBody, SkippedRowBody

Stars = Annotated[float | None, Field(description="0.5 to 5; null where not rated.")]


class ReviewImportRead(ResponseBody):
    """An import of reviews: what was taken, what was left out and why."""

    id: UUID
    source: str
    licence: str
    sha256: str
    rows_read: int
    reviews_new: int
    reviews_changed: int
    reviews_unchanged: int
    rows_skipped: int
    skipped_reasons: dict[str, int]
    first_skipped_rows: Annotated[
        list[SkippedRowBody], Field(description="The first 100; skipped_reasons counts them all.")
    ]
    imported_at: datetime


class TopicRead(ResponseBody):
    """A topic that a review mentions, and what it says of it; null: nothing clear."""

    topic: Topic
    sentiment: Sentiment | None


class ReviewRead(ResponseBody):
    """A review with what its words and stars say."""

    id: UUID
    source: str
    source_id: str
    stars: Stars
    text: str | None
    written_at: datetime | None
    sentiment: Figure
    topics: list[TopicRead]
    is_in_conflict: Annotated[bool, Field(description="Clear words contradict the stars.")]
    removed_at: Annotated[
        datetime | None, Field(description="Since when it is gone from its source; in no figure.")
    ]

    @classmethod
    def of(cls, listed: ListedReview) -> Self:
        """Return the body of one review."""
        judged, review = listed.judged, listed.judged.review
        return cls(
            id=listed.id,
            source=review.source,
            source_id=review.source_id,
            stars=judged.stars,
            text=review.text,
            written_at=review.written_at,
            sentiment=sentiment_figure(judged, listed.imported_at),
            topics=[TopicRead(topic=topic, sentiment=side) for topic, side in judged.topics],
            is_in_conflict=judged.is_in_conflict,
            removed_at=listed.removed_at,
        )
