"""Request and response bodies of insights."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from local.businesses.schemas import BusinessChanges
from local.insights.domain.feedback import Verdict
from local.intelligence.domain.insights import DailyInsights
from local.places.domain.surroundings import SourceNote
from shared.http.schemas import RequestBody, ResponseBody
from shared.tiers import BusinessTier

NO_AUTOMATION_YET = (
    "No routine work is on record for this business: POST /api/v2/local/automation/daily opens it. "
    "From then on this is the share of due runs that were verified without anybody's help."
)


class IntelligenceRequest(BusinessChanges):
    """Which business: the id of the key's own, or a description of one."""

    business_id: UUID | None = None


class IntelligenceRead(ResponseBody):
    """What the business needs to know today; every figure says how it was found."""

    tier: BusinessTier
    business_name: str
    insights: DailyInsights
    automation_percentage: Annotated[
        float | None,
        Field(description="Measured; null where automation_percentage_reason says why."),
    ]
    automation_percentage_reason: str | None
    monthly_cost: Annotated[float, Field(description="The tier's fee in rupees.", examples=[999])]


class FeedbackRequest(RequestBody):
    """What became of an opportunity: done, wrong, useful, or open again."""

    key: Annotated[str, Field(min_length=1, max_length=300, examples=["profile:opening_hours"])]
    verdict: Verdict


class FeedbackRead(ResponseBody):
    """What is remembered of an opportunity, and until when it stays away."""

    key: str
    verdict: Verdict
    given_at: datetime
    away_until: datetime | None


class EditionRead(ResponseBody):
    """One day's insights: computed once, and the same bytes whenever they are asked for."""

    id: UUID
    day: date
    method: str
    computed_at: datetime
    insights: DailyInsights


class ChangedFactRead(ResponseBody):
    """A fact that is no longer what it was when the edition was computed."""

    fact: Annotated[str, Field(examples=["place:osm:node/42"])]
    field: Annotated[str | None, Field(description="null where the whole fact is new, or is gone.")]
    then: str | None
    now: str | None


class EvidenceRead(ResponseBody):
    """What an edition rests on, and whether the same still follows from it."""

    id: UUID
    day: date
    method: str
    computed_at: datetime
    inputs: Annotated[dict[str, Any], Field(description="Everything that was known.")]
    sources: Annotated[
        list[SourceNote], Field(description="Where places came from, and on what terms.")
    ]
    is_reproduced: Annotated[
        bool, Field(description="Computed again just now from `inputs`, it gave the same bytes.")
    ]
    method_today: str
    is_stale: Annotated[bool, Field(description="Whether a fact has changed since.")]
    changed_since: list[ChangedFactRead]
