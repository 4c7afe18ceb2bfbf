"""A shop with a till that signs what it tells."""

import json
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from local.inbound_webhooks.jobs import ActOnTold
from local.inbound_webhooks.tasks import act_on_told
from shared.connectors.standard_webhooks import signed_headers
from shared.db.session import Database
from shared.jobs.handling import JobContext
from shared.jobs.job import restored
from shared.tiers import BusinessTier
from tests.api import LOCAL, Api, Tenant, running_api
from tests.databases import TierDatabase
from tests.shared.connectors.conftest import MovingClock

SOURCES = f"{LOCAL}/inbound-webhooks"


@dataclass
class Till:
    """One shop, and the program that tells it something."""

    api: Api
    tenant: Tenant
    database: Database
    superuser_url: str
    clock: MovingClock
    source_id: str
    secret: str

    async def ask(self, method: str, path: str = "", **sent: Any) -> Any:
        return await self.api.http.request(
            method, f"{SOURCES}{path}", headers=self.tenant.headers, **sent
        )

    async def tell(self, type_: str, webhook_id: str = "msg_1", **data: Any) -> Any:
        raw = json.dumps({"type": type_, "timestamp": "2026-11-26T09:00:00Z", "data": data})
        return await self.tell_raw(raw.encode(), webhook_id)

    async def tell_raw(self, raw: bytes, webhook_id: str = "msg_1") -> Any:
        headers = signed_headers(webhook_id, self.clock.at, raw, [self.secret])
        return await self.send(raw, headers)

    async def send(self, raw: bytes, headers: Mapping[str, str]) -> Any:
        path = f"/hooks/local/webhooks/{self.source_id}"
        return await self.api.http.post(path, content=raw, headers=dict(headers))

    async def book(self, webhook_id: str = "msg_1", **more: Any) -> Any:
        booking = {
            "reference": "B-1",
            "starts_at": (self.clock.at + timedelta(days=3)).isoformat(),
            "phone": "98000 00001",
            "service": "Haircut",
        }
        return await self.tell("appointment.booked", webhook_id, **(booking | more))

    async def events(self) -> list[Mapping[str, Any]]:
        return (await self.ask("GET", "/events")).json()["items"]

    async def states(self) -> list[tuple[str, str | None]]:
        return [(one["state"], one["problem"]) for one in await self.events()]

    async def appointments(self) -> list[Mapping[str, Any]]:
        path = f"{LOCAL}/appointments"
        return (await self.api.http.get(path, headers=self.tenant.headers)).json()["items"]

    def rows(self, table: str) -> list[str]:
        """Return what a table holds of the shop."""
        query = sql.SQL("SELECT t::text FROM {} t WHERE tenant_id = %s")
        with psycopg.connect(self.superuser_url) as connection:
            found = connection.execute(query.format(sql.Identifier(table)), [self.tenant.id])
            return [row[0] for row in found.fetchall()]

    def waiting(self) -> list[bytes]:
        with psycopg.connect(self.superuser_url) as connection:
            rows = connection.execute(
                "DELETE FROM pgqueuer WHERE entrypoint = 'ActOnTold' "
                "AND convert_from(payload, 'UTF8') LIKE %s RETURNING payload",
                [f"%{self.tenant.id}%"],
            ).fetchall()
        return [row[0] for row in rows]

    async def work(self, *, times: int = 1) -> None:
        """Run what waits; more than once as after a crash."""
        context = JobContext(database=self.database, clock=self.clock, job_id=1)
        for payload in self.waiting():
            for _ in range(times):
                await act_on_told(context, restored(ActOnTold, payload))


@pytest.fixture
async def till(local_database: Database, local_tier_database: TierDatabase) -> AsyncGenerator[Till]:
    clock, keys = MovingClock(), {"master_keys": "m" * 32}
    async with running_api(
        BusinessTier.LOCAL, local_tier_database, clock=clock, settings=keys
    ) as api:
        tenant = await api.new_tenant()
        answer = await api.http.post(SOURCES, json={"name": "till"}, headers=tenant.headers)
        body = answer.raise_for_status().json()
        yield Till(
            api,
            tenant,
            local_database,
            local_tier_database.superuser_url,
            clock,
            str(UUID(body["id"])),
            body["secret"],
        )
