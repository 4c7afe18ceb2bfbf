"""Which reviews have gone from their source? Two whole readings, a day apart, must agree.

One reading may be torn: a page that Google served from elsewhere, a review that was just edited.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

SURE_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownReview:
    """A review that we hold: since when it is missed, and since when it counts as removed."""

    source_id: str
    missed_at: datetime | None
    removed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a whole reading says of the reviews that we hold, by their ids at the source."""

    missed: frozenset[str]
    removed: frozenset[str]
    back: frozenset[str]


def comparison(
    known: Iterable[KnownReview], present: AbstractSet[str], now: datetime
) -> Comparison:
    """Return who is missed for the first time, who is surely removed by now, and who is back."""
    missed: set[str] = set()
    removed: set[str] = set()
    back: set[str] = set()
    for review in known:
        if review.source_id in present:
            if review.missed_at is not None:
                back.add(review.source_id)
        elif review.missed_at is None:
            missed.add(review.source_id)
        elif review.removed_at is None and now - review.missed_at >= SURE_AFTER:
            removed.add(review.source_id)
    return Comparison(missed=frozenset(missed), removed=frozenset(removed), back=frozenset(back))
