"""What does one field of a row say, exactly? Takes the text of CSV and the numbers of JSON."""

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from shared.money import InvalidAmountError, paise_of

from .observation import MILLIONTHS

FieldValue = str | int | Decimal
EARLIEST_DAY = date(2000, 1, 1)
LONGEST_CHANNEL = 100
LARGEST_COUNT = 10**12  # more conversions a day than people on earth, and it fits a bigint

_SHOWN = 40
_DIGITS = 40  # a number with more is refused as it stands, not written out
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"([0-9]{1,15})(\.0*)?")
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,30})?")
_MONEY = re.compile(r"([0-9]{1,13})(?:\.([0-9]{1,2}))?")


class FieldError(ValueError):
    """A field does not say what it should; the message says why and what to write."""


@lru_cache(maxsize=8192)
def day_of(text: str, latest_day: date) -> date:
    """Return the day written as YYYY-MM-DD, between the year 2000 and the latest day."""
    try:
        day = date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise FieldError(f"{_shown(text)} is not a day: write YYYY-MM-DD, such as 2026-01-31.")
    if day < EARLIEST_DAY:
        raise FieldError(f"{text} is before {EARLIEST_DAY}: correct the year.")
    if day > latest_day:
        raise FieldError(f"{text} is in the future: observations end at {latest_day}.")
    return day


@lru_cache(maxsize=8192)
def channel_of(text: str) -> str:
    """Return the channel's name, trimmed and in one Unicode spelling."""
    name = unicodedata.normalize("NFC", text).strip()
    if not name:
        raise FieldError("The channel is empty: name it.")
    if len(name) > LONGEST_CHANNEL:
        raise FieldError(f"The channel is longer than {LONGEST_CHANNEL} characters: shorten it.")
    if not name.isprintable():
        raise FieldError("The channel holds a character that cannot be printed: remove it.")
    return name


def paise_in(value: FieldValue) -> int:
    """Return rupees as paise, exactly."""
    text = _text_of(value)
    plain = _MONEY.fullmatch(text)
    if plain:
        rupees, hundredths = plain.groups()
        return int(rupees) * 100 + int((hundredths or "0").ljust(2, "0"))
    try:
        return paise_of(text)
    except InvalidAmountError as error:
        raise FieldError(error.detail) from error


def count_in(value: FieldValue) -> int:
    """Return a whole number; `12.0` is one, as tables with empty cells are often exported so."""
    text = _text_of(value)
    whole = _WHOLE.fullmatch(text)
    if whole is None:
        raise FieldError(f"{_shown(text)} is not a whole number from 0: write digits only.")
    return _not_too_large(int(whole[1]), text)


def millionths_in(value: FieldValue) -> int:
    """Return a number of conversions in millionths; finer parts are rounded half to even."""
    text = _text_of(value)
    if not _NUMBER.fullmatch(text):
        raise FieldError(f"{_shown(text)} is not a number from 0: write such as 12 or 12.5.")
    amount = (Decimal(text) * MILLIONTHS).to_integral_value(ROUND_HALF_EVEN)
    return _not_too_large(int(amount), text, LARGEST_COUNT * MILLIONTHS)


def _text_of(value: FieldValue) -> str:
    """Return the number as it was written; a Decimal is unfolded, so `1E+3` is 1000."""
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < _DIGITS:
        return f"{value:f}"
    return str(value).strip()


def _not_too_large(number: int, text: str, largest: int = LARGEST_COUNT) -> int:
    if number > largest:
        raise FieldError(f"{_shown(text)} is larger than any day can bring: check the unit.")
    return number


def _shown(text: str) -> str:
    """Return what was written, short enough for a message."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
