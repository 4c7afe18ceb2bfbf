"""What is known of a shop on a day, from which a post may be written?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from local.businesses.domain.category import BusinessCategory
from local.businesses.domain.opening_hours import OpeningHours
from local.execution.domain.reply_language import Language
from local.reviews.domain.topics import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDay:
    """A day that people of the state keep, by the calendar's own name."""

    name: str
    day: date
    is_estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningOffer:
    """An offer of the owner that was posted and still runs; `evidence` names it."""

    title: str
    last_day: date
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFacts:
    """A shop on its own day; `praised` is what it lets us tell. Unknown is empty or None."""

    business_id: UUID
    day: date
    name: str
    category: BusinessCategory
    language: Language
    city: str | None = None
    hours: OpeningHours | None = None
    kept_days: Sequence[KeptDay] = ()
    offers: Sequence[RunningOffer] = ()
    praised: Sequence[Topic] = ()
