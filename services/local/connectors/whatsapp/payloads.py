"""How does WhatsApp write down, for a webhook, what happened?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from local.connectors.whatsapp.held import HeldMessage, HeldNumber, HeldPerson


def received(
    number: HeldNumber, person: HeldPerson, message: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """Return the payload of a person's message; `message` holds its id, type and content."""
    stated = {"from_user_id": person.user_id, "timestamp": _second(at), **message}
    if person.phone:
        stated["from"] = person.phone
    return _payload(number, "messages", contacts=[_contact(person)], messages=[stated])


def status(number: HeldNumber, message: HeldMessage, word: str, at: datetime) -> dict[str, Any]:
    """Return the payload of a step that a message of the shop has taken."""
    stated = _status(message, word, at)
    price = {
        "billable": message.is_billable,
        "pricing_model": "PMP",
        "category": message.category,
    }
    return _payload(number, "messages", statuses=[stated | {"pricing": price}])


def failure(
    number: HeldNumber, message: HeldMessage, code: int, title: str, at: datetime
) -> dict[str, Any]:
    """Return the payload of a message that came to nothing after it was taken."""
    error = {"code": code, "title": title, "message": title}
    stated = _status(message, "failed", at) | {"errors": [error]}
    return _payload(number, "messages", statuses=[stated])


def echo(
    number: HeldNumber, person: HeldPerson, message_id: str, words: str, at: datetime
) -> dict[str, Any]:
    """Return the payload of what the owner wrote with the phone."""
    stated: dict[str, Any] = {
        "id": message_id,
        "timestamp": _second(at),
        "type": "text",
        "text": {"body": words},
        "to_user_id": person.user_id,
    }
    if person.phone:
        stated["to"] = person.phone
    return _payload(number, "smb_message_echoes", message_echoes=[stated])


def template_status(number: HeldNumber, name: str, language: str, event: str) -> dict[str, Any]:
    """Return the payload of a template's new state."""
    told = {
        "event": event,
        "message_template_id": 1,
        "message_template_name": name,
        "message_template_language": language,
        "reason": "NONE",
    }
    change = {"field": "message_template_status_update", "value": told}
    entry = {"id": number.waba_id, "changes": [change]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def _status(message: HeldMessage, word: str, at: datetime) -> dict[str, Any]:
    stated: dict[str, Any] = {
        "id": message.id,
        "status": word,
        "timestamp": _second(at),
        "recipient_id": message.to.phone or message.to.user_id,
        "recipient_user_id": message.to.user_id,
    }
    return stated | ({"biz_opaque_callback_data": message.reference} if message.reference else {})


def _contact(person: HeldPerson) -> dict[str, Any]:
    contact: dict[str, Any] = {"profile": {"name": person.name}, "user_id": person.user_id}
    return contact | ({"wa_id": person.phone} if person.phone else {})


def _payload(
    number: HeldNumber, field: str, **content: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    metadata = {"display_phone_number": "0", "phone_number_id": number.phone_number_id}
    value = {"messaging_product": "whatsapp", "metadata": metadata, **content}
    entry = {"id": number.waba_id, "changes": [{"field": field, "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def _second(at: datetime) -> str:
    return str(int(at.timestamp()))
