"""A shop with endpoints, somebody's program behind them, and the jobs that wait."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from local.connectors.vendors import WEBHOOKS
from local.guidance.domain.manual_task import ManualTaskKind, NewManualTask, Reason
from local.guidance.service import ManualTaskService
from local.webhooks.jobs import DeliverWebhook, QueueDueDeliveries
from local.webhooks.tasks import deliver_webhook, queue_due_deliveries
from shared.connectors.vendors import Vendors
from shared.db.session import Database, unit_of_work
from shared.jobs.handling import JobContext
from shared.jobs.job import restored
from shared.tiers import BusinessTier
from tests.api import LOCAL, Api, Tenant, running_api
from tests.databases import TierDatabase
from tests.local.execution.counter import SEALER
from tests.local.webhooks.receiver import Receiver
from tests.shared.connectors.conftest import MovingClock

ENDPOINTS = f"{LOCAL}/webhooks"
URL = "https://till.example/hooks"


@dataclass
class Office:
    """One shop, and everything that its webhooks need."""

    api: Api
    tenant: Tenant
    database: Database
    superuser_url: str
    clock: MovingClock
    receiver: Receiver = field(default_factory=Receiver)

    @property
    def vendors(self) -> Vendors:
        return Vendors(connectors={}, transports={WEBHOOKS: self.receiver}, sealer=SEALER)

    @property
    def context(self) -> JobContext:
        return JobContext(database=self.database, clock=self.clock, job_id=1)

    async def ask(self, method: str, path: str = "", **sent: Any) -> Any:
        return await self.api.http.request(
            method, f"{ENDPOINTS}{path}", headers=self.tenant.headers, **sent
        )

    async def add(self, url: str = URL, **more: Any) -> Mapping[str, Any]:
        answer = await self.ask("POST", json={"url": url, **more})
        assert answer.status_code == 201, answer.text
        body = answer.json()
        self.receiver.secrets.append(body["secret"])
        return body

    async def open_task(self, key: str) -> None:
        """Let something happen that is told of."""
        async with unit_of_work(self.database, self.tenant.id) as session:
            await self.open_task_in(session, key)

    async def open_task_in(self, session: Any, key: str) -> None:
        facts = {"stars": "2", "written_on": "2026-11-01"}
        kind = ManualTaskKind.REPLY_TO_REVIEW
        task = NewManualTask(key=key, kind=kind, reason=Reason.NEEDS_PERSON, facts=facts)
        await ManualTaskService(session, self.tenant.id, clock=self.clock).open(task)

    async def deliveries(self) -> list[Mapping[str, Any]]:
        return (await self.ask("GET", "/deliveries")).json()["items"]

    async def work(self) -> None:
        """Run whatever waits in the queue and is due, as a worker does."""
        await queue_due_deliveries(self.context, QueueDueDeliveries())
        while jobs := self._take_waiting():
            for payload in jobs:
                job = restored(DeliverWebhook, payload)
                await deliver_webhook(self.vendors, self.context, job)

    async def pass_time(self, **span: float) -> None:
        """Let time pass, and the worker do what is due then."""
        self.clock.at += timedelta(**span)
        await self.work()

    def _take_waiting(self) -> list[bytes]:
        with psycopg.connect(self.superuser_url) as connection:
            rows = connection.execute(
                "DELETE FROM pgqueuer WHERE entrypoint = 'DeliverWebhook' "
                "AND convert_from(payload, 'UTF8') LIKE %s RETURNING id, payload",
                [f"%{self.tenant.id}%"],
            ).fetchall()
        return [payload for _, payload in sorted(rows)]


@pytest.fixture
async def office(
    local_database: Database, local_tier_database: TierDatabase
) -> AsyncGenerator[Office]:
    clock, keys = MovingClock(), {"master_keys": "m" * 32}
    async with running_api(
        BusinessTier.LOCAL, local_tier_database, clock=clock, settings=keys
    ) as api:
        tenant = await api.new_tenant()
        yield Office(api, tenant, local_database, local_tier_database.superuser_url, clock)


def uuid_of(body: Mapping[str, Any]) -> UUID:
    """Return the id that a body holds."""
    return UUID(body["id"])
