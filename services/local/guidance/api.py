"""Routes of manual tasks."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query

from local.guidance.domain.manual_task import TaskState
from local.guidance.schemas import DeclineRequest, DoneRequest, ManualTaskRead, manual_task_body
from local.guidance.service import ManualTaskService
from shared.http.dependencies import ClockDep, ReaderPrincipal, SessionDep, WriterPrincipal
from shared.http.idempotency import RepeatableRoute
from shared.http.paging import IdCursor, Limit, page
from shared.http.schemas import Page

router = APIRouter(
    prefix="/api/v2/local/manual-tasks", tags=["manual tasks"], route_class=RepeatableRoute
)
States = Annotated[list[TaskState], Query(alias="state", description="Any of these states.")]
_TO_DO = [TaskState.OPEN, TaskState.TAKEN]


@router.get("", response_model=Page[ManualTaskRead])
async def list_manual_tasks(
    principal: ReaderPrincipal,
    session: SessionDep,
    clock: ClockDep,
    states: States = _TO_DO,
    limit: Limit = 50,
    cursor: IdCursor = None,
) -> dict[str, Any]:
    """List what a person has to do, the last opened first; other states where they are named."""
    service = ManualTaskService(session, principal.tenant_id, clock=clock)
    rows = [manual_task_body(row) for row in await service.list(states, cursor, limit)]
    return page(rows, limit, lambda task: str(task["id"]))


@router.post("/{task_id}/take", response_model=ManualTaskRead)
async def take_manual_task(
    task_id: UUID, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Say that somebody is at it."""
    service = ManualTaskService(session, principal.tenant_id, clock=clock)
    return manual_task_body(await service.take(task_id))


@router.post("/{task_id}/done", response_model=ManualTaskRead)
async def finish_manual_task(
    task_id: UUID,
    body: DoneRequest,
    principal: WriterPrincipal,
    session: SessionDep,
    clock: ClockDep,
) -> dict[str, Any]:
    """Say that it is done; said again, it changes nothing."""
    service = ManualTaskService(session, principal.tenant_id, clock=clock)
    return manual_task_body(await service.finish(task_id, body.proof))


@router.post("/{task_id}/decline", response_model=ManualTaskRead)
async def decline_manual_task(
    task_id: UUID,
    body: DeclineRequest,
    principal: WriterPrincipal,
    session: SessionDep,
    clock: ClockDep,
) -> dict[str, Any]:
    """Say that it will not be done, and why."""
    service = ManualTaskService(session, principal.tenant_id, clock=clock)
    return manual_task_body(await service.decline(task_id, body.reason))
