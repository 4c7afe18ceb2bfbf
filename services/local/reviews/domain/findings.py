"""What do the reviews say that an owner can act on? Sums only: no text, no review, no name."""

from collections.abc import Mapping
from dataclasses import dataclass

from local.reviews.domain.summary import ReviewSummary, TopicSummary, review_summary
from shared.evidence import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFindings:
    """What is said of each topic, and how often words contradict their stars."""

    review_count: Figure
    conflict_count: Figure
    topics: tuple[TopicSummary, ...]

    def figures(self) -> Mapping[str, Figure]:
        """Return every figure by the name of the fact that it states."""
        return {
            "reviews": self.review_count,
            "reviews:conflicts": self.conflict_count,
            **{f"reviews:{item.topic}:mentions": item.mentions for item in self.topics},
            **{f"reviews:{item.topic}:praise": item.share_positive for item in self.topics},
        }


def review_findings(summary: ReviewSummary) -> ReviewFindings:
    """Return of a summary what can be acted on."""
    return ReviewFindings(
        review_count=summary.review_count,
        conflict_count=summary.conflict_count,
        topics=summary.topics,
    )


NO_FINDINGS = review_findings(review_summary((), 0, ()))
