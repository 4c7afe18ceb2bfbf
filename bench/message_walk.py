"""`python -m bench.message_walk [STEPS] [MONTHS]`: does a shop ever break a rule of WhatsApp's?

A random walk of customers, offers, reminders, pauses and opt-outs through WhatsApp's twin, over the
real rules, connector, runner and limits, with the ledger in memory; and random months of traffic
against a random cap, across the day on which the prices change.
"""

import asyncio
import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from bench.message_months import overspent_months
from local.connectors.whatsapp.events import PreferenceChanged, StatusChange, TemplateChanged
from local.connectors.whatsapp.held import HeldPerson, WhatsAppRules
from local.connectors.whatsapp.memory import WhatsAppTwin
from local.connectors.whatsapp.port import (
    Recipient,
    SendTemplate,
    SendText,
    TemplateCategory,
    TemplateStatus,
)
from local.connectors.whatsapp.webhooks import notices
from local.connectors.whatsapp.whatsapp import whatsapp
from local.messaging.domain.consent import Purpose
from local.messaging.domain.message_costs import (
    NOTHING,
    MonthSoFar,
    actual_paise,
    month_of_bill,
)
from local.messaging.domain.send_rules import Caps, Form, Send, Standing, Wish, verdict
from shared.connectors.calls import Call, Done
from shared.connectors.connector import Access
from shared.connectors.memory_book import HeldConnection, MemoryCallBook
from shared.connectors.runner import VendorRunner
from shared.connectors.token_bucket import Limit

ZONE = "Asia/Kolkata"
NUMBER, PEOPLE = "10", 60
START = datetime(2026, 9, 20, 4, tzinfo=UTC)
_LIMITS = import_module("local.migrations.versions.0018_whatsapp_limits").LIMITS
_TENANT, _CONNECTION = UUID(int=1), UUID(int=2)
_TEMPLATES = {"reminder": TemplateCategory.UTILITY, "offer": TemplateCategory.MARKETING}
# How often each thing happens.
_HAPPENINGS = {
    "send": 40,
    "time": 30,
    "message": 18,
    "advertisement": 2,
    "agree": 8,
    "statuses": 4,
    "template": 1,
}
_MOSTLY = (True, True, False)
_NAMES = {Purpose.REMINDERS: "reminder", Purpose.OFFERS: "offer"}


@dataclass
class WalkingClock:
    """A clock that the walk, or a sleeper, moves on."""

    at: datetime = START

    def now(self) -> datetime:
        """Return the walk's time."""
        return self.at

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)


@dataclass
class Account:
    """One month's account, as the shop keeps it."""

    spent_paise: Decimal = NOTHING
    service_messages: int = 0


@dataclass
class Walk:
    """A shop, its customers, and what it knows of them."""

    seed: int
    cap_paise: int = 60_00
    strangers_per_day: int = 10
    clock: WalkingClock = field(default_factory=WalkingClock)
    months: dict[date, Account] = field(default_factory=dict[date, Account])
    sent: dict[str, tuple[date, Decimal, str]] = field(
        default_factory=dict[str, tuple[date, Decimal, str]]
    )
    offers: dict[str, list[datetime]] = field(default_factory=dict[str, list[datetime]])
    strangers: dict[str, datetime] = field(default_factory=dict[str, datetime])
    refusals: int = 0
    taken: int = 0

    def __post_init__(self) -> None:
        """Open the shop's number at the twin, with people and templates."""
        self.chance = Random(self.seed)
        rules = WhatsAppRules(daily_recipients=self.strangers_per_day, free_service_messages=1000)
        self.twin = WhatsAppTwin(self.clock, rules=rules, sleep=self.clock.sleep)
        secrets = self.twin.add_number(NUMBER, "20")
        self.people = [
            self.twin.add_person(NUMBER, f"9198{n:08}" if n % 5 else None, f"IN.{n}")
            for n in range(PEOPLE)
        ]
        for name, category in _TEMPLATES.items():
            self.twin.add_template(NUMBER, name, "Hello", category=category)
        self.statuses = dict.fromkeys(_TEMPLATES, "APPROVED")
        self.consents: dict[str, dict[Purpose, bool]] = {p.user_id: {} for p in self.people}
        self.connector = whatsapp()
        held = HeldConnection(access=Access({"phone_number_id": NUMBER, "waba_id": "20"}, secrets))
        limits = {
            row[0]: Limit(name=row[0], tokens=row[2], per_seconds=row[3], burst=row[4])
            for row in _LIMITS
        }
        self.runner = VendorRunner(
            MemoryCallBook({_CONNECTION: held}, limits),
            {self.connector.vendor: self.twin},
            self.clock,
            sleep=self.clock.sleep,
        )

    async def step(self, number: int) -> None:
        """Let one thing happen."""
        person = self.chance.choice(self.people)
        (what,) = self.chance.choices(list(_HAPPENINGS), list(_HAPPENINGS.values()))
        if what == "send":
            await self._send(person, self.chance.choice(list(Purpose)), number)
        elif what == "time":
            self.clock.at += timedelta(seconds=self.chance.choice((1, 30, 120, 600, 3_600)))
        elif what == "agree":
            self._agree(person)
        elif what == "template":
            self._decide_about_template()
        elif what == "statuses":
            for told in self.twin.notices():
                self._hear(told)
        else:
            came = what == "advertisement"
            self._hear(self.twin.receive(NUMBER, person, "Hi", is_from_advertisement=came))

    async def _send(self, person: HeldPerson, purpose: Purpose, number: int) -> None:
        now = self.clock.at
        day, month = now.astimezone(ZoneInfo(ZONE)).date(), month_of_bill(now, ZONE)
        account = self.months.setdefault(month, Account())
        name = _NAMES.get(purpose)
        wish = Wish(
            purpose=purpose,
            has_words=purpose is not Purpose.OFFERS,
            template_category=_TEMPLATES[name] if name else None,
            template_status=self.statuses[name] if name else None,
        )
        caps = Caps(monthly_paise=self.cap_paise, strangers_per_day=self.strangers_per_day)
        found = verdict(wish, self._standing(person, account), caps, day, now)
        if isinstance(found, Send):
            account.spent_paise += found.reserved_paise
            account.service_messages += found.category == "service"
            self.sent[f"r{number}"] = (month, found.reserved_paise, found.category)
            await self._call(person, found, name or "", f"r{number}", purpose)

    def _standing(self, person: HeldPerson, account: Account) -> Standing:
        recent = {
            who: at
            for who, at in self.strangers.items()
            if at > self.clock.at - timedelta(hours=24, minutes=10)
        }
        return Standing(
            wrote_at=person.wrote_at,
            came_by_advertisement_at=person.came_by_advertisement_at,
            consents=self.consents[person.user_id],
            offers_at=tuple(self.offers.get(person.user_id, [])),
            strangers_at=tuple(recent.values()),
            is_stranger_counted=person.user_id in recent,
            month=MonthSoFar(
                spent_paise=account.spent_paise, service_messages=account.service_messages
            ),
        )

    async def _call(
        self, person: HeldPerson, found: Send, template: str, reference: str, purpose: Purpose
    ) -> None:
        to = Recipient(phone=person.phone, user_id=None if person.phone else person.user_id)
        if found.is_to_stranger:
            self.strangers[person.user_id] = self.clock.at
        if purpose is Purpose.OFFERS:
            self.offers.setdefault(person.user_id, []).append(self.clock.at)
        wish: SendText | SendTemplate = SendText(to=to, text="Hello", reference=reference)
        if found.form is Form.TEMPLATE:
            wish = SendTemplate(to=to, name=template, language="en", reference=reference)
        call = Call(
            capability="message.text" if found.form is Form.WORDS else "message.template",
            params=wish,
            connection_id=_CONNECTION,
            key=reference,
        )
        outcome = await self.runner.run(_TENANT, self.connector, call)
        if isinstance(outcome, Done):
            self.taken += 1
        else:
            self.refusals += 1
            self._release(reference)

    def _hear(self, payload: object) -> None:
        for notice in notices(payload):
            event = notice.event
            if isinstance(event, StatusChange):
                self._settle(event)
            elif isinstance(event, TemplateChanged) and event.status:
                self.statuses[event.name] = event.status
            elif isinstance(event, PreferenceChanged):
                self.consents[event.person.user_id or ""][Purpose.OFFERS] = event.is_wanted

    def _settle(self, event: StatusChange) -> None:
        reference = event.reference or ""
        if event.status == "failed":
            self._release(reference)
        elif event.status == "delivered" and reference in self.sent:
            month, reserved, category = self.sent.pop(reference)
            billed = actual_paise(category, month, reserved, is_billable=event.is_billable)
            self.months[month].spent_paise += billed - reserved

    def _release(self, reference: str) -> None:
        if reference in self.sent:
            month, reserved, category = self.sent.pop(reference)
            self.months[month].spent_paise -= reserved
            self.months[month].service_messages -= category == "service"

    def _agree(self, person: HeldPerson) -> None:
        wants = self.chance.choice(_MOSTLY)
        person.wants_offers = wants
        self.consents[person.user_id] = {Purpose.OFFERS: wants, Purpose.REMINDERS: wants}

    def _decide_about_template(self) -> None:
        status = self.chance.choice((TemplateStatus.APPROVED, TemplateStatus.PAUSED))
        name = self.chance.choice(list(_TEMPLATES))
        self._hear(self.twin.set_template(NUMBER, name, status))

    @property
    def most_spent_paise(self) -> Decimal:
        """Return the dearest month."""
        return max((account.spent_paise for account in self.months.values()), default=NOTHING)


async def walked(seed: int, steps: int) -> Walk:
    """Return a walk that has been gone."""
    walk = Walk(seed)
    for number in range(steps):
        await walk.step(number)
    return walk


def main() -> None:
    """Walk, say what was seen, and fail where a rule was broken."""
    steps, months = (int(arg) for arg in [*sys.argv[1:], "100000", "10000"][:2])
    walk = asyncio.run(walked(0, steps))
    over = overspent_months(0, months)
    print(
        f"{steps:,} steps: {walk.taken:,} messages taken, {walk.refusals:,} held back by our own "
        f"limits, {len(walk.twin.violations)} rules broken; dearest month "
        f"{walk.most_spent_paise / 100:.2f} of {walk.cap_paise / 100:.2f} rupees"
    )
    print(f"{months:,} months: {over} above the cap")
    if walk.twin.violations or over or walk.most_spent_paise > walk.cap_paise:
        sys.exit("\n".join(walk.twin.violations[:10]) or "The cap was passed.")


if __name__ == "__main__":
    main()
