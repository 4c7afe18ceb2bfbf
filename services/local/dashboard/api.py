"""Route of the dashboard."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import TypeAdapter

from local.dashboard.schemas import DashboardRead, dashboard_body
from local.dashboard.service import DashboardService
from local.insights.service import todays_edition
from local.intelligence.service import default_sources
from shared.http.dependencies import ClockDep, ReaderPrincipal, RuntimeDep, SessionDep

router = APIRouter(prefix="/api/v2/local/dashboard", tags=["dashboard"])
_HEAD = TypeAdapter(dict[str, Any])


@router.get("/{business_id}", response_model=DashboardRead)
async def read_dashboard(
    business_id: UUID,
    principal: ReaderPrincipal,
    session: SessionDep,
    runtime: RuntimeDep,
    clock: ClockDep,
) -> Response:
    """Show a shop's morning: what to know, what ran, what waits, and what it cost."""
    found = await DashboardService(session, principal.tenant_id, clock=clock).of(business_id)
    edition = await todays_edition(runtime.database, principal.tenant_id, default_sources(clock))
    head = _HEAD.dump_json(dashboard_body(found, business_id)).removesuffix(b"}")
    # The stored bytes go out as they are: reading them in and writing them out is waste.
    body = b"".join((head, b',"daily_insights":', edition.insights, b"}"))
    return Response(body, media_type="application/json")
