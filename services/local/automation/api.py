"""Routes of routine work."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, status

from local.automation.domain.routines import Routine
from local.automation.errors import NotOneBusinessError
from local.automation.schemas import (
    BaselineRequest,
    DailyRead,
    DailyRequest,
    FiguresRead,
    RunRead,
    daily_body,
    figures_body,
)
from local.automation.service import RunService, unrecorded
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
_ANY: list[Routine] = []
_HOUR = timedelta(hours=1)


@router.post("/daily", response_model=DailyRead)
async def run_daily_automation(
    body: DailyRequest, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Open today's routine work where it is not open yet, and show how far it is.

    Nothing waits for a vendor: what the platform does itself goes on in the background.
    """
    described, now = body.given(), clock.now()
    business_id = described.pop("business_id", principal.tenant_id)
    if described:
        if body.business_id is not None:
            raise NotOneBusinessError
        return daily_body(unrecorded(LocalBusiness.from_dict(described), now), _next_hour(now))
    if business_id != principal.tenant_id:
        raise BusinessNotFoundError(business_id)
    day = await RunService(session, principal.tenant_id, clock=clock).day()
    return daily_body(day, _next_hour(now))


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
    on: date | None = None,
    limit: Limit = 50,
    cursor: IdCursor = None,
) -> dict[str, Any]:
    """List the record of routine work, the last opened first; the figures are counted from it."""
    service = RunService(session, principal.tenant_id, clock=clock)
    rows = await service.list(routines, on, cursor, limit)
    return page(rows, limit, lambda row: str(row.id))


@router.post("/baselines", status_code=status.HTTP_204_NO_CONTENT)
async def add_baseline(
    body: BaselineRequest, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> None:
    """Say how long a routine took by hand; from five timed samples on, their median counts."""
    service = RunService(session, principal.tenant_id, clock=clock)
    await service.sample(body.routine, body.minutes, body.method)


def _next_hour(now: datetime) -> datetime:
    """Return when the record is written again by itself: every hour, counted from 1970."""
    passed = (now - datetime(1970, 1, 1, tzinfo=UTC)) % _HOUR
    return now - passed + _HOUR
