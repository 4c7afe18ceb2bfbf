"""How does each field of a business travel? What is read from a person, what is written for one."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, cast

from local.businesses.domain.category import BusinessCategory
from local.businesses.domain.opening_hours import OpeningHours
from shared.money import Money, paise_of


class UnreadableFieldError(ValueError):
    """A field holds something of another kind; the message follows the name of the field."""


def read_text(value: object) -> str:
    """Return the text without the space around it."""
    if not isinstance(value, str):
        raise UnreadableFieldError("must be a text")
    return value.strip()


def read_number(value: object) -> float:
    """Return the number; a text or a yes/no is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise UnreadableFieldError("must be a number")
    try:
        return float(value)
    except OverflowError as error:
        raise UnreadableFieldError("must be a number of ordinary size") from error


def read_category(value: object) -> BusinessCategory:
    """Return the trade of this name."""
    if isinstance(value, str) and value in set(BusinessCategory):
        return BusinessCategory(value)
    known = ", ".join(BusinessCategory)
    raise UnreadableFieldError(f"must be one of {known}")


def read_paise(value: object) -> int:
    """Return the paise of a number of rupees, or of `{"amount": "999.00", "currency": "INR"}`."""
    if isinstance(value, Mapping):
        return _paise_of_money(cast("Mapping[object, object]", value))
    if isinstance(value, float):
        return paise_of(Decimal(repr(value)))
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise UnreadableFieldError(
            'must be rupees, as a number or as {"amount": "999.00", "currency": "INR"}'
        )
    return paise_of(value)


def _paise_of_money(money: Mapping[object, object]) -> int:
    if set(money) != {"amount", "currency"} or money["currency"] != "INR":
        raise UnreadableFieldError(
            'must be {"amount": "999.00", "currency": "INR"} with no other field or currency'
        )
    return paise_of(str(money["amount"]))


def _write_paise(paise: int | None) -> dict[str, str] | None:
    return None if paise is None else Money(paise).as_wire()


def _write_hours(hours: OpeningHours | None) -> object:
    return None if hours is None else hours.to_dict()


def _as_is(value: Any) -> Any:
    return value


_TEXTS = (
    "name",
    "city",
    "state",
    "timezone",
    "google_business_id",
    "facebook_page_id",
    "instagram_business_id",
    "whatsapp_phone_number_id",
)
_NUMBERS = ("latitude", "longitude", "radius_km")
_MONIES = {"monthly_budget": "monthly_budget_paise", "hour_value": "hour_value_paise"}

# Name on the wire -> field, and how it is read.
READERS: Mapping[str, tuple[str, Callable[[object], object]]] = {
    **{name: (name, read_text) for name in _TEXTS},
    **{name: (name, read_number) for name in _NUMBERS},
    **{wire_name: (field, read_paise) for wire_name, field in _MONIES.items()},
    "category": ("category", read_category),
    "opening_hours": ("opening_hours", OpeningHours.from_dict),
}
# Field -> name on the wire, and how it is written.
WRITERS: Mapping[str, tuple[str, Callable[[Any], object]]] = {
    **{name: (name, _as_is) for name in (*_TEXTS, *_NUMBERS)},
    **{field: (wire_name, _write_paise) for wire_name, field in _MONIES.items()},
    "category": ("category", str),
    "opening_hours": ("opening_hours", _write_hours),
}
