"""What does a payload of WhatsApp's webhook tell?

A payload may hold several entries, changes and messages, in any order and more than once. Each
becomes an event of its own; what cannot be read becomes `Unread`, and never breaks the others.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from local.connectors.answer_values import mapping, mappings, text
from local.connectors.whatsapp.events import (
    Echoed,
    Event,
    Notice,
    NumberChanged,
    Person,
    PreferenceChanged,
    Received,
    StatusChange,
    TemplateChanged,
    Unread,
)

_MESSAGE_TEXT = "text"
_LATEST_SECOND = 253_402_300_799
_MOST_ID_CHARACTERS, _MOST_USER_ID_CHARACTERS = 180, 130
_MOST_PHONE_CHARACTERS, _MOST_NAME_CHARACTERS = 20, 100
_NOBODY: Mapping[str, Any] = {}


def notices(payload: object) -> Sequence[Notice]:
    """Return everything that a payload tells, in its order."""
    found: list[Notice] = []
    for entry in mappings(mapping(payload).get("entry")):
        account_id = text(entry.get("id")) or ""
        for change in mappings(entry.get("changes")):
            value = mapping(change.get("value"))
            number = text(mapping(value.get("metadata")).get("phone_number_id"))
            found += [
                Notice(account_id=account_id, phone_number_id=number, event=event)
                for event in _events(str(change.get("field", "")), value)
            ]
    return found


def _events(field: str, value: Mapping[str, Any]) -> Iterator[Event]:
    readers = {
        "messages": _of_messages,
        "smb_message_echoes": _of_echoes,
        "user_preferences": _of_preferences,
        "message_template_status_update": _of_templates,
        "message_template_quality_update": _of_templates,
        "template_category_update": _of_templates,
    }
    reader = readers.get(field)
    if reader is None:
        yield Unread(field=field)
        return
    yield from reader(value)


def _of_messages(value: Mapping[str, Any]) -> Iterator[Event]:
    contacts = mappings(value.get("contacts"))
    for stated in mappings(value.get("messages")):
        yield _received(stated, contacts)
    for stated in mappings(value.get("statuses")):
        yield _status(stated, contacts)


def _received(stated: Mapping[str, Any], contacts: Sequence[Mapping[str, Any]]) -> Event:
    message_id, at = _id(stated), _moment(stated.get("timestamp"))
    kind = str(stated.get("type", ""))
    person = _writer(stated, contacts)
    if message_id is None or at is None or person is None:
        return Unread(field="messages", id=message_id)
    if kind == "system":
        return _system(stated, person, at) or Unread(field="messages", id=message_id)
    if kind in ("edit", "revoke", "unsupported", "reaction"):
        return Unread(field=f"messages.{kind}", id=message_id)
    words, payload = _words(stated, kind)
    return Received(
        id=message_id,
        person=person,
        at=at,
        kind=kind,
        words=words,
        payload=payload,
        reply_to=text(mapping(stated.get("context")).get("id")),
        is_from_advertisement="referral" in stated,
    )


def _system(stated: Mapping[str, Any], person: Person, at: datetime) -> NumberChanged | None:
    told = mapping(stated.get("system"))
    after = Person(phone=text(told.get("wa_id")), user_id=text(told.get("user_id")))
    is_change = str(told.get("type", "")).startswith("user_changed")
    is_known = after.phone is not None or after.user_id is not None
    return NumberChanged(before=person, after=after, at=at) if is_change and is_known else None


def _words(stated: Mapping[str, Any], kind: str) -> tuple[str | None, str | None]:
    """Return the words and the button's payload of a message."""
    held = mapping(stated.get(kind))
    if kind == _MESSAGE_TEXT:
        return text(held.get("body")), None
    if kind == "button":
        return text(held.get("text")), text(held.get("payload"))
    if kind == "interactive":
        reply = mapping(held.get("button_reply")) or mapping(held.get("list_reply"))
        return text(reply.get("title")), text(reply.get("id"))
    return text(held.get("caption")), None


def _status(stated: Mapping[str, Any], contacts: Sequence[Mapping[str, Any]]) -> Event:
    message_id, at = _id(stated), _moment(stated.get("timestamp"))
    status = text(stated.get("status"))
    if message_id is None or at is None or status is None:
        return Unread(field="statuses", id=message_id)
    price = mapping(stated.get("pricing"))
    error = next(iter(mappings(stated.get("errors"))), _NOBODY)
    code, billable = error.get("code"), price.get("billable")
    phone = text(stated.get("recipient_id"))
    return StatusChange(
        message_id=message_id,
        status=status,
        at=at,
        person=_person(phone, text(stated.get("recipient_user_id")), contacts),
        reference=text(stated.get("biz_opaque_callback_data")),
        category=text(price.get("category")),
        is_billable=billable if isinstance(billable, bool) else None,
        error_code=code if isinstance(code, int) else None,
        error=text(error.get("title")) or text(error.get("message")),
    )


def _of_echoes(value: Mapping[str, Any]) -> Iterator[Event]:
    for stated in mappings(value.get("message_echoes")):
        message_id, at = _id(stated), _moment(stated.get("timestamp"))
        to = Person(phone=text(stated.get("to")), user_id=text(stated.get("to_user_id")))
        if message_id is None or at is None or not (to.phone or to.user_id):
            yield Unread(field="smb_message_echoes", id=message_id)
            continue
        words, _ = _words(stated, str(stated.get("type", "")))
        yield Echoed(id=message_id, to=to, at=at, words=words)


def _of_preferences(value: Mapping[str, Any]) -> Iterator[Event]:
    contacts = mappings(value.get("contacts"))
    for stated in mappings(value.get("user_preferences")):
        at, wish = _moment(stated.get("timestamp")), stated.get("value")
        person = _person(text(stated.get("wa_id")), text(stated.get("user_id")), contacts)
        if at is None or wish not in ("stop", "resume", "signup"):
            yield Unread(field="user_preferences")
            continue
        yield PreferenceChanged(person=person, at=at, is_wanted=wish != "stop")


def _of_templates(value: Mapping[str, Any]) -> Iterator[Event]:
    name, language = (text(value.get(f"message_template_{what}")) for what in ("name", "language"))
    if name is None or language is None:
        yield Unread(field="message_templates")
        return
    yield TemplateChanged(
        name=name,
        language=language,
        status=text(value.get("event")),
        category=text(value.get("new_category")) or text(value.get("message_template_category")),
        quality=text(value.get("new_quality_score")),
        reason=text(value.get("reason")),
    )


def _writer(stated: Mapping[str, Any], contacts: Sequence[Mapping[str, Any]]) -> Person | None:
    person = _person(text(stated.get("from")), text(stated.get("from_user_id")), contacts)
    return person if person.phone or person.user_id else None


def _person(
    phone: str | None, user_id: str | None, contacts: Sequence[Mapping[str, Any]]
) -> Person:
    """Return a person with what the payload's contacts add.

    Whoever is named by a number alone may be the single contact, whose number is not told.
    """
    if phone is not None and not phone.isdecimal():
        phone, user_id = None, user_id or phone
    contact = next((c for c in contacts if _is_of(c, phone, user_id)), _NOBODY)
    if not contact and len(contacts) == 1 and "wa_id" not in contacts[0]:
        contact = contacts[0]
    profile = mapping(contact.get("profile"))
    return Person(
        phone=_short(phone or text(contact.get("wa_id")), _MOST_PHONE_CHARACTERS),
        user_id=_short(user_id or text(contact.get("user_id")), _MOST_USER_ID_CHARACTERS),
        name=(text(profile.get("name")) or "")[:_MOST_NAME_CHARACTERS] or None,
        username=(text(profile.get("username")) or "")[:_MOST_NAME_CHARACTERS] or None,
    )


def _id(stated: Mapping[str, Any]) -> str | None:
    return _short(text(stated.get("id")), _MOST_ID_CHARACTERS)


def _short(value: str | None, most: int) -> str | None:
    """Return an id; one that is longer than any of WhatsApp's is none."""
    return value if value is not None and len(value) <= most else None


def _is_of(contact: Mapping[str, Any], phone: str | None, user_id: str | None) -> bool:
    is_same_phone = phone is not None and contact.get("wa_id") == phone
    return is_same_phone or (user_id is not None and contact.get("user_id") == user_id)


def _moment(stated: object) -> datetime | None:
    """Return a time as WhatsApp writes it, seconds since 1970 as digits or as a number."""
    digits = str(stated)
    if not digits.isascii() or not digits.isdecimal() or int(digits) > _LATEST_SECOND:
        return None
    return datetime.fromtimestamp(int(digits), UTC)
