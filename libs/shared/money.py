"""How much is it? Integer paise inside, exact decimal rupees at the edges, never a float."""

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext

from shared.errors import InvalidError

# What a PostgreSQL bigint holds.
MAX_PAISE = 2**63 - 1

# How sums are written by hand: `₹ 1,200.50`, `Rs. 300/-`, `1,20,000 INR`.
_CURRENCY = re.compile(r"^(?:₹|rs\.?|inr)|(?:/-|₹|rs\.?|inr)$", re.IGNORECASE)
# 1,200 and 1,20,000 and 1,200,000; not 12,5, which is how some write a decimal.
_GROUPED = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?")
_PLAIN_DECIMAL = re.compile(r"[0-9]{1,17}(\.[0-9]{1,2})?")
_DECIMALS = 2
_DIGITS = 40  # enough for MAX_PAISE many times over, whatever the caller's decimal context


class InvalidAmountError(InvalidError, ValueError):
    """An amount is not a sum of rupees and whole paise; also a ValueError, for pydantic."""

    def __init__(self, given: object, why: str) -> None:
        shown = str(given)[:40]
        super().__init__(f"{shown!r} is not an amount: {why}. Write rupees such as 999 or 999.50.")


def paise_of(rupees: Decimal | int | str) -> int:
    """Return exactly these rupees in paise; refuses what is not finite, not whole paise or < 0."""
    amount = _decimal_of(rupees)
    if not amount.is_finite():
        raise InvalidAmountError(rupees, "it is not a finite number")
    if amount < 0:
        raise InvalidAmountError(rupees, "it is negative")
    if int(amount.as_tuple().exponent) < -_DECIMALS:
        raise InvalidAmountError(rupees, "it has more than two decimals")
    if amount > rupees_of(MAX_PAISE):
        raise InvalidAmountError(rupees, "it is larger than any sum we can keep")
    with localcontext(prec=_DIGITS):
        return int(amount.scaleb(_DECIMALS))


def paise_of_written(sum_of_rupees: str) -> int:
    """Return the paise of a sum as people write it, with or without currency and grouping."""
    text = sum_of_rupees.strip()
    plain = _CURRENCY.sub("", _CURRENCY.sub("", text)).strip()
    return paise_of(plain.replace(",", "") if _GROUPED.fullmatch(plain) else plain)


def rupees_of(paise: int) -> Decimal:
    """Return these paise as rupees with two decimals."""
    with localcontext(prec=_DIGITS):
        return Decimal(paise).scaleb(-_DECIMALS)


def _decimal_of(rupees: Decimal | int | str) -> Decimal:
    """Return the number that was written; a text must be plain digits, as Decimal takes `1_0e3`."""
    if isinstance(rupees, bool | float):
        raise InvalidAmountError(rupees, "a binary value cannot hold paise exactly")
    if not isinstance(rupees, str):
        return Decimal(rupees)
    text = rupees.strip()
    if text.startswith("-"):
        raise InvalidAmountError(rupees, "it is negative")
    if not _PLAIN_DECIMAL.fullmatch(text):
        raise InvalidAmountError(rupees, "it is not digits with at most two decimals")
    return Decimal(text)


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in one currency."""

    amount_paise: int
    currency: str = "INR"

    def as_wire(self) -> dict[str, str]:
        """Return the sum as HTTP answers show it."""
        return {"amount": str(rupees_of(self.amount_paise)), "currency": self.currency}
