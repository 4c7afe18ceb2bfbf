"""Does a text hold a phone number, an address or a link? Vendors take such texts away."""

import re

_PHONE = re.compile(r"\+?\d(?:[\s().-]*\d){6,}")
_SPELT_DIGITS = re.compile(
    r"(?:\b(?:zero|one|two|three|four|five|six|seven|eight|nine|double)\b[\s,-]*){6,}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S+\s?(?:@|\(at\))\s?\S+|(?<!\w)@\w+", re.IGNORECASE)
_LINK = re.compile(
    r"https?:|www\.|\b[\w-]+\s?(?:\.|\(?dot\)?\s)\s?(?:com|in|net|org|co|me|link|shop|store|io)\b",
    re.IGNORECASE,
)
# A shop writes days, hours and prices, whose digits make no phone number.
_DAYS_HOURS_PRICES = re.compile(
    r"\b(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:20)?\d\d\b"
    r"|\b(?:[01]?\d|2[0-4])[.:][0-5]\d\b|(?:₹|\bRs\.?)\s?\d[\d,]*(?:\.\d\d)?",
    re.IGNORECASE,
)
_SLOT = re.compile(r"[{}\[\]<>]|\bXXX?\b")


def has_contact_data(text: str) -> bool:
    """Tell whether a text holds a phone number, spelt out perhaps, or an address of mail."""
    rest = _DAYS_HOURS_PRICES.sub("#", text)
    return any(pattern.search(rest) for pattern in (_PHONE, _SPELT_DIGITS, _ADDRESS))


def has_link(text: str) -> bool:
    """Tell whether a text holds a link."""
    return _LINK.search(text) is not None


def has_gap(text: str) -> bool:
    """Tell whether a text holds a gap that nobody filled."""
    return _SLOT.search(text) is not None
