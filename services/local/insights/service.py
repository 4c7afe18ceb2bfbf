"""Use cases of insights: publish the day's edition, show it, show what it rests on."""

import asyncio
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from local.businesses.domain.business import LocalBusiness
from local.businesses.service import businesses_past_hour
from local.insights.domain.edition import ChangedFact, changed_facts
from local.insights.domain.feedback import Verdict, away_until
from local.insights.jobs import PublishEdition
from local.insights.models import EditionRow, FeedbackRow
from local.insights.repository import (
    KEPT,
    EditionRepository,
    FeedbackRepository,
    read_current,
    tenants_with_current,
)
from local.intelligence.domain.insights import METHOD, DailyInsights, Inputs, daily_insights
from local.intelligence.service import IntelligenceService, Sources
from local.places.domain.surroundings import SourceNote
from shared.clock import FixedClock
from shared.db.session import Database, operator_work, unit_of_work
from shared.ids import new_id
from shared.jobs.queue import enqueue_many

FIRST_HOUR = 4
MOST_AT_ONCE = 2_000

_INPUTS = TypeAdapter(Inputs)
_INSIGHTS = TypeAdapter(DailyInsights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One day's insights as JSON text, and when and how they were computed."""

    id: UUID
    day: date
    method: str
    computed_at: datetime
    insights: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What an edition rests on, whether it follows again, and what changed since."""

    edition: Edition
    inputs: Mapping[str, Any]
    sources: Sequence[SourceNote]
    is_reproduced: bool
    method_today: str
    changed_since: Sequence[ChangedFact]


async def todays_edition(database: Database, tenant_id: UUID, sources: Sources) -> Edition:
    """Return today's edition; the first to ask on a day without one waits until it is computed."""
    row = await read_current(database.reader, tenant_id, sources.clock.now())
    if row is not None:
        return Edition(**row)
    async with unit_of_work(database, tenant_id) as session:
        return await InsightsService(session, tenant_id, sources).publish()


async def queue_morning_editions(database: Database, now: datetime) -> None:
    """Queue an edition for each business whose day has begun without one."""
    async with operator_work(database) as session:
        awake = await businesses_past_hour(session, now, FIRST_HOUR)
        served = await tenants_with_current(session, now)
        tenants = [tenant for tenant in awake if tenant not in served][:MOST_AT_ONCE]
        await enqueue_many(
            session,
            [PublishEdition(tenant_id) for tenant_id in tenants],
            dedupe_keys=[f"edition:{tenant_id}" for tenant_id in tenants],
        )


class InsightsService:
    """The editions of one tenant's business."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, sources: Sources) -> None:
        self._session = session
        self._editions = EditionRepository(session, tenant_id)
        self._feedback = FeedbackRepository(session, tenant_id)
        self._tenant_id = tenant_id
        self._sources = sources

    async def publish(self) -> Edition:
        """Compute the insights from what is stored now, and keep them with it."""
        inputs = await self.of_stored(self._tenant_id)
        facts, now = _INPUTS.dump_json(inputs), self._sources.clock.now()
        row = await self._editions.add(
            {
                "id": new_id(),
                "day": inputs.today,
                "begins_at": inputs.start_of_today,
                "ends_at": inputs.start_of_tomorrow,
                "method": METHOD,
                "inputs_sha256": sha256(facts + METHOD.encode()).digest(),
                "inputs": await asyncio.to_thread(zlib.compress, facts),
                "insights": await asyncio.to_thread(_decided, inputs),
                "computed_at": now,
                "published_at": now,
            }
        )
        await self._editions.forget_before(inputs.today - KEPT)
        return _edition(row)

    async def give_feedback(self, key: str, verdict: Verdict) -> FeedbackRow:
        """Remember what the owner says of an opportunity, and publish the day anew without it."""
        now = self._sources.clock.now()
        row = await self._feedback.put(
            {
                "key": key,
                "verdict": str(verdict),
                "given_at": now,
                "away_until": away_until(verdict, now),
            }
        )
        await self.publish()
        return row

    async def of_stored(self, business_id: UUID) -> Inputs:
        """Return what is known today of the tenant's own business, and what its owner dismissed."""
        return await self._gathered(business_id, self._sources)

    async def of_described(self, business: LocalBusiness) -> Inputs:
        """Return what is known today of a business that is described, not stored."""
        service = IntelligenceService(self._session, self._tenant_id, self._sources)
        return await service.of_described(business)

    async def edition(self, edition_id: UUID) -> Edition:
        """Return one edition."""
        return _edition(await self._editions.get(edition_id))

    async def evidence(self, edition_id: UUID) -> Evidence:
        """Compute an edition again from its inputs, and compare these with what is stored now."""
        row = await self._editions.get(edition_id)
        facts = zlib.decompress(row.inputs)
        then = _INPUTS.validate_json(facts)
        now = await self._gathered(self._tenant_id, self._sources_of(then))
        return Evidence(
            edition=_edition(row),
            inputs=_INPUTS.dump_python(then, mode="json"),
            sources=then.around.imports,
            is_reproduced=await asyncio.to_thread(_decided, then) == row.insights,
            method_today=METHOD,
            changed_since=changed_facts(then, now),
        )

    def _sources_of(self, then: Inputs) -> Sources:
        """Return the sources as of the day of the edition: another day is no change of facts."""
        return Sources(
            clock=FixedClock(then.start_of_today),
            gazetteer=self._sources.gazetteer,
            calendar=self._sources.calendar,
        )

    async def _gathered(self, business_id: UUID, sources: Sources) -> Inputs:
        service = IntelligenceService(self._session, self._tenant_id, sources)
        dismissed = await self._feedback.away(sources.clock.now())
        return await service.of_stored(business_id, dismissed)


def _decided(inputs: Inputs) -> bytes:
    return _INSIGHTS.dump_json(daily_insights(inputs))


def _edition(row: EditionRow) -> Edition:
    return Edition(
        id=row.id,
        day=row.day,
        method=row.method,
        computed_at=row.computed_at,
        insights=row.insights,
    )
