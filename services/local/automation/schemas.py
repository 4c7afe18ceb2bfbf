"""Request and response bodies of routine work."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from local.automation.domain.baseline import SampleMethod
from local.automation.domain.figures import (
    GOAL_RATIO,
    METHOD,
    AutomationFigures,
    Share,
    TimeSaved,
)
from local.automation.domain.routines import DAILY, ROUTINES, Doing, Routine
from local.automation.domain.run import Run, RunState
from local.automation.service import PERIOD_DAYS, Day
from local.businesses.schemas import BusinessChanges
from shared.evidence import Basis
from shared.http.schemas import RequestBody, ResponseBody
from shared.money import rupees_of
from shared.tiers import LOCAL_CONFIG, BusinessTier

_HUNDRED = 100.0
NO_RUNS = "Nothing was due yet in the last 30 days: connect WhatsApp or the Google profile."
NO_BASELINE = (
    "Nobody has timed this work yet. Say how long it takes you by hand: "
    "POST /api/v2/local/automation/baselines."
)


class DailyRequest(BusinessChanges):
    """Which business: an id, or a description of one; without either, the key's own."""

    business_id: UUID | None = None


class RoutineToday(ResponseBody):
    """One of the nine: who does it, and how far today's runs are."""

    task: Routine
    title: str
    doing: Doing
    due: int
    by_state: dict[RunState, int]


class PercentageRead(ResponseBody):
    """A share in percent, with n and Wilson's bounds at 95 %; null where `reason` says why."""

    value: float | None
    lower: float | None
    upper: float | None
    n: int
    basis: Basis
    method: str
    reason: str | None


class TimeSavedRead(ResponseBody):
    """Hours, and rupees at the owner's own value of an hour; null where `reason` says why."""

    daily_hours_saved: float | None
    weekly_hours_saved: float | None
    monthly_hours_saved: float | None
    monthly_cost_savings: float | None
    remaining_manual_time: Annotated[
        float | None, Field(description="Hours a day of timed work that a person still did.")
    ]
    basis: Basis
    method: str
    reason: str | None


class AutomationResults(ResponseBody):
    """The nine by channel, and the figures of the last 30 days."""

    social_media: list[RoutineToday]
    whatsapp: list[RoutineToday]
    gmb: list[RoutineToday]
    automation_percentage: float | None
    time_saved: TimeSavedRead
    manual_tasks: Annotated[int, Field(description="Runs of today that wait for a person.")]


class FiguresRead(ResponseBody):
    """What is known of the last 30 days."""

    days: int
    hands_free: PercentageRead
    hands_free_by_minutes: float | None
    verified: PercentageRead
    unconfirmed: PercentageRead
    voids: int
    goal_percent: float
    is_goal_reached: Annotated[
        bool | None,
        Field(description="Only by the lower bound, and from 100 runs on; before that null."),
    ]


class DailyRead(ResponseBody):
    """Today's routine work as it stands; asked again, it is the same work."""

    tier: BusinessTier
    business_name: str
    automation_results: AutomationResults
    time_saved: TimeSavedRead
    figures: FiguresRead
    next_run: datetime


class RunRead(ResponseBody):
    """One piece of routine work; `evidence` names what its state was read from."""

    id: UUID
    routine: Routine
    on_date: date
    key: str
    state: RunState
    is_touched: bool
    reason: str | None
    evidence: str | None
    verified_at: datetime | None
    opened_at: datetime
    changed_at: datetime


class BaselineRequest(RequestBody):
    """How long a routine took once by hand, timed or estimated."""

    routine: Routine
    minutes: Annotated[Decimal, Field(gt=0, le=600, max_digits=4, decimal_places=1)]
    method: SampleMethod


def daily_body(day: Day, next_run: datetime) -> dict[str, Any]:
    """Return today's routine work as it travels."""
    saved = _time_saved(day.time_saved)
    waiting = sum(run.state is RunState.MANUAL for run in day.runs)
    channels = {
        channel.value: [routine_body(routine, day.runs) for routine in routines]
        for channel, routines in DAILY.items()
    }
    percentage = percent_of(day.figures.hands_free)
    results = {"automation_percentage": percentage, "time_saved": saved, "manual_tasks": waiting}
    return {
        "tier": LOCAL_CONFIG.tier,
        "business_name": day.business.name,
        "automation_results": channels | results,
        "time_saved": saved,
        "figures": figures_body(day.figures),
        "next_run": next_run,
    }


def figures_body(found: AutomationFigures) -> dict[str, Any]:
    """Return figures as they travel."""
    minutes = found.hands_free_minutes
    return {
        "days": PERIOD_DAYS,
        "hands_free": percentage_body(found.hands_free),
        "hands_free_by_minutes": None if minutes is None else round(minutes * _HUNDRED, 1),
        "verified": percentage_body(found.verified),
        "unconfirmed": percentage_body(found.unconfirmed),
        "voids": found.voids,
        "goal_percent": GOAL_RATIO * _HUNDRED,
        "is_goal_reached": found.is_goal_reached,
    }


def routine_body(routine: Routine, runs: Sequence[Run]) -> dict[str, Any]:
    """Return one of the nine as it travels."""
    mine = [run for run in runs if run.routine is routine]
    states = sorted({run.state for run in mine})
    return {
        "task": routine,
        "title": ROUTINES[routine].title,
        "doing": ROUTINES[routine].doing,
        "due": sum(run.is_due for run in mine),
        "by_state": {state: sum(run.state is state for run in mine) for state in states},
    }


def percent_of(share: Share) -> float | None:
    """Return a share in percent, None where there is none."""
    return None if share.value is None else round(share.value * _HUNDRED, 1)


def percentage_body(share: Share) -> dict[str, Any]:
    """Return a share as it travels."""
    bounds = {"value": share.value, "lower": share.lower, "upper": share.upper}
    percents = {k: None if v is None else round(v * _HUNDRED, 1) for k, v in bounds.items()}
    reason = NO_RUNS if share.value is None else None
    return {
        **percents,
        "n": share.whole,
        "basis": Basis.MEASURED,
        "method": METHOD,
        "reason": reason,
    }


def _time_saved(saved: TimeSaved | None) -> dict[str, Any]:
    kept = {"basis": Basis.MEASURED, "method": METHOD}
    if saved is None:
        names = ("daily_hours_saved", "weekly_hours_saved", "monthly_hours_saved")
        nothing = dict.fromkeys((*names, "monthly_cost_savings", "remaining_manual_time"))
        return nothing | kept | {"reason": NO_BASELINE}
    return kept | {
        "daily_hours_saved": round(saved.daily_hours_saved, 2),
        "weekly_hours_saved": round(saved.weekly_hours_saved, 2),
        "monthly_hours_saved": round(saved.monthly_hours_saved, 2),
        "monthly_cost_savings": float(rupees_of(saved.monthly_cost_savings_paise)),
        "remaining_manual_time": round(saved.remaining_manual_time, 2),
        "reason": None,
    }
