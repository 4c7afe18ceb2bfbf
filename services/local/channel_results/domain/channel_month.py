"""What did a channel cost in a month, and what came back? As the business itself counts it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from local.businesses.domain.business_fields import read_paise
from local.channel_results.domain.months import FIRST_MONTH, month_name, month_named, month_of
from local.channel_results.errors import InvalidChannelResultError
from shared.errors import FieldProblem

# Ten crore rupees: more in one month is a slip of the pen.
MOST_PAISE = 10_00_00_000_00
_AMOUNTS = ("spent", "returned")


class Channel(StrEnum):
    """What a budget is split over."""

    WHATSAPP_MESSAGES = "whatsapp_messages"
    GOOGLE_BUSINESS_PROFILE = "google_business_profile"
    SOCIAL_MEDIA = "social_media"
    FESTIVAL_OFFERS = "festival_offers"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelMonth:
    """A month's spend on one channel, and the sales that the owner attributes to it.

    `month` is the first of its days.
    """

    channel: Channel
    month: date
    spent_paise: int
    returned_paise: int


def channel_month(
    channel: Channel, month: str, amounts: Mapping[str, object], today: date
) -> ChannelMonth:
    """Return what was written of a month that has begun; refuse everything that makes no sense."""
    first_day = month_named(month)
    paise, problems = _paise_of(amounts)
    if first_day is None or not FIRST_MONTH <= first_day <= today:
        problems.insert(0, FieldProblem("month", _month_problem(today)))
    if first_day is None or problems:
        raise InvalidChannelResultError(problems)
    return ChannelMonth(
        channel=channel,
        month=first_day,
        spent_paise=paise["spent"],
        returned_paise=paise["returned"],
    )


def _month_problem(today: date) -> str:
    first, last = month_name(FIRST_MONTH), month_name(month_of(today))
    return f"must be a month from {first} to the present one, {last}, written like {last}"


def _paise_of(amounts: Mapping[str, object]) -> tuple[dict[str, int], list[FieldProblem]]:
    paise, problems = dict[str, int](), list[FieldProblem]()
    for name in _AMOUNTS:
        try:
            paise[name] = read_paise(amounts[name])
        except ValueError as error:
            problems.append(FieldProblem(name, str(error)))
        else:
            if paise[name] > MOST_PAISE:
                problems.append(FieldProblem(name, "must be at most 10 crore rupees"))
    return paise, problems
