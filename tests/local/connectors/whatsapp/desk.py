"""A shop's number at the twin of WhatsApp, with a runner over the book in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from uuid import UUID

from local.connectors.twin import Asked, Sleep
from local.connectors.whatsapp.held import HeldPerson, WhatsAppRules
from local.connectors.whatsapp.memory import WhatsAppTwin
from local.connectors.whatsapp.port import Recipient, SendTemplate, SendText
from local.connectors.whatsapp.whatsapp import whatsapp
from shared.connectors.calls import Call, Done, Failed, Outcome
from shared.connectors.connector import Access
from shared.connectors.exchange import VendorAnswer
from shared.connectors.memory_book import HeldConnection, MemoryCallBook
from shared.connectors.runner import VendorRunner
from shared.connectors.token_bucket import Limit
from shared.ids import new_id
from tests.shared.connectors.conftest import MovingClock
from tests.vendors.whatsapp import answer_breaches, breaches

WHATSAPP = whatsapp()
NUMBER, ACCOUNT = "10", {"phone_number_id": "10", "waba_id": "20"}
LIMITS = {
    row[0]: Limit(name=row[0], tokens=row[2], per_seconds=row[3], burst=row[4])
    for row in import_module("local.migrations.versions.0018_whatsapp_limits").LIMITS
}
WIDE = {name: Limit(name=name, tokens=1e6, per_seconds=1, burst=1e6) for name in LIMITS}
ASHA = Recipient(phone="919800000001")
HELLO = SendText(to=ASHA, text="Namaste Asha", reference="r1")
REMINDER = SendTemplate(
    to=ASHA,
    name="visit_reminder",
    language="en",
    variables=["Asha", "5 pm"],
    payloads=["confirm", "cancel"],
    reference="r2",
)


class CheckedTwin(WhatsAppTwin):
    """Keeps what breaks the contract, in requests and in the twin's own answers."""

    def __init__(self, clock: MovingClock, *, rules: WhatsAppRules, sleep: Sleep) -> None:
        super().__init__(clock, rules=rules, sleep=sleep)
        self.breaches: list[str] = []

    def answer(self, asked: Asked) -> VendorAnswer:
        """Check the last request and what it is answered."""
        operation, request = self.asked[-1]
        answer = super().answer(asked)
        wrong = [*breaches(request), *answer_breaches(request, answer)]
        self.breaches += [f"{operation}: {problem}" for problem in wrong]
        return answer


@dataclass
class Desk:
    """Everything that a run needs."""

    limits: Mapping[str, Limit] = field(default_factory=lambda: WIDE)
    rules: WhatsAppRules = field(default_factory=WhatsAppRules)
    clock: MovingClock = field(default_factory=MovingClock)
    tenant_id: UUID = field(default_factory=new_id)
    connection_id: UUID = field(default_factory=new_id)

    def __post_init__(self) -> None:
        self.twin = CheckedTwin(self.clock, rules=self.rules, sleep=self.clock.sleep)
        secrets = self.twin.add_number(NUMBER, "20")
        self.asha: HeldPerson = self.twin.add_person(NUMBER, ASHA.phone, "IN.1001")
        self.twin.add_template(NUMBER, "visit_reminder", "Hello {{1}}, see you at {{2}}.")
        held = HeldConnection(access=Access(ACCOUNT, secrets))
        self.runner = VendorRunner(
            MemoryCallBook({self.connection_id: held}, self.limits),
            {WHATSAPP.vendor: self.twin},
            self.clock,
            sleep=self.clock.sleep,
        )

    async def run(self, capability: str, params: Any, key: str = "k") -> Outcome:
        call = Call(capability=capability, params=params, connection_id=self.connection_id, key=key)
        outcome = await self.runner.run(self.tenant_id, WHATSAPP, call)
        assert not self.twin.breaches, self.twin.breaches
        return outcome

    async def done(self, capability: str, params: Any, key: str = "k") -> Done:
        outcome = await self.run(capability, params, key)
        assert isinstance(outcome, Done), outcome
        return outcome

    async def failed(self, capability: str, params: Any, key: str = "k") -> Failed:
        outcome = await self.run(capability, params, key)
        assert isinstance(outcome, Failed), outcome
        return outcome
