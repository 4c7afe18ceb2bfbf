"""WhatsApp in memory: it keeps the rules, and tells by webhook what became of each message.

Whatever an honest sender must never be told lands in `violations`: words outside the window, a
template that is not approved, too many at once, offers to whoever does not want them.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from local.connectors.answer_values import mappings
from local.connectors.twin import Asked, Sleep, Twin, Window, answered
from local.connectors.whatsapp import payloads
from local.connectors.whatsapp.held import (
    HeldMessage,
    HeldNumber,
    HeldPerson,
    HeldTemplate,
    WhatsAppRules,
    refused,
)
from local.connectors.whatsapp.held_messages import price, taken
from local.connectors.whatsapp.port import TemplateCategory, TemplateStatus
from local.connectors.whatsapp.refusals import MARKETING_CAP, UNDELIVERABLE
from shared.clock import Clock
from shared.connectors.exchange import VendorAnswer

_OK, _UNAUTHORISED = 200, 401
_EXPIRED, _NO_OBJECT = 190, 100
_A_DAY_SECONDS = 86_400


class WhatsAppTwin(Twin):
    """Every number of every shop, with its persons and templates."""

    def __init__(
        self,
        clock: Clock,
        *,
        rules: WhatsAppRules | None = None,
        sleep: Sleep = asyncio.sleep,
        deadline_seconds: float = 30.0,
    ) -> None:
        super().__init__(clock, sleep=sleep, deadline_seconds=deadline_seconds)
        self.rules = rules or WhatsAppRules()
        self.numbers: dict[str, HeldNumber] = {}
        self._notices = list[tuple[datetime, dict[str, Any]]]()
        self._inbound = 0

    def add_number(self, phone_number_id: str, waba_id: str) -> Mapping[str, str]:
        """Add a shop's number; return the secrets of a connection to it."""
        number = HeldNumber(
            phone_number_id=phone_number_id,
            waba_id=waba_id,
            token=f"token-{phone_number_id}",
            second=Window(self.rules.messages_per_second, 1),
        )
        self.numbers[phone_number_id] = number
        return {"access_token": number.token}

    def add_person(
        self, phone_number_id: str, phone: str | None, user_id: str, name: str = "Asha"
    ) -> HeldPerson:
        """Add somebody whom the shop can write to."""
        offers = Window(self.rules.daily_offers_to_a_person, _A_DAY_SECONDS)
        person = HeldPerson(phone=phone, user_id=user_id, name=name, offers=offers)
        self.numbers[phone_number_id].people.append(person)
        return person

    def add_template(  # noqa: PLR0913 - every argument is a field of the template
        self,
        phone_number_id: str,
        name: str,
        body: str,
        *,
        language: str = "en",
        category: TemplateCategory = TemplateCategory.UTILITY,
        status: TemplateStatus = TemplateStatus.APPROVED,
        ttl_seconds: int | None = None,
    ) -> None:
        """Add a template that WhatsApp has decided about."""
        number = self.numbers[phone_number_id]
        number.templates[name, language] = HeldTemplate(
            id=f"t{len(number.templates) + 1}",
            name=name,
            language=language,
            category=category,
            body=body,
            variables=body.count("{{"),
            status=status,
            ttl_seconds=ttl_seconds,
        )

    def receive(
        self,
        phone_number_id: str,
        person: HeldPerson,
        words: str,
        *,
        payload: str | None = None,
        is_from_advertisement: bool = False,
    ) -> dict[str, Any]:
        """Let a person write, or tap a button; return the webhook's payload."""
        number, now = self.numbers[phone_number_id], self.now()
        self._inbound += 1
        person.wrote_at = now
        if is_from_advertisement:
            person.came_by_advertisement_at = now
        content: dict[str, Any] = {"type": "text", "text": {"body": words}}
        if payload is not None:
            content = {"type": "button", "button": {"payload": payload, "text": words}}
        if is_from_advertisement:
            content["referral"] = {"source_type": "ad"}
        message = {"id": f"wamid.in.{phone_number_id}.{self._inbound}", **content}
        return payloads.received(number, person, message, now)

    def echo(self, phone_number_id: str, person: HeldPerson, words: str) -> dict[str, Any]:
        """Let the owner write with the phone; return the webhook's payload."""
        self._inbound += 1
        number, message_id = self.numbers[phone_number_id], f"wamid.out.{self._inbound}"
        return payloads.echo(number, person, message_id, words, self.now())

    def read(self, message: HeldMessage) -> dict[str, Any]:
        """Let the person read a message; return the webhook's payload."""
        number = self.numbers[message.id.split(".")[1]]
        return payloads.status(number, message, "read", self.now())

    def set_template(
        self, phone_number_id: str, name: str, status: TemplateStatus, language: str = "en"
    ) -> dict[str, Any]:
        """Let WhatsApp decide about a template; return the webhook's payload."""
        number = self.numbers[phone_number_id]
        number.templates[name, language].status = status
        return payloads.template_status(number, name, language, status)

    def notices(self) -> Sequence[dict[str, Any]]:
        """Return, once, the payloads of what has become of messages by now."""
        now = self.now()
        due = [payload for at, payload in self._notices if at <= now]
        self._notices = [(at, payload) for at, payload in self._notices if at > now]
        return due

    def messages(self, phone_number_id: str) -> Sequence[HeldMessage]:
        """Return what the shop's number has sent, the oldest first."""
        return list(self.numbers[phone_number_id].messages.values())

    def answer(self, asked: Asked) -> VendorAnswer:
        """Return what WhatsApp answers, and note what it would punish."""
        answer = self._answer(asked)
        if answer.status not in (_OK, _UNAUTHORISED):
            self.violations.append(f"{asked.method} {asked.path}: {answer.content.decode()[:200]}")
        return answer

    def _answer(self, asked: Asked) -> VendorAnswer:
        _, _, owner_id, *rest = asked.path.split("/")
        number = self._number(owner_id)
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if not any(n.token == token and n.is_token_good for n in self.numbers.values()):
            return refused(_EXPIRED, "Access token has expired", _UNAUTHORISED)
        if number is None or number.token != token:
            return refused(_NO_OBJECT, "Unsupported request: object does not exist")
        if rest == ["messages"]:
            return self._posted(number, asked.body)
        if rest == ["message_templates"]:
            return _of_templates(number, asked)
        return answered(_OK, self._stated(number)) if not rest else refused(_NO_OBJECT, "unknown")

    def _posted(self, number: HeldNumber, body: Mapping[str, Any]) -> VendorAnswer:
        if body.get("status") == "read":
            number.read_marks.add(str(body.get("message_id")))
            return answered(_OK, {"success": True})
        if not str(body.get("to", "0")).isdecimal():
            # As seen by others: an id in `to` is answered with 200, and nobody gets anything.
            self.violations.append(f"an id in `to`: {body.get('to')}")
            return answered(_OK, _taken("wamid.lost", str(body.get("to"))))
        held = taken(number, body, self.now(), self.rules)
        if isinstance(held, VendorAnswer):
            return held
        number.messages[held.id] = held
        self._tell(number, held)
        return answered(_OK, _taken(held.id, held.to.phone or held.to.user_id))

    def _tell(self, number: HeldNumber, message: HeldMessage) -> None:
        """Decide what becomes of a message, and when the shop hears of it."""
        now, later = self.now(), self.now() + self.rules.delivery
        if not message.to.is_reachable:
            failed = payloads.failure(number, message, UNDELIVERABLE, "Undeliverable", later)
            self._notices.append((later, failed))
            return
        if message.category == "marketing" and not message.to.offers.takes(now):
            title = "Not delivered to maintain healthy ecosystem engagement"
            failed = payloads.failure(number, message, MARKETING_CAP, title, later)
            self._notices.append((later, failed))
            return
        message.is_delivered = True
        price(number, message, now, self.rules)
        self._notices.append((now, payloads.status(number, message, "sent", now)))
        self._notices.append((later, payloads.status(number, message, "delivered", later)))

    def _number(self, owner_id: str) -> HeldNumber | None:
        named = self.numbers.get(owner_id)
        return named or next((n for n in self.numbers.values() if n.waba_id == owner_id), None)

    def _stated(self, number: HeldNumber) -> Mapping[str, Any]:
        return {
            "id": number.phone_number_id,
            "display_phone_number": "+91 00000 00000",
            "verified_name": "Shop",
            "quality_rating": "GREEN",
            "whatsapp_business_manager_messaging_limit": f"TIER_{self.rules.daily_recipients}",
        }


def _taken(message_id: str, to: str) -> Mapping[str, Any]:
    return {
        "messaging_product": "whatsapp",
        "contacts": [{"input": to, "wa_id": to}],
        "messages": [{"id": message_id, "message_status": "accepted"}],
    }


def _of_templates(number: HeldNumber, asked: Asked) -> VendorAnswer:
    if asked.method == "GET":
        wanted = asked.query.get("name")
        shown = [_shown(t) for t in number.templates.values() if wanted in (None, t.name)]
        return answered(_OK, {"data": shown, "paging": {"cursors": {"before": "a", "after": "b"}}})
    body = asked.body
    name, language = str(body.get("name")), str(body.get("language"))
    if (name, language) in number.templates:
        return refused(_NO_OBJECT, "There is already a template of this name and language")
    parts = mappings(body.get("components"))
    words = next(str(part.get("text")) for part in parts if part.get("type") == "BODY")
    template = HeldTemplate(
        id=f"t{len(number.templates) + 1}",
        name=name,
        language=language,
        category=TemplateCategory(str(body.get("category"))),
        body=words,
        variables=words.count("{{"),
        status=TemplateStatus.PENDING,
        ttl_seconds=body.get("message_send_ttl_seconds"),
    )
    number.templates[name, language] = template
    return answered(_OK, {"id": template.id, "status": "PENDING", "category": template.category})


def _shown(template: HeldTemplate) -> Mapping[str, Any]:
    ttl = template.ttl_seconds
    return ({} if ttl is None else {"message_send_ttl_seconds": ttl}) | {
        "id": template.id,
        "name": template.name,
        "language": template.language,
        "category": template.category,
        "status": template.status,
        "components": [{"type": "BODY", "text": template.body}],
    }
