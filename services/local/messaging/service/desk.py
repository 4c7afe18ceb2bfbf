"""Use cases of the shop's rules, its templates and what its messages cost."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.businesses.domain.business import LocalBusiness
from local.businesses.service import BusinessService, default_gazetteer
from local.messaging.domain.message_costs import month_of_bill
from local.messaging.domain.message_settings import AnswerMode, MessageSettings
from local.messaging.models import MessageTemplateRow
from local.messaging.repository.desk import DeskRepository
from local.messaging.repository.messages import MessageRepository
from local.messaging.service.people import PeopleService
from shared.clock import Clock
from shared.connectors.limits import current_limits

STRANGERS = "whatsapp.strangers_per_day"
_SETTINGS = tuple(field.name for field in fields(MessageSettings))
_KEPT = ("category", "quality", "body", "ttl_seconds")
_STOPPED = frozenset({"PAUSED", "DISABLED", "REJECTED", "FLAGGED"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCosts:
    """A month's messages: what is spent or put aside, and its rows by category."""

    month: date
    spent_paise: Decimal
    cap_paise: int
    by_category: Sequence[tuple[str, int, Decimal]]


class DeskService:
    """What stands around the messages of one tenant's business."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock
        self._desk = DeskRepository(session, tenant_id)
        self._messages = MessageRepository(session, tenant_id)
        self._people = PeopleService(session, tenant_id, clock=clock)
        self._businesses = BusinessService(
            session, tenant_id, clock=clock, gazetteer=default_gazetteer()
        )

    async def business(self) -> LocalBusiness:
        """Return the facts that answers are made of."""
        business, _ = await self._businesses.describe(self._tenant_id)
        return business

    async def settings(self) -> MessageSettings:
        """Return what the shop allows."""
        row = await self._desk.find_settings()
        if row is None:
            return MessageSettings()
        told: dict[str, Any] = {name: getattr(row, name) for name in _SETTINGS}
        told["mode"] = AnswerMode(row.mode)
        return MessageSettings(**told)

    async def allow(self, settings: MessageSettings) -> None:
        """Keep what the shop allows from now on."""
        await self._desk.put_settings(asdict(settings) | {"changed_at": self._clock.now()})

    async def strangers_per_day(self, day: date) -> int:
        """Return how many people WhatsApp lets the shop write to first within 24 hours."""
        limits = await current_limits(self._session, self._tenant_id, {STRANGERS}, day)
        return int(limits[STRANGERS].tokens)

    async def templates(self) -> Sequence[MessageTemplateRow]:
        """Return the templates as WhatsApp last told of them."""
        return await self._desk.templates()

    async def note_templates(self, listed: Sequence[Mapping[str, Any]]) -> None:
        """Keep the state of every template that WhatsApp lists."""
        for told in listed:
            if told["name"] and told["language"] and told["status"]:
                await self._note(told["name"], told["language"], told)

    async def note_template(self, name: str, language: str, told: Mapping[str, Any]) -> None:
        """Keep a change of one template; of one that is not known, only a state makes it so."""
        if told.get("status") or await self._desk.find_template(name, language):
            await self._note(name, language, told)

    async def costs(self) -> MonthCosts:
        """Return what this month's messages cost, against the cap."""
        business, settings = await self.business(), await self.settings()
        month = month_of_bill(self._clock.now(), business.timezone)
        return MonthCosts(
            month=month,
            spent_paise=await self._messages.spent(month),
            cap_paise=settings.monthly_cap_paise,
            by_category=await self._messages.costs(month),
        )

    async def _note(self, name: str, language: str, told: Mapping[str, Any]) -> None:
        before = await self._desk.find_template(name, language)
        status = told.get("status") or (before.status if before else None)
        was = before.status if before else None
        category, was_category = told.get("category"), before.category if before else None
        now = self._clock.now()
        kept = {field: told.get(field) for field in _KEPT}
        await self._desk.put_template(
            {"name": name, "language": language, "status": status, "changed_at": now, **kept}
        )
        is_dearer = was_category not in (None, category) and category is not None
        if (status in _STOPPED and status != was) or is_dearer:
            await self._people.ask_about_template(name, language, now.isoformat())
