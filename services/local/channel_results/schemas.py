"""Request and response bodies of channel results."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from local.channel_results.domain.channel_month import Channel
from local.channel_results.domain.months import month_name
from local.channel_results.models import ChannelResultRow
from shared.http.schemas import MoneyBody, RequestBody, ResponseBody
from shared.money import Money

Rupees = Annotated[
    Decimal | MoneyBody,
    Field(description="Rupees, as a number or as an amount with its currency.", examples=[1500]),
]


class ChannelResultRequest(RequestBody):
    """What a channel cost in a month, and the sales that the owner attributes to it."""

    spent: Rupees
    returned: Rupees


class ChannelResultRead(ResponseBody):
    """A channel's month; the present month is kept, and used once it is over."""

    channel: Channel
    month: Annotated[str, Field(examples=["2026-05"])]
    spent: MoneyBody
    returned: MoneyBody
    recorded_at: datetime


def channel_result_body(row: ChannelResultRow) -> dict[str, Any]:
    """Return a month as it travels."""
    return {
        "channel": row.channel,
        "month": month_name(row.month),
        "spent": Money(row.spent_paise).as_wire(),
        "returned": Money(row.returned_paise).as_wire(),
        "recorded_at": row.recorded_at,
    }
