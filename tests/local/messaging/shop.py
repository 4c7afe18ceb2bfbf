"""A shop with a number at the twin of WhatsApp, its database, and the jobs that wait for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from json import dumps
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from local.connectors.whatsapp.held import HeldPerson, WhatsAppRules
from local.connectors.whatsapp.port import VENDOR
from local.guidance.domain.manual_task import TaskState
from local.guidance.models import ManualTaskRow
from local.guidance.service import ManualTaskService
from local.messaging.domain.message_settings import MessageSettings
from local.messaging.jobs import QueueDueMessages, ReadWebhook, SendMessage, SyncTemplates
from local.messaging.models import AppointmentRow, ContactRow, MessageRow
from local.messaging.service.appointments import AppointmentService, Booking
from local.messaging.service.contacts import ContactService
from local.messaging.service.desk import DeskService
from local.messaging.service.inbox import InboxService
from local.messaging.service.outbox import OutboxService
from local.messaging.tasks.messages import queue_due_messages, read_webhook, send_message
from local.messaging.tasks.templates import sync_templates
from shared.connectors.connections import ConnectionService, NewConnection
from shared.connectors.vendors import Vendors
from shared.db.session import Database, unit_of_work
from shared.jobs.errors import RetryLaterError
from shared.jobs.handling import JobContext
from shared.jobs.job import restored
from tests.api import Tenant
from tests.local.connectors.whatsapp.desk import WHATSAPP, CheckedTwin
from tests.local.execution.counter import SEALER, DangerousVendors
from tests.shared.connectors.conftest import MovingClock

JOBS: Mapping[type[Any], Any] = {
    ReadWebhook: read_webhook,
    SendMessage: send_message,
    SyncTemplates: sync_templates,
}
NAMES = {kind.__name__: kind for kind in JOBS}
TEMPLATE, SOON = "visit_reminder", "visit_soon"
A_DAY_BEFORE_SECONDS, SOON_SECONDS = 43_200, 3_600
RULES = WhatsAppRules()


@dataclass
class Shop:
    """One shop, its twin, and what waits in the queue."""

    database: Database
    superuser_url: str
    tenant: Tenant
    clock: MovingClock
    twin: CheckedTwin
    vendors: DangerousVendors
    number: str
    asha: HeldPerson
    runs: int = 0
    ran: list[str] = field(default_factory=list[str])

    async def hear(self, payload: Mapping[str, Any]) -> None:
        """Let WhatsApp tell something, as the webhook's route keeps it."""
        digest = sha256(dumps(payload, sort_keys=True).encode()).hexdigest()
        async with unit_of_work(self.database, self.tenant.id) as session:
            inbox = InboxService(session, self.tenant.id, clock=self.clock)
            await inbox.keep(digest, payload)

    async def write(self, words: str, **said: Any) -> None:
        """Let Asha write to the shop, and the workers do what follows."""
        await self.hear(self.twin.receive(self.number, self.asha, words, **said))
        await self.work()

    async def work(self) -> None:
        """Run whatever is due, until nothing is; then hear what WhatsApp tells of it."""
        await queue_due_messages(self.context(), QueueDueMessages())
        while jobs := self.waiting():
            for job_id, name, payload in jobs:
                await self.run(restored(NAMES[name], payload))
                self._forget(job_id)

    async def pass_time(self, span: timedelta, step: timedelta = timedelta(hours=1)) -> None:
        """Let time pass in steps, with workers and WhatsApp at work in each."""
        end = self.clock.at + span
        while self.clock.at < end:
            self.clock.at = min(end, self.clock.at + step)
            for payload in self.twin.notices():
                await self.hear(payload)
            await self.work()

    async def settle(self) -> None:
        """Let WhatsApp tell what became of everything."""
        await self.pass_time(timedelta(seconds=10), timedelta(seconds=10))

    async def run(self, job: Any) -> None:
        """Run one job as a worker does; a job that asks for it comes again later."""
        self.runs += 1
        self.ran.append(type(job).__name__)
        try:
            await JOBS[type(job)](self.vendors, self.context(), job)
        except RetryLaterError as later:
            self.clock.at += timedelta(seconds=later.after_seconds)
            await self.run(job)

    def context(self) -> JobContext:
        return JobContext(database=self.database, clock=self.clock, job_id=self.runs)

    async def contact(self) -> ContactRow:
        async with unit_of_work(self.database, self.tenant.id) as session:
            service = ContactService(session, self.tenant.id, clock=self.clock)
            return await service.named(self.asha.phone, self.asha.user_id)

    async def contacts(self) -> Sequence[ContactRow]:
        async with unit_of_work(self.database, self.tenant.id) as session:
            service = ContactService(session, self.tenant.id, clock=self.clock)
            return await service.list(None, 100)

    async def messages(self) -> Sequence[MessageRow]:
        """Return the shop's messages, the oldest first."""
        async with unit_of_work(self.database, self.tenant.id) as session:
            service = OutboxService(session, self.tenant.id, clock=self.clock)
            return list(reversed(await service.list(None, [], None, 200)))

    async def states(self) -> list[str]:
        return [row.state for row in await self.messages()]

    async def tasks(self) -> Sequence[ManualTaskRow]:
        async with unit_of_work(self.database, self.tenant.id) as session:
            service = ManualTaskService(session, self.tenant.id, clock=self.clock)
            return await service.list((TaskState.OPEN,), None, 200)

    async def task_kinds(self) -> list[str]:
        return sorted(row.kind for row in await self.tasks())

    async def allow(self, **rules: Any) -> None:
        async with unit_of_work(self.database, self.tenant.id) as session:
            service = DeskService(session, self.tenant.id, clock=self.clock)
            templates: dict[str, Any] = {
                "reminder_template": TEMPLATE,
                "last_reminder_template": SOON,
            }
            await service.allow(MessageSettings(**{**templates, **rules}))

    async def book(self, ahead: timedelta, *, wants_reminders: bool = True) -> AppointmentRow:
        contact = await self.contact()
        booking = Booking(
            contact_id=contact.id,
            starts_at=self.clock.at + ahead,
            service="Haircut",
            wants_reminders=wants_reminders,
        )
        async with unit_of_work(self.database, self.tenant.id) as session:
            service = AppointmentService(session, self.tenant.id, clock=self.clock)
            return await service.book(booking)

    async def move(self, appointment_id: UUID, ahead: timedelta) -> AppointmentRow:
        async with unit_of_work(self.database, self.tenant.id) as session:
            service = AppointmentService(session, self.tenant.id, clock=self.clock)
            return await service.move(appointment_id, self.clock.at + ahead)

    async def approve(self, message_id: UUID) -> None:
        async with unit_of_work(self.database, self.tenant.id) as session:
            await OutboxService(session, self.tenant.id, clock=self.clock).approve(message_id)

    async def erase(self, contact_id: UUID) -> None:
        async with unit_of_work(self.database, self.tenant.id) as session:
            await OutboxService(session, self.tenant.id, clock=self.clock).erase(contact_id)

    async def cut(self) -> None:
        """Cut the connection to WhatsApp."""
        async with unit_of_work(self.database, self.tenant.id) as session:
            service = ConnectionService(
                session, self.tenant.id, clock=self.clock, sealer=self.vendors.sealer
            )
            (connection,) = await service.list()
            await service.disconnect(connection.id)

    async def strangers_per_day(self) -> int:
        async with unit_of_work(self.database, self.tenant.id) as session:
            service = DeskService(session, self.tenant.id, clock=self.clock)
            return await service.strangers_per_day(self.clock.at.date())

    def set_limit(self, name: str, tokens: float) -> None:
        """Let an operator give the tenant a limit of its own."""
        row = (self.tenant.id, name, tokens, tokens)
        with psycopg.connect(self.superuser_url) as connection:
            connection.execute(
                "INSERT INTO vendor_limits VALUES (%s, %s, '2026-01-01', %s, 86400, %s, 'tests')",
                row,
            )

    def events(self) -> int:
        """Return how many webhooks of the shop are kept."""
        query = "SELECT count(*) FROM local_webhook_events WHERE tenant_id = %s"
        with psycopg.connect(self.superuser_url) as connection:
            (row,) = connection.execute(query, [self.tenant.id]).fetchall()
        return row[0]

    def traces_of(self, *words: str) -> list[str]:
        """Return the tables in which rows of this tenant hold one of these words."""
        tables = "SELECT table_name FROM information_schema.columns WHERE column_name = 'tenant_id'"
        found: list[str] = []
        with psycopg.connect(self.superuser_url) as connection:
            for (table,) in connection.execute(tables).fetchall():
                name = sql.Identifier(table)
                query = sql.SQL("SELECT row_to_json(t)::text FROM {} t WHERE tenant_id = %s")
                rows = connection.execute(query.format(name), [self.tenant.id]).fetchall()
                found += [table for (row,) in rows if any(word in row for word in words)]
        return found

    def words(self) -> list[str]:
        """Return what the shop's customers have got to read."""
        return [message.words for message in self.twin.messages(self.number)]

    def waiting(self) -> list[tuple[int, str, bytes]]:
        query = (
            "SELECT id, entrypoint, payload FROM pgqueuer WHERE entrypoint = ANY(%s) ORDER BY id"
        )
        with psycopg.connect(self.superuser_url) as connection:
            rows = connection.execute(query, [list(NAMES)]).fetchall()
        mine = str(self.tenant.id)
        return [(row[0], row[1], row[2]) for row in rows if mine in row[2].decode()]

    def _forget(self, job_id: int) -> None:
        with psycopg.connect(self.superuser_url) as connection:
            connection.execute("DELETE FROM pgqueuer WHERE id = %s", [job_id])


async def open_shop(database: Database, superuser_url: str, tenant: Tenant) -> Shop:
    """Connect a shop's number to a twin of its own, with a template for reminders."""
    clock = MovingClock()
    # Each tenant has a number of its own: accounts are unique over the whole installation.
    number = str(tenant.id.int % 10**15)
    twin = CheckedTwin(clock, rules=RULES, sleep=clock.sleep)
    secrets = twin.add_number(number, number + "0")
    asha = twin.add_person(number, "919800000001", "IN.1001", "Asha")
    words = "{{1}}: {{2}} at {{3}}. Coming?"
    twin.add_template(number, TEMPLATE, words, ttl_seconds=A_DAY_BEFORE_SECONDS)
    twin.add_template(number, SOON, words, ttl_seconds=SOON_SECONDS)
    vendors = DangerousVendors(
        connectors={VENDOR: WHATSAPP}, transports={VENDOR: twin}, sealer=SEALER
    )
    shop = Shop(database, superuser_url, tenant, clock, twin, vendors, number, asha)
    await _connect(shop, vendors, secrets)
    await shop.run(SyncTemplates(tenant.id))
    return shop


async def _connect(shop: Shop, vendors: Vendors, secrets: Mapping[str, str]) -> None:
    new = NewConnection(
        vendor=VENDOR,
        external_id=shop.number,
        account={"phone_number_id": shop.number, "waba_id": shop.number + "0"},
        secrets=secrets,
    )
    async with unit_of_work(shop.database, shop.tenant.id) as session:
        service = ConnectionService(
            session, shop.tenant.id, clock=shop.clock, sealer=vendors.sealer
        )
        await service.connect(new)
