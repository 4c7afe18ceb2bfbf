"""Over which number is WhatsApp asked, and with what leave?"""

import re
from collections.abc import Mapping

from shared.connectors.connector import Access, InvalidCallError

_DIGITS = re.compile(r"[0-9]{1,30}")


def number_of(access: Access) -> str:
    """Return the id of the shop's number."""
    return _digits(access, "phone_number_id")


def business_account_of(access: Access) -> str:
    """Return the id of the account that owns the templates."""
    return _digits(access, "waba_id")


def bearer(access: Access) -> Mapping[str, str]:
    """Return the header that lets us in."""
    return {"Authorization": f"Bearer {access.secrets.get('access_token', '')}"}


def _digits(access: Access, name: str) -> str:
    value = access.account.get(name, "")
    if not _DIGITS.fullmatch(value):
        raise InvalidCallError({name: "is missing from the connection, or is not of digits"})
    return value
