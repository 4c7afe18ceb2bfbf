"""Bodies of a day of routine work, its runs and its figures."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from local.automation.domain.figures import (
    METHOD,
    AutomationFigures,
    Share,
    TimeSaved,
)
from local.automation.domain.goal import GOAL_RATIO, LEAST_RUNS
from local.automation.domain.routines import (
    DAILY,
    ROUTINES,
    THE_REST,
    Approval,
    Doing,
    Routine,
)
from local.automation.domain.run import Run, RunState, TouchKind
from local.automation.service.records import PERIOD_DAYS, Day
from local.businesses.schemas import BusinessChanges
from shared.evidence import Basis
from shared.http.schemas import RequestBody, ResponseBody
from shared.money import rupees_of
from shared.tiers import LOCAL_CONFIG, BusinessTier

_HUNDRED = 100.0
NO_RUNS = "Nothing was due yet in the last 30 days: connect WhatsApp or the Google profile."
NO_BASELINE = (
    "Nobody has said how long this work took by hand before. Say it: "
    "PUT /api/v2/local/automation/baselines."
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
    other: Annotated[list[RoutineToday], Field(description="The rest of the shop's routines.")]
    automation_percentage: float | None
    time_saved: TimeSavedRead
    manual_tasks: Annotated[int, Field(description="Runs of today that wait for a person.")]


class MinutesSavedRead(ResponseBody):
    """Minutes of the period; `low` and `high` only where everything behind them was timed."""

    value: float | None
    low: float | None
    high: float | None
    extra: Annotated[
        float,
        Field(description="Work done that the shop did not do before; partly our own estimate."),
    ]
    reason: str | None


class FiguresRead(ResponseBody):
    """What is known of the last 30 days."""

    days: int
    hands_free: PercentageRead
    hands_free_by_minutes: float | None
    assisted: PercentageRead
    verified: PercentageRead
    unconfirmed: PercentageRead
    reworked: PercentageRead
    coverage: Annotated[
        PercentageRead, Field(description="Of all routines, how many the platform does itself.")
    ]
    minutes_saved: MinutesSavedRead
    voids: int
    goal_percent: float
    is_goal_reached: Annotated[
        bool | None,
        Field(description=f"Only by the lower bound, and from {LEAST_RUNS} runs on; else null."),
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
    mode: Approval
    is_touched: bool
    touch_minutes: float
    is_reworked: bool
    reason: str | None
    evidence: str | None
    verified_at: datetime | None
    opened_at: datetime
    changed_at: datetime


class TouchRequest(RequestBody):
    """How long a person was busy with a run, and what for."""

    kind: TouchKind
    minutes: Annotated[Decimal, Field(ge=0, le=600, max_digits=4, decimal_places=1)]


def daily_body(day: Day) -> dict[str, Any]:
    """Return today's routine work as it travels."""
    saved = _time_saved(day.time_saved)
    waiting = sum(run.state is RunState.MANUAL for run in day.runs)
    channels = {
        channel.value: [routine_body(routine, day.runs) for routine in routines]
        for channel, routines in DAILY.items()
    }
    percentage = percent_of(day.figures.hands_free)
    channels["other"] = [routine_body(routine, day.runs) for routine in THE_REST]
    results = {"automation_percentage": percentage, "time_saved": saved, "manual_tasks": waiting}
    return {
        "tier": LOCAL_CONFIG.tier,
        "business_name": day.business.name,
        "automation_results": channels | results,
        "time_saved": saved,
        "figures": figures_body(day.figures),
        "next_run": day.next_run,
    }


def figures_body(found: AutomationFigures) -> dict[str, Any]:
    """Return figures as they travel."""
    minutes = found.hands_free_minutes
    shares = ("hands_free", "assisted", "verified", "unconfirmed", "reworked", "coverage")
    percentages = {name: percentage_body(getattr(found, name)) for name in shares}
    saved = {
        "value": found.minutes_saved,
        "low": found.minutes_saved_low,
        "high": found.minutes_saved_high,
        "extra": found.extra_minutes,
    }
    rounded = {name: None if one is None else round(one, 1) for name, one in saved.items()}
    return percentages | {
        "days": PERIOD_DAYS,
        "hands_free_by_minutes": None if minutes is None else round(minutes * _HUNDRED, 1),
        "minutes_saved": rounded | {"reason": NO_BASELINE if found.minutes_saved is None else None},
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
