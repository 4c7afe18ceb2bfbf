"""The money of a message: put aside before the send, given back, or settled by WhatsApp's word."""

from datetime import datetime
from decimal import Decimal

from local.messaging.domain.message_costs import actual_paise
from local.messaging.domain.send_rules import Send
from local.messaging.models import MessageRow
from local.messaging.repository.messages import MessageRepository

_SERVICE = "service"


class MonthAccount:
    """The months' accounts of one tenant; each is locked as long as it is changed."""

    def __init__(self, messages: MessageRepository) -> None:
        self._messages = messages

    async def put_aside(self, row: MessageRow, send: Send, now: datetime) -> None:
        """Reserve the dearest that a message can become."""
        month = await self._messages.lock_month(row.month or now.date())
        month.spent_paise += send.reserved_paise
        month.service_messages += send.category == _SERVICE
        row.form, row.category = send.form, send.category
        row.reserved_paise, row.is_to_stranger = send.reserved_paise, send.is_to_stranger

    async def give_back(self, row: MessageRow) -> None:
        """Give back what was put aside for a message that surely was not delivered."""
        if row.month is None:
            return
        month = await self._messages.lock_month(row.month)
        month.spent_paise -= row.reserved_paise
        month.service_messages -= row.category == _SERVICE
        row.reserved_paise = Decimal(0)

    async def settle(
        self, row: MessageRow, category: str | None, *, is_billable: bool | None
    ) -> None:
        """Put the price of what was delivered in place of what was put aside, once."""
        if row.cost_paise is not None or row.month is None:
            return
        # Prices change with a month of the shop's own.
        cost = actual_paise(
            category or row.category, row.month, row.reserved_paise, is_billable=is_billable
        )
        month = await self._messages.lock_month(row.month)
        month.spent_paise += cost - row.reserved_paise
        row.cost_paise = cost
