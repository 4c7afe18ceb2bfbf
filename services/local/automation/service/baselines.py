"""Use cases of how long routine work takes by hand at a shop: tell it, time it, know it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.automation.domain.baseline import Baseline, Sample, SampleMethod, baselines
from local.automation.domain.routines import Routine
from local.automation.models import BaselineSampleRow
from local.automation.repository import AutomationRepository
from shared.clock import Clock
from shared.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What an owner says of a routine: how long it takes, and how often it was done before."""

    routine: Routine
    minutes: Decimal
    times_per_week: Decimal | None


class BaselineService:
    """The baselines of one tenant's business."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._clock = clock
        self._runs = AutomationRepository(session, tenant_id)

    async def sample(
        self,
        routine: Routine,
        minutes: Decimal,
        method: SampleMethod,
        times_per_week: Decimal | None = None,
    ) -> None:
        """Keep how long a routine took by hand."""
        taken = {"id": new_id(), "routine": routine, "minutes": minutes, "method": method}
        told = {"times_per_week": times_per_week, "at": self._clock.now()}
        await self._runs.add_sample(taken | told)

    async def declare(self, told: Sequence[Declared]) -> None:
        """Put what an owner says in the place of what was said before; timings stay."""
        method = SampleMethod.OWNER_ESTIMATE
        for one in told:
            await self._runs.forget_samples(one.routine, method)
            await self.sample(one.routine, one.minutes, method, one.times_per_week)

    async def known(self) -> Mapping[Routine, Baseline]:
        """Return the baselines of the routines that were told or timed often enough."""
        samples: dict[str, list[Sample]] = {}
        for row in await self._runs.samples():
            samples.setdefault(row.routine, []).append(_sample(row))
        found = baselines(samples, await self._runs.first_day())
        return {Routine(name): baseline for name, baseline in found.items()}


def _sample(row: BaselineSampleRow) -> Sample:
    per_week = row.times_per_week
    return Sample(
        method=SampleMethod(row.method),
        minutes=float(row.minutes),
        on=row.at.date(),
        times_per_week=None if per_week is None else float(per_week),
    )
