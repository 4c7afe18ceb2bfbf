"""What is known of a message at the moment it is to go, and what the rules say of it."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from local.messaging.domain.consent import Purpose
from local.messaging.domain.message_costs import MonthSoFar, month_of_bill
from local.messaging.domain.send_rules import (
    STRANGERS_COUNT_FOR,
    Standing,
    Verdict,
    Wish,
    verdict,
)
from local.messaging.models import ContactRow, MessageRow
from local.messaging.repository.desk import DeskRepository
from local.messaging.repository.messages import MessageRepository
from local.messaging.service.contacts import ContactService
from local.messaging.service.desk import DeskService
from local.messaging.service.outbox import BY_RULE
from local.pauses.domain.pause import PausedChannel
from local.pauses.service import PauseService
from shared.clock import Clock

_MONTH = timedelta(days=30)


class DecisionService:
    """The decisions about one tenant's messages; contact and message are locked by the caller."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._messages = MessageRepository(session, tenant_id)
        self._contacts = ContactService(session, tenant_id, clock=clock)
        self._desk = DeskService(session, tenant_id, clock=clock)
        self._stored = DeskRepository(session, tenant_id)
        self._pauses = PauseService(session, tenant_id, clock=clock)

    async def decide(self, contact: ContactRow, row: MessageRow, now: datetime) -> Verdict:
        """Return what to do with a message now; the month's account is locked from here on."""
        business, settings = await self._desk.business(), await self._desk.settings()
        day = now.astimezone(ZoneInfo(business.timezone)).date()
        row.month = month_of_bill(now, business.timezone)
        wish = await self._wish(row)
        standing = await self._standing(contact, row, now)
        caps = settings.caps(business.timezone, await self._desk.strangers_per_day(day))
        return verdict(wish, standing, caps, day, now)

    async def _wish(self, row: MessageRow) -> Wish:
        template = None
        if row.template_name is not None:
            language = row.template_language or ""
            template = await self._stored.find_template(row.template_name, language)
        return Wish(
            purpose=Purpose(row.purpose),
            has_words=row.words is not None,
            is_by_rule=row.ordered_by == BY_RULE,
            template_category=template.category if template else None,
            template_status=template.status if template else None,
            template_ttl_seconds=template.ttl_seconds if template else None,
            expires_at=row.expires_at,
            arrive_by=row.arrive_by,
        )

    async def _standing(self, contact: ContactRow, row: MessageRow, now: datetime) -> Standing:
        # The month's row is locked: everything that is counted below is counted by one at a time.
        month = await self._messages.lock_month(row.month or now.date())
        strangers = await self._messages.strangers_since(now - STRANGERS_COUNT_FOR)
        offers = await self._messages.offers_since(contact.id, now - _MONTH)
        return Standing(
            wrote_at=contact.wrote_at,
            came_by_advertisement_at=contact.came_by_advertisement_at,
            consents=await self._contacts.consents(contact.id),
            offers_at=tuple(offers),
            strangers_at=tuple(strangers.values()),
            is_stranger_counted=contact.id in strangers,
            is_paused=await self._pauses.is_paused(PausedChannel.WHATSAPP),
            month=MonthSoFar(
                spent_paise=month.spent_paise, service_messages=month.service_messages
            ),
        )
