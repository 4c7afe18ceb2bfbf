"""Whom does a text name? A phone number in any of its spellings is one customer."""

import phonenumbers

from local.customers.domain.cells import UnusableCellError, text_of
from local.customers.domain.records import Identity, IdentityKind

REGION = "IN"
MAX_LENGTH = 200


def phone_of(text: str) -> str | None:
    """Return a valid number in E.164, read as one dialled in India; None where it is none."""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def identity_of(cell: str, kind: IdentityKind | None) -> Identity | None:
    """Return whom a cell names; without a kind, a valid phone number is one, all else an id."""
    text = text_of(cell, "customer", MAX_LENGTH)
    if text is None:
        return None
    phone = None if kind is IdentityKind.EXTERNAL else phone_of(text)
    if phone is not None:
        return Identity(IdentityKind.PHONE, phone)
    if kind is IdentityKind.PHONE:
        raise UnusableCellError("customer_invalid", "customer", "is no valid phone number")
    return Identity(IdentityKind.EXTERNAL, text)
