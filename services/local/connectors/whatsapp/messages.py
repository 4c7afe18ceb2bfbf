"""How is a message sent, and what of it would WhatsApp refuse?"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from local.connectors.answer_values import mappings, text
from local.connectors.graph.host import bearer, refuse
from local.connectors.whatsapp.accounts import number_of
from local.connectors.whatsapp.port import (
    MOST_BUTTONS,
    MOST_INTERACTIVE_CHARACTERS,
    MOST_PAYLOAD_CHARACTERS,
    MOST_REFERENCE_CHARACTERS,
    MOST_TEXT_CHARACTERS,
    MOST_TITLE_CHARACTERS,
    Button,
    MarkRead,
    Recipient,
    SendTemplate,
    SendText,
)
from shared.connectors.connector import Access, InvalidCallError
from shared.connectors.exchange import VendorRequest, sending_json

_NONE: Mapping[str, Any] = {}
_PHONE = re.compile(r"[1-9][0-9]{6,14}")
_USER_ID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9.]{1,126}")
_TEMPLATE_NAME = re.compile(r"[a-z0-9_]{1,512}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")


def free_text(host: str, params: SendText, access: Access) -> VendorRequest:
    """Return the request that sends free words."""
    refuse(
        _recipient_problems(params.to)
        | _text_problems(params)
        | _button_problems(params.buttons)
        | _reference_problems(params.reference)
    )
    body = _envelope(params.to, params.reference)
    if params.reply_to:
        body["context"] = {"message_id": params.reply_to}
    if params.buttons:
        return _sending(host, body | _with_buttons(params), access)
    words = {"body": params.text, "preview_url": False}
    return _sending(host, body | {"type": "text", "text": words}, access)


def template(host: str, params: SendTemplate, access: Access) -> VendorRequest:
    """Return the request that sends an approved template."""
    refuse(
        _recipient_problems(params.to)
        | _template_problems(params)
        | _reference_problems(params.reference)
    )
    named: dict[str, Any] = {"name": params.name, "language": {"code": params.language}}
    if components := _components(params):
        named["components"] = components
    body = _envelope(params.to, params.reference) | {"type": "template", "template": named}
    return _sending(host, body, access)


def reading_mark(host: str, params: MarkRead, access: Access) -> VendorRequest:
    """Return the request that marks a message as read."""
    if not params.message_id:
        raise InvalidCallError({"message_id": "is empty"})
    body = {"messaging_product": "whatsapp", "status": "read", "message_id": params.message_id}
    return _sending(host, body, access)


def sent(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what WhatsApp took; None where it names no message."""
    message = next(iter(mappings(body.get("messages"))), _NONE)
    message_id = text(message.get("id"))
    if message_id is None:
        return None
    # Who got it stays out: the ledger keeps this longer than a person may want to be known.
    return {"message_id": message_id, "status": text(message.get("message_status"))}


def _sending(host: str, body: Mapping[str, Any], access: Access) -> VendorRequest:
    return sending_json(
        "POST", f"{host}/{number_of(access)}/messages", body, headers=bearer(access)
    )


def _envelope(to: Recipient, reference: str) -> dict[str, Any]:
    """Return what every message has; an id goes in `recipient`, for in `to` it is lost unseen."""
    who = {"to": to.phone} if to.phone else {"recipient": to.user_id}
    product = {"messaging_product": "whatsapp", "recipient_type": "individual"}
    return {**product, **who, "biz_opaque_callback_data": reference}


def _with_buttons(params: SendText) -> dict[str, Any]:
    buttons = [
        {"type": "reply", "reply": {"id": button.payload, "title": button.title}}
        for button in params.buttons
    ]
    asked = {"type": "button", "body": {"text": params.text}, "action": {"buttons": buttons}}
    return {"type": "interactive", "interactive": asked}


def _components(params: SendTemplate) -> Sequence[Mapping[str, Any]]:
    components: list[Mapping[str, Any]] = []
    if params.variables:
        filled = [{"type": "text", "text": value} for value in params.variables]
        components.append({"type": "body", "parameters": filled})
    for index, payload in enumerate(params.payloads):
        components.append(
            {
                "type": "button",
                "sub_type": "quick_reply",
                "index": str(index),
                "parameters": [{"type": "payload", "payload": payload}],
            }
        )
    return components


def _recipient_problems(to: Recipient) -> dict[str, str]:
    if to.phone is not None:
        is_phone = _PHONE.fullmatch(to.phone)
        return {} if is_phone else {"to.phone": "must be digits with the country's code"}
    if to.user_id is None or not _USER_ID.fullmatch(to.user_id):
        return {"to": "needs a phone number, or the id that WhatsApp gave the person"}
    return {}


def _text_problems(params: SendText) -> dict[str, str]:
    most = MOST_INTERACTIVE_CHARACTERS if params.buttons else MOST_TEXT_CHARACTERS
    if not params.text.strip():
        return {"text": "is empty"}
    size = len(params.text)
    return {"text": f"has {size} characters, and WhatsApp takes {most}"} if size > most else {}


def _button_problems(buttons: Sequence[Button]) -> dict[str, str]:
    problems: dict[str, str] = {}
    if len(buttons) > MOST_BUTTONS:
        problems["buttons"] = f"are {len(buttons)}, and WhatsApp takes {MOST_BUTTONS}"
    if len({button.title for button in buttons}) < len(buttons):
        problems["buttons"] = "must have different titles"
    for index, button in enumerate(buttons):
        if not 0 < len(button.title.strip()) <= MOST_TITLE_CHARACTERS:
            problems[f"buttons.{index}.title"] = (
                f"must have 1 to {MOST_TITLE_CHARACTERS} characters"
            )
        if not 0 < len(button.payload) <= MOST_PAYLOAD_CHARACTERS:
            problems[f"buttons.{index}.payload"] = (
                f"must have 1 to {MOST_PAYLOAD_CHARACTERS} characters"
            )
    return problems


def _template_problems(params: SendTemplate) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not _TEMPLATE_NAME.fullmatch(params.name):
        problems["name"] = "must be small letters, digits and underscores"
    if not _LANGUAGE.fullmatch(params.language):
        problems["language"] = "must be a code such as en or en_US"
    for index, value in enumerate(params.variables):
        if not value.strip() or "\n" in value or "\t" in value:
            problems[f"variables.{index}"] = "must be one line of words"
    return problems


def _reference_problems(reference: str) -> dict[str, str]:
    is_fitting = 0 < len(reference) <= MOST_REFERENCE_CHARACTERS
    most = MOST_REFERENCE_CHARACTERS
    return {} if is_fitting else {"reference": f"must have 1 to {most} characters"}
