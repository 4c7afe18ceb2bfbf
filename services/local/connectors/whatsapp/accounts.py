"""Over which number is WhatsApp asked?"""

from local.connectors.graph.host import digits_of
from shared.connectors.connector import Access


def number_of(access: Access) -> str:
    """Return the id of the shop's number."""
    return digits_of(access, "phone_number_id")


def business_account_of(access: Access) -> str:
    """Return the id of the account that owns the templates."""
    return digits_of(access, "waba_id")
