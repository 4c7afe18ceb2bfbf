"""WhatsApp Business Cloud API: messages, templates and the state of one number.

Written from Meta's contract (Graph v23) and checked against it; never run against WhatsApp. Nobody
can ask WhatsApp whether a message was sent: after silence only the statuses that come by webhook
tell, by the `reference` that each message carries.
"""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any, cast

from local.connectors.answer_values import mapping, text
from local.connectors.graph.answers import list_of
from local.connectors.graph.host import bearer
from local.connectors.graph.owners_token import OwnersToken
from local.connectors.whatsapp import messages, templates
from local.connectors.whatsapp import port as asked
from local.connectors.whatsapp.accounts import number_of
from local.connectors.whatsapp.refusals import REFUSALS, garbled
from shared.connectors.calls import Call, Capability, Dedupe, Done, Outcome
from shared.connectors.connector import Access, Ask, Connector, Draw
from shared.connectors.exchange import VendorAnswer, VendorRequest, get

MESSAGES = "whatsapp.messages_per_number"
PAIR = "whatsapp.messages_to_one_person"
MANAGEMENT = "whatsapp.management_calls"

_NUMBER_FIELDS = (
    "display_phone_number,verified_name,quality_rating,whatsapp_business_manager_messaging_limit"
)
_SENDS = ("message.text", "message.template")

CAPABILITIES = (
    Capability(name="message.text", params=asked.SendText, dedupe=Dedupe.LEDGER),
    Capability(name="message.template", params=asked.SendTemplate, dedupe=Dedupe.LEDGER),
    Capability(name="message.mark_read", params=asked.MarkRead, dedupe=Dedupe.NATURAL),
    Capability(name="template.create", params=asked.CreateTemplate, dedupe=Dedupe.RECONCILE),
    Capability(name="template.list", params=asked.ListTemplates, is_write=False),
    Capability(name="number.read", params=asked.ReadNumber, is_write=False),
)


class WhatsApp(OwnersToken):
    """One number; `host` is the server with the version, `https://graph.facebook.com/v23.0`."""

    refusals = REFUSALS
    vendor = asked.VENDOR
    capabilities: Mapping[str, Capability] = {item.name: item for item in CAPABILITIES}

    def __init__(self, host: str) -> None:
        self._host = host

    def build(self, call: Call, access: Access) -> VendorRequest:
        """Return the request; raise InvalidCallError for what WhatsApp would refuse."""
        host, wish = self._host, call.params
        builders: Mapping[str, Callable[[], VendorRequest]] = {
            "message.text": lambda: messages.free_text(host, wish, access),
            "message.template": lambda: messages.template(host, wish, access),
            "message.mark_read": lambda: messages.reading_mark(host, wish, access),
            "template.create": lambda: templates.creation(host, wish, access),
            "template.list": lambda: templates.listing(host, wish, access),
            "number.read": lambda: _number(host, access),
        }
        return builders[call.capability]()

    def parse(self, call: Call, answer: VendorAnswer) -> Outcome:
        """Read a 2xx: a message without an id may have been sent all the same."""
        body = answer.json()
        if not isinstance(body, dict):
            return garbled()
        return _outcome(call, mapping(cast("object", body)))

    def draws(self, call: Call, access: Access) -> Sequence[Draw]:
        """Count a message against its number, and against the pair of number and person."""
        if call.capability not in _SENDS:
            return [Draw(MANAGEMENT, access.account.get("waba_id", ""))]
        number, to = access.account.get("phone_number_id", ""), call.params.to
        pair = sha256(f"{number}:{to.phone or to.user_id}".encode()).hexdigest()
        return [Draw(MESSAGES, number), Draw(PAIR, pair)]

    async def reconcile(self, call: Call, access: Access, ask: Ask) -> Outcome | None:
        """Look for a template by name and language; messages cannot be looked for."""
        if call.capability != "template.create":
            return None
        answer = await ask("template.list", templates.named(self._host, call.params, access))
        if (body := list_of(answer)) is None:
            return REFUSALS.of_a_look(answer)
        same = templates.the_same(call.params, body)
        return None if same is None else Done(data=same, remote_id=same["id"])


def whatsapp(host: str = "https://graph.facebook.com/v23.0") -> Connector:
    """Return the connector."""
    return WhatsApp(host)


def _outcome(call: Call, body: Mapping[str, Any]) -> Outcome:
    if call.capability in _SENDS:
        taken = messages.sent(body)
        return garbled() if taken is None else Done(data=taken, remote_id=taken["message_id"])
    if call.capability == "message.mark_read":
        return Done() if body.get("success") is True else garbled()
    if call.capability == "template.create":
        return _created(body)
    if call.capability == "template.list":
        return Done(data=templates.page_of(body))
    return Done(data=_number_of(body))


def _created(body: Mapping[str, Any]) -> Outcome:
    template_id = text(body.get("id"))
    if template_id is None:
        return garbled()
    stated = {"id": template_id, "status": text(body.get("status"))}
    return Done(data=stated | {"category": text(body.get("category"))}, remote_id=template_id)


def _number(host: str, access: Access) -> VendorRequest:
    return get(f"{host}/{number_of(access)}", [("fields", _NUMBER_FIELDS)], bearer(access))


def _number_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "display_phone_number": text(body.get("display_phone_number")),
        "verified_name": text(body.get("verified_name")),
        "quality": text(body.get("quality_rating")),
        "daily_recipients": text(body.get("whatsapp_business_manager_messaging_limit")),
    }
