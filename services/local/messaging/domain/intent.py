"""What may a customer want who writes to a shop?"""

from dataclasses import dataclass
from enum import StrEnum


class Intent(StrEnum):
    """What a message is about, as far as a shop's day goes."""

    HOURS = "hours"
    LOCATION = "location"
    PRICE = "price"
    BOOKING = "booking"
    RESCHEDULE = "reschedule"
    CANCEL_BOOKING = "cancel_booking"
    ORDER_STATUS = "order_status"
    AVAILABILITY = "availability"
    OFFERS = "offers"
    PRODUCT = "product"
    PURCHASE = "purchase"
    DELIVERY = "delivery"
    ORDER_CHANGE = "order_change"
    TRADE = "trade"
    OTHER = "other"
    COMPLAINT = "complaint"
    REFUND = "refund"
    PAYMENT = "payment"
    ALLERGY = "allergy"
    HUMAN = "human"
    GREETING = "greeting"
    THANKS = "thanks"


# Never more than an acknowledgement and a person.
SENSITIVE = frozenset({Intent.COMPLAINT, Intent.REFUND, Intent.PAYMENT, Intent.ALLERGY})


class Language(StrEnum):
    """In which language a message is answered."""

    ENGLISH = "en"
    HINDI = "hi"
    HINGLISH = "hinglish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a message was understood; without an intent it was not, and a person reads it.

    `is_plain` is false where more was asked than the intent, or a story was told: of that no fact
    is the answer.
    """

    intent: Intent | None
    language: Language
    method: str
    is_opt_out: bool = False
    is_opt_in: bool = False
    is_plain: bool = True
    has_sensitive_words: bool = False

    @property
    def is_sensitive(self) -> bool:
        """Tell whether nothing but an acknowledgement may be answered."""
        return self.has_sensitive_words or self.intent in SENSITIVE
