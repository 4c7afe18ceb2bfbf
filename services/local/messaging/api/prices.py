"""Routes of the shop's price list."""

from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter

from local.messaging.schemas.understanding import (
    PriceItemRead,
    PriceListRequest,
    item_of,
    price_list_body,
)
from local.messaging.service.desk import DeskService
from local.messaging.service.prices import PriceListService
from shared.http.dependencies import ClockDep, ReaderPrincipal, SessionDep, WriterPrincipal
from shared.http.idempotency import RepeatableRoute
from shared.http.schemas import Page

router = APIRouter(
    prefix="/api/v2/local/price-list", tags=["messages"], route_class=RepeatableRoute
)


@router.get("", response_model=Page[PriceItemRead])
async def read_price_list(principal: ReaderPrincipal, session: SessionDep) -> dict[str, Any]:
    """Show the price list by name; it is one page."""
    return price_list_body(await PriceListService(session, principal.tenant_id).list())


@router.put("", response_model=Page[PriceItemRead])
async def tell_price_list(
    body: PriceListRequest, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Keep the whole price list, as of today, in the place of the one before."""
    business = await DeskService(session, principal.tenant_id, clock=clock).business()
    today = clock.now().astimezone(ZoneInfo(business.timezone)).date()
    items = [item_of(item, today) for item in body.items]
    return price_list_body(await PriceListService(session, principal.tenant_id).tell(items))
