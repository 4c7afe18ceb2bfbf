"""Response bodies of insights."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from local.intelligence.domain.figures import SourceNote
from local.intelligence.domain.insights import DailyInsights
from shared.http.schemas import ResponseBody


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
