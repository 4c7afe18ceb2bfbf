"""Bodies of what a shop allows, and of how long work takes there by hand."""

from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from local.automation.domain.baseline import SampleMethod
from local.automation.domain.routines import (
    MINUTES_SOURCE,
    ROUTINES,
    Approval,
    Channel,
    Doing,
    Routine,
)
from shared.http.schemas import RequestBody, ResponseBody

Minutes = Annotated[Decimal, Field(gt=0, le=600, max_digits=4, decimal_places=1)]


class BaselineRequest(RequestBody):
    """How long a routine took once by hand, timed or estimated."""

    routine: Routine
    minutes: Minutes
    method: SampleMethod


class DeclaredBaseline(RequestBody):
    """What an owner says of a routine; how often it was done before caps what counts as saved."""

    routine: Routine
    minutes: Minutes
    times_per_week: Annotated[
        Decimal | None, Field(gt=0, le=1000, max_digits=5, decimal_places=1)
    ] = None


class DeclareRequest(RequestBody):
    """What an owner says of routines; what was said of them before is forgotten."""

    baselines: Annotated[list[DeclaredBaseline], Field(min_length=1, max_length=len(Routine))]


class SettingsRequest(RequestBody):
    """What changes; the rest stays as it is."""

    routines: Annotated[dict[Routine, Approval], Field(default_factory=dict)]


class RoutineSettingRead(ResponseBody):
    """One routine and what is allowed of it."""

    routine: Routine
    channel: Channel
    title: str
    doing: Doing
    approval: Approval
    minutes: int
    minutes_source: str
    latest: Annotated[time, Field(description="After this by the shop's clock it is too late.")]
    can_be_caught_up: Annotated[bool, Field(description="Still of use on the day after.")]


class SettingsRead(ResponseBody):
    """What a shop allows."""

    routines: list[RoutineSettingRead]


def settings_body(approvals: Mapping[Routine, Approval]) -> dict[str, Any]:
    """Return what a shop allows as it travels."""
    return {
        "routines": [
            {
                "routine": routine,
                "channel": facts.channel,
                "title": facts.title,
                "doing": facts.doing,
                "approval": approvals[routine],
                "minutes": facts.minutes,
                "minutes_source": MINUTES_SOURCE,
                "latest": facts.latest,
                "can_be_caught_up": facts.can_be_caught_up,
            }
            for routine, facts in ROUTINES.items()
        ],
    }
