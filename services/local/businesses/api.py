"""Routes of businesses."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, status

from local.businesses.domain.business import LocalBusiness
from local.businesses.errors import UnknownCursorError
from local.businesses.models import BusinessRow
from local.businesses.schemas import (
    BusinessChanges,
    BusinessCreated,
    BusinessRead,
    BusinessRequest,
    business_body,
)
from local.businesses.service import (
    BusinessService,
    business_of,
    default_gazetteer,
    location_of,
    open_business,
    visible_business,
    visible_businesses,
)
from shared.http.account import created
from shared.http.dependencies import (
    OperatorPrincipal,
    ReaderPrincipal,
    RuntimeDep,
    SessionDep,
    WriterPrincipal,
)
from shared.http.idempotency import RepeatableRoute
from shared.http.paging import Cursor, Limit, page
from shared.http.schemas import Page

router = APIRouter(
    prefix="/api/v2/local/businesses", tags=["businesses"], route_class=RepeatableRoute
)


@router.post("", status_code=status.HTTP_201_CREATED, response_model=BusinessCreated)
async def create_business(
    body: BusinessRequest, principal: OperatorPrincipal, session: SessionDep, runtime: RuntimeDep
) -> dict[str, Any]:
    """Create a business and its first key; only an operator's key may."""
    row, key = await open_business(
        session,
        LocalBusiness.from_dict(body.given()),
        operator_tenant_id=principal.tenant_id,
        mint=runtime.mint,
        clock=runtime.clock,
        gazetteer=default_gazetteer(),
    )
    return _read(row) | {"key": created(key)}


@router.get("", response_model=Page[BusinessRead])
async def list_businesses(
    _: ReaderPrincipal, session: SessionDep, limit: Limit = 50, cursor: Cursor = None
) -> dict[str, Any]:
    """List the businesses that the key may see: its own, or for an operator all."""
    found = await visible_businesses(session, _position(cursor), limit)
    answer = page(found, limit, lambda row: str(row.tenant_id))
    return answer | {"items": [_read(row) for row in answer["items"]]}


@router.get("/{business_id}", response_model=BusinessRead)
async def read_business(
    business_id: UUID, principal: ReaderPrincipal, runtime: RuntimeDep
) -> dict[str, Any]:
    """Show one business."""
    return _read(await visible_business(runtime.database.reader, principal, business_id))


@router.patch("/{business_id}", response_model=BusinessRead)
async def change_business(
    business_id: UUID,
    body: BusinessChanges,
    principal: WriterPrincipal,
    session: SessionDep,
    runtime: RuntimeDep,
) -> dict[str, Any]:
    """Change some fields of the key's own business."""
    service = BusinessService(
        session, principal.tenant_id, clock=runtime.clock, gazetteer=default_gazetteer()
    )
    return _read(await service.change(business_id, body.given()))


def _read(row: BusinessRow) -> dict[str, Any]:
    return business_body(
        row.tenant_id, business_of(row), location_of(row), (row.created_at, row.updated_at)
    )


def _position(cursor: str | None) -> UUID | None:
    try:
        return UUID(cursor) if cursor else None
    except ValueError as error:
        raise UnknownCursorError from error
