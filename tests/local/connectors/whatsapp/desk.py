"""A shop's number at the twin of WhatsApp."""

from collections.abc import Mapping

from local.connectors.whatsapp.held import WhatsAppRules
from local.connectors.whatsapp.memory import WhatsAppTwin
from local.connectors.whatsapp.port import Recipient, SendTemplate, SendText
from local.connectors.whatsapp.whatsapp import whatsapp
from shared.connectors.connector import Access
from shared.connectors.token_bucket import Limit
from tests.local.connectors import desk as any_vendor
from tests.local.connectors.desk import limits_of, wide
from tests.shared.connectors.conftest import MovingClock
from tests.vendors.whatsapp import exchange_breaches

WHATSAPP = whatsapp()
NUMBER, ACCOUNT = "10", {"phone_number_id": "10", "waba_id": "20"}
LIMITS = limits_of("0018_whatsapp_limits")
WIDE = wide(LIMITS)
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


class CheckedTwin(any_vendor.Checked, WhatsAppTwin):
    """WhatsApp, held to its contract."""

    breaches_of = exchange_breaches


class Desk(any_vendor.Desk[CheckedTwin]):
    """One number, with one customer and one template."""

    def __init__(
        self, limits: Mapping[str, Limit] = WIDE, rules: WhatsAppRules | None = None
    ) -> None:
        clock = MovingClock()
        twin = CheckedTwin(clock, rules=rules or WhatsAppRules(), sleep=clock.sleep)
        access = Access(ACCOUNT, twin.add_number(NUMBER, "20"))
        super().__init__(connector=WHATSAPP, twin=twin, access=access, limits=limits, clock=clock)
        self.asha = twin.add_person(NUMBER, ASHA.phone, "IN.1001")
        twin.add_template(NUMBER, "visit_reminder", "Hello {{1}}, see you at {{2}}.")
