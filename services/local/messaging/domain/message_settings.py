"""What does a shop allow of its messages, until it says otherwise?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from local.messaging.domain.quiet_hours import QuietHours
from local.messaging.domain.reminders import DAY, HOURS
from local.messaging.domain.send_rules import Caps

# Above what a month of answers and reminders costs, below what a month of offers can.
DEFAULT_MONTHLY_CAP_PAISE = 300_00
DEFAULT_ANSWER_WITHIN_MINUTES = 120


class AnswerMode(StrEnum):
    """Whether inquiries are answered by themselves, after the owner's word, or not at all."""

    AUTO = "auto"
    ASK = "ask"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSettings:
    """The shop's own rules; without a template for reminders, none is sent outside the window.

    `booking_at`, `order_at` and `delivery_terms` are the owner's words, which answers repeat.
    The last reminder, two hours before, may need a template of its own: one that is tried shorter.
    """

    mode: AnswerMode = AnswerMode.AUTO
    monthly_cap_paise: int = DEFAULT_MONTHLY_CAP_PAISE
    quiet_begins: time = time(21)
    quiet_ends: time = time(9)
    sends_reminders: bool = True
    reminder_template: str | None = None
    last_reminder_template: str | None = None
    reminder_language: str = "en"
    booking_at: str | None = None
    order_at: str | None = None
    delivery_terms: str | None = None
    answer_within_minutes: int = DEFAULT_ANSWER_WITHIN_MINUTES
    waits_in_opening_hours_only: bool = True

    @property
    def reminder_templates(self) -> Mapping[str, str | None]:
        """Return by which template each reminder goes."""
        last = self.last_reminder_template or self.reminder_template
        return {DAY: self.reminder_template, HOURS: last}

    def caps(self, timezone: str, strangers_per_day: int) -> Caps:
        """Return what holds for every message, the vendor's limit on strangers with it."""
        quiet = QuietHours(begins=self.quiet_begins, ends=self.quiet_ends, timezone=timezone)
        return Caps(
            monthly_paise=self.monthly_cap_paise,
            quiet=quiet,
            sends_reminders=self.sends_reminders,
            strangers_per_day=strangers_per_day,
        )
