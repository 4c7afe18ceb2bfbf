"""What stands in the simulated town: the shops, their owners' keys, and the vendors' twins."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from json import dumps
from random import Random
from typing import Any

import psycopg
from pydantic import PostgresDsn, SecretStr

from local.connectors.google_business.held import GoogleRules
from local.connectors.google_business.port import VENDOR as GOOGLE_NAME
from local.connectors.twin import Twin
from local.connectors.whatsapp.held import HeldPerson, WhatsAppRules
from local.connectors.whatsapp.port import VENDOR as WHATSAPP_NAME
from local.messaging.service.inbox import InboxService
from local.places.service.fetches import Providers
from local.work import handlers
from shared.connectors.connections import ConnectionService, NewConnection
from shared.db.session import Database, unit_of_work
from shared.tiers import BusinessTier
from tests.api import LOCAL, Api, Tenant, running_api
from tests.databases import TierDatabase
from tests.local.connectors.google_business.desk import GOOGLE
from tests.local.connectors.google_business.desk import CheckedTwin as CheckedGoogle
from tests.local.connectors.whatsapp.desk import WHATSAPP
from tests.local.connectors.whatsapp.desk import CheckedTwin as CheckedWhatsApp
from tests.local.execution.counter import SEALER, DangerousVendors, Hazard
from tests.quarter.simulated_queue import SimulatedQueue
from tests.quarter.trades import WEEK, Trade
from tests.shared.connectors.conftest import MovingClock

_MONTH, _MONDAY = 9, 0
_DEATHS = 0.01
_TEMPLATE = "visit_reminder"
_TEMPLATE_WORDS = "{{1}}: {{2}} at {{3}}. Coming?"


def first_monday(real_now: datetime) -> datetime:
    """Return the next September's first Monday, two months before Diwali; it must be ahead."""
    year = real_now.year if real_now.month < _MONTH else real_now.year + 1
    days = (datetime(year, _MONTH, day, 18, 30, tzinfo=UTC) for day in range(1, 8))
    return next(day for day in days if day.weekday() == _MONDAY)


@dataclass
class SimulatedShop:
    """One shop at its vendors."""

    trade: Trade
    tenant: Tenant
    place: str
    number: str
    people: list[HeldPerson] = field(default_factory=list[HeldPerson])
    opted_out: set[str] = field(default_factory=set[str])
    appointments: list[tuple[datetime, str]] = field(default_factory=list[tuple[datetime, str]])


@dataclass
class Town:
    """The shops, their vendors, and the platform that works for them."""

    database: Database
    api: Api
    clock: MovingClock
    google: CheckedGoogle
    whatsapp: CheckedWhatsApp
    vendors: DangerousVendors
    queue: SimulatedQueue
    shops: list[SimulatedShop] = field(default_factory=list[SimulatedShop])
    refused: list[str] = field(default_factory=list[str])

    @property
    def twins(self) -> Sequence[Twin]:
        return (self.google, self.whatsapp)

    async def ask(self, shop: SimulatedShop, method: str, path: str, body: Any = None) -> Any:
        """Let the owner ask the real API; a refusal is kept, for it may be the right answer."""
        answer = await self.api.http.request(
            method, LOCAL + path, json=body, headers=shop.tenant.headers
        )
        if answer.is_error:
            self.refused.append(f"{method} {path.split('/')[1]}: {answer.status_code}")
            return None
        return answer.json() if answer.content else None

    async def hear(self, shop: SimulatedShop, payload: Any) -> None:
        """Keep a webhook as its route does."""
        digest = sha256(dumps(payload, sort_keys=True).encode()).hexdigest()
        async with unit_of_work(self.database, shop.tenant.id) as session:
            await InboxService(session, shop.tenant.id, clock=self.clock).keep(digest, payload)

    async def hear_notices(self) -> None:
        """Let WhatsApp tell what became of messages."""
        for payload in self.whatsapp.notices():
            named = dumps(payload)
            shop = next(s for s in self.shops if f'"{s.number}"' in named)
            await self.hear(shop, payload)

    async def connect(self, shop: SimulatedShop, new: NewConnection) -> None:
        async with unit_of_work(self.database, shop.tenant.id) as session:
            service = ConnectionService(session, shop.tenant.id, clock=self.clock, sealer=SEALER)
            await service.connect(new)

    async def connect_google(self, shop: SimulatedShop, secrets: Any) -> None:
        account = {"account_id": "1", "location_id": shop.place}
        new = NewConnection(
            vendor=GOOGLE_NAME, external_id=f"1/{shop.place}", account=account, secrets=secrets
        )
        await self.connect(shop, new)

    async def connect_whatsapp(self, shop: SimulatedShop, secrets: Any) -> None:
        account = {"phone_number_id": shop.number, "waba_id": shop.number + "0"}
        new = NewConnection(
            vendor=WHATSAPP_NAME, external_id=shop.number, account=account, secrets=secrets
        )
        await self.connect(shop, new)

    async def open_shop(self, trade: Trade) -> SimulatedShop:
        """Create a shop as an operator does, and connect it."""
        hours = {day: [{"open": trade.opens, "close": trade.closes}] for day in WEEK}
        tenant = await self.api.new_tenant(
            name=trade.name, category=trade.category, city="Delhi", opening_hours=hours
        )
        n = len(self.shops) + 2
        shop = SimulatedShop(trade, tenant, place=str(n), number=f"77{n:08}")
        self.shops.append(shop)
        await self.connect_google(shop, self.google.add_shop("1", shop.place, title=trade.name))
        secrets = self.whatsapp.add_number(shop.number, shop.number + "0")
        self.whatsapp.add_template(shop.number, _TEMPLATE, _TEMPLATE_WORDS)
        await self.connect_whatsapp(shop, secrets)
        settings = await self.ask(shop, "GET", "/messages/settings")
        await self.ask(
            shop, "PUT", "/messages/settings", settings | {"reminder_template": _TEMPLATE}
        )
        return shop


@asynccontextmanager
async def town_of(database: TierDatabase, seed: int, real_now: datetime) -> AsyncGenerator[Town]:
    """Build an empty town over a migrated database of its own."""
    clock = MovingClock(first_monday(real_now))
    google = CheckedGoogle(clock, rules=GoogleRules(), sleep=clock.sleep)
    whatsapp = CheckedWhatsApp(clock, rules=WhatsAppRules(), sleep=clock.sleep)
    vendors = DangerousVendors(
        connectors={GOOGLE_NAME: GOOGLE, WHATSAPP_NAME: WHATSAPP},
        transports={GOOGLE_NAME: google, WHATSAPP_NAME: whatsapp},
        sealer=SEALER,
        hazard=Hazard(),
    )
    pools = Database(PostgresDsn(database.app_url), pool_size=5)
    await pools.open()
    keys = {"master_keys": SecretStr("m" * 32)}
    async with running_api(BusinessTier.LOCAL, database, clock=clock, settings=keys) as api:
        with psycopg.connect(database.superuser_url, autocommit=True) as line:
            queue = SimulatedQueue(
                database=pools,
                line=line,
                clock=clock,
                handlers=handlers(Providers(offered={}, monthly_calls=0), vendors),
                hazard=vendors.hazard,
                chance=Random(seed + 1),
                death_rate=_DEATHS,
            )
            yield Town(pools, api, clock, google, whatsapp, vendors, queue)
    await pools.close()
