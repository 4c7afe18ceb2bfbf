"""Routes of routine work."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, status

from local.automation.domain.routines import Routine
from local.automation.domain.run import RunState
from local.automation.errors import NotOneBusinessError
from local.automation.models import AutomationTaskRow
from local.automation.schemas.days import (
    DailyRead,
    DailyRequest,
    FiguresRead,
    RunRead,
    TouchRequest,
    daily_body,
    figures_body,
)
from local.automation.schemas.settings import (
    BaselineRequest,
    DeclareRequest,
    SettingsRead,
    SettingsRequest,
    settings_body,
)
from local.automation.service.baselines import BaselineService, Declared
from local.automation.service.days import DayService
from local.automation.service.records import RunService, unrecorded
from local.automation.service.settings import SettingsService
from local.businesses.domain.business import LocalBusiness
from local.businesses.errors import BusinessNotFoundError
from shared.http.dependencies import ClockDep, ReaderPrincipal, SessionDep, WriterPrincipal
from shared.http.idempotency import RepeatableRoute
from shared.http.paging import IdCursor, Limit, page
from shared.http.schemas import Page

router = APIRouter(
    prefix="/api/v2/local/automation", tags=["automation"], route_class=RepeatableRoute
)
Routines = Annotated[
    list[Routine], Query(alias="routine", description="Any of these; all where none is named.")
]
States = Annotated[
    list[RunState], Query(alias="state", description="Any of these; all where none is named.")
]
_ANY: list[Routine] = []
_ANY_STATE: list[RunState] = []


@router.post("/daily", response_model=DailyRead)
async def run_daily_automation(
    body: DailyRequest, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Open today's routine work where it is not open yet, and show how far it is.

    Nothing waits for a vendor: what the platform does itself goes on in the background.
    """
    described = body.given()
    business_id = described.pop("business_id", principal.tenant_id)
    if described:
        if body.business_id is not None:
            raise NotOneBusinessError
        business = LocalBusiness.from_dict(described)
        return daily_body(unrecorded(business, principal.tenant_id, clock.now()))
    if business_id != principal.tenant_id:
        raise BusinessNotFoundError(business_id)
    await DayService(session, principal.tenant_id, clock=clock).open()
    service = RunService(session, principal.tenant_id, clock=clock)
    await service.record()
    day = await service.day()
    return daily_body(day)


@router.get("/figures", response_model=FiguresRead)
async def read_automation_figures(
    principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Show how much of the last 30 days ran by itself, with n and bounds."""
    day = await RunService(session, principal.tenant_id, clock=clock).day()
    return figures_body(day.figures)


@router.get("/runs", response_model=Page[RunRead])
async def list_runs(  # noqa: PLR0913, PLR0917 - every argument is a filter
    principal: ReaderPrincipal,
    session: SessionDep,
    clock: ClockDep,
    routines: Routines = _ANY,
    states: States = _ANY_STATE,
    on: date | None = None,
    limit: Limit = 50,
    cursor: IdCursor = None,
) -> dict[str, Any]:
    """List the record of routine work, the last opened first; the figures are counted from it."""
    service = RunService(session, principal.tenant_id, clock=clock)
    rows = await service.list(routines, states, on, cursor, limit)
    return page(rows, limit, lambda row: str(row.id))


@router.post("/runs/{run_id}/touch", response_model=RunRead)
async def touch_run(
    run_id: UUID,
    body: TouchRequest,
    principal: WriterPrincipal,
    session: SessionDep,
    clock: ClockDep,
) -> AutomationTaskRow:
    """Say that a person spent time on a run; it is hands-free no more."""
    service = RunService(session, principal.tenant_id, clock=clock)
    return await service.touch(run_id, body.kind, body.minutes)


@router.get("/settings", response_model=SettingsRead)
async def read_automation_settings(
    principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Show how far the platform may go with each routine."""
    service = SettingsService(session, principal.tenant_id, clock=clock)
    return settings_body(await service.approvals())


@router.put("/settings", response_model=SettingsRead)
async def change_automation_settings(
    body: SettingsRequest, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Change what is named, from the next thing to be done on; the rest stays."""
    service = SettingsService(session, principal.tenant_id, clock=clock)
    await service.allow(body.routines)
    return settings_body(await service.approvals())


@router.post("/baselines", status_code=status.HTTP_204_NO_CONTENT)
async def add_baseline(
    body: BaselineRequest, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> None:
    """Say how long a routine took by hand; from five timed samples on, their median counts."""
    service = BaselineService(session, principal.tenant_id, clock=clock)
    await service.sample(body.routine, body.minutes, body.method)


@router.put("/baselines", status_code=status.HTTP_204_NO_CONTENT)
async def declare_baselines(
    body: DeclareRequest, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> None:
    """Say how long routines take by hand and how often they were done before the platform came."""
    told = [
        Declared(routine=one.routine, minutes=one.minutes, times_per_week=one.times_per_week)
        for one in body.baselines
    ]
    await BaselineService(session, principal.tenant_id, clock=clock).declare(told)
