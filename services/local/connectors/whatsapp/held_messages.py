"""Does WhatsApp take this message, and what does it cost?"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from local.connectors.answer_values import mapping, mappings, text
from local.connectors.whatsapp.held import (
    HeldMessage,
    HeldNumber,
    HeldPerson,
    HeldTemplate,
    PairAllowance,
    WhatsAppRules,
    refused,
)
from local.connectors.whatsapp.port import TemplateCategory, TemplateStatus
from local.connectors.whatsapp.refusals import (
    OPTED_OUT,
    PAIR_LIMIT,
    SPAM_LIMIT,
    TEMPLATE_DISABLED,
    TEMPLATE_PAUSED,
    WINDOW_CLOSED,
)
from shared.connectors.exchange import VendorAnswer

_ZONE = ZoneInfo("Asia/Kolkata")
_SERVICE_HAS_PRICE_FROM = date(2026, 10, 1)
_DAY = timedelta(days=1)
_THROUGHPUT, _MISSING_TEMPLATE, _VARIABLES, _PARAMETER = 130429, 132001, 132000, 100
_TOO_MANY = 429
_VARIABLE = re.compile(r"\{\{(\d+)\}\}")


def taken(
    number: HeldNumber, body: Mapping[str, Any], now: datetime, rules: WhatsAppRules
) -> HeldMessage | VendorAnswer:
    """Return the message as it is held, or why it is refused."""
    person = number.person(body)
    if person is None:
        return refused(_PARAMETER, "Invalid parameter: no such recipient")
    if not number.second.takes(now):
        return refused(_THROUGHPUT, "Cloud API message throughput has been reached", _TOO_MANY)
    person.pair = person.pair or PairAllowance(float(rules.pair_burst), now)
    if not person.pair.takes(now, rules):
        return refused(PAIR_LIMIT, "Too many messages to this person", _TOO_MANY)
    if body.get("type") == "template":
        return _template(number, person, body, now, rules)
    if not person.is_window_open(now, rules):
        return refused(WINDOW_CLOSED, "More than 24 hours have passed since the person replied")
    words, buttons = _words(body)
    return _held(number, person, body, now, words, buttons)


def _template(
    number: HeldNumber,
    person: HeldPerson,
    body: Mapping[str, Any],
    now: datetime,
    rules: WhatsAppRules,
) -> HeldMessage | VendorAnswer:
    named = mapping(body.get("template"))
    language = str(mapping(named.get("language")).get("code"))
    template = number.templates.get((str(named.get("name")), language))
    if template is None or template.status is TemplateStatus.REJECTED:
        return refused(_MISSING_TEMPLATE, "Template name does not exist in the translation")
    if (problem := _state_problem(template)) is not None:
        return problem
    values = _values(named)
    if len(values) != template.variables:
        return refused(_VARIABLES, "Number of parameters does not match")
    if template.category is TemplateCategory.MARKETING and not person.wants_offers:
        return refused(OPTED_OUT, "The person has stopped marketing messages")
    if not _is_within_daily_recipients(number, person, now, rules):
        return refused(SPAM_LIMIT, "Too many people were written to first within a day")
    words = _VARIABLE.sub(lambda found: values[int(found[1]) - 1], template.body)
    held = _held(number, person, body, now, words, _payloads(named))
    held.category = template.category.value.lower()
    return held


def _state_problem(template: HeldTemplate) -> VendorAnswer | None:
    problems = {
        TemplateStatus.PAUSED: (TEMPLATE_PAUSED, "Template is paused"),
        TemplateStatus.DISABLED: (TEMPLATE_DISABLED, "Template is disabled"),
        TemplateStatus.PENDING: (_MISSING_TEMPLATE, "Template is not approved yet"),
    }
    problem = problems.get(template.status)
    return None if problem is None else refused(*problem)


def _is_within_daily_recipients(
    number: HeldNumber, person: HeldPerson, now: datetime, rules: WhatsAppRules
) -> bool:
    """Count whom the shop wrote to first: different persons within any 24 hours."""
    if person.is_window_open(now, rules):
        return True
    recent = {who: at for who, at in number.cold_recipients.items() if at > now - _DAY}
    if person.user_id not in recent and len(recent) >= rules.daily_recipients:
        return False
    number.cold_recipients = recent | {person.user_id: now}
    return True


def price(number: HeldNumber, message: HeldMessage, now: datetime, rules: WhatsAppRules) -> None:
    """Say whether a message that was delivered is billed, and count it."""
    month = now.astimezone(_ZONE)
    has_price = month.date() >= _SERVICE_HAS_PRICE_FROM
    is_free = message.to.is_free(now, rules)
    if message.category == "service":
        key = f"{month:%Y-%m}"
        count = number.service_messages.get(key, 0) + (0 if is_free else 1)
        number.service_messages[key] = count
        message.is_billable = has_price and not is_free and count > rules.free_service_messages
        return
    is_in_window = message.to.is_window_open(now, rules)
    is_free_utility = message.category == "utility" and is_in_window and not has_price
    message.is_billable = not is_free and not is_free_utility


def _held(
    number: HeldNumber,
    person: HeldPerson,
    body: Mapping[str, Any],
    now: datetime,
    words: str,
    buttons: list[str],
) -> HeldMessage:
    return HeldMessage(
        id=f"wamid.{number.phone_number_id}.{len(number.messages) + 1}",
        to=person,
        category="service",
        words=words,
        buttons=buttons,
        taken_at=now,
        reference=text(body.get("biz_opaque_callback_data")),
    )


def _words(body: Mapping[str, Any]) -> tuple[str, list[str]]:
    if body.get("type") != "interactive":
        return str(mapping(body.get("text")).get("body", "")), []
    asked = mapping(body.get("interactive"))
    buttons = mappings(mapping(asked.get("action")).get("buttons"))
    payloads = [str(mapping(button.get("reply")).get("id")) for button in buttons]
    return str(mapping(asked.get("body")).get("text", "")), payloads


def _values(named: Mapping[str, Any]) -> list[str]:
    components = mappings(named.get("components"))
    body = [p for c in components if c.get("type") == "body" for p in mappings(c.get("parameters"))]
    return [str(parameter.get("text", "")) for parameter in body]


def _payloads(named: Mapping[str, Any]) -> list[str]:
    buttons = [c for c in mappings(named.get("components")) if c.get("type") == "button"]
    return [str(p.get("payload")) for c in buttons for p in mappings(c.get("parameters"))]
