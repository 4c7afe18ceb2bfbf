"""Is this row an observation? Finds everything that is wrong with it, not only the first thing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .fields import (
    EARLIEST_DAY,
    FieldError,
    FieldValue,
    channel_of,
    count_in,
    day_of,
    millionths_in,
    paise_in,
)
from .observation import OUTCOMES, Metric, Observation
from .problems import Problems

DATE = "date"
CHANNEL = "channel"
REQUIRED = (DATE, CHANNEL, Metric.SPEND.value)
COLUMNS = (*REQUIRED, *(metric.value for metric in OUTCOMES))
# More than that is a column of campaign ids; the answer would name each of them.
LARGEST_NUMBER_OF_CHANNELS = 10_000


@dataclass(slots=True)
class RowReader:
    """Turns rows into observations and notes what is wrong with them."""

    latest_day: date
    problems: Problems

    def observation(
        self, values: Sequence[object], line: int | None = None, prefix: str = ""
    ) -> Observation | None:
        """Return the observation in values ordered as COLUMNS, or None after noting problems."""
        try:
            return _observation(values, self.latest_day)
        except FieldError:
            for name, message in _faults(values, self.latest_day):
                self.problems.add(prefix + name, message, line)
            return None


@dataclass(slots=True)
class SeenDays:
    """Which days of which channel a file had so far.

    The days of a channel are the bits of one integer: a million rows take kilobytes.
    """

    _days_of: dict[str, int] = field(default_factory=dict[str, int])

    def fault_of(self, observation: Observation) -> tuple[str, str] | None:
        """Return the field and the fault of a row that comes twice or brings a channel too many."""
        channel, bit = observation.channel, 1 << observation.day.toordinal() - _FIRST_ORDINAL
        seen = self._days_of.get(channel, 0)
        if seen & bit:
            return DATE, f"{observation.day} of {channel!r} stands in an earlier row: keep one."
        if not seen and len(self._days_of) >= LARGEST_NUMBER_OF_CHANNELS:
            return CHANNEL, f"More than {LARGEST_NUMBER_OF_CHANNELS} channels: group them first."
        self._days_of[channel] = seen | bit
        return None


_FIRST_ORDINAL = EARLIEST_DAY.toordinal()


def _observation(values: Sequence[object], latest_day: date) -> Observation:
    day, channel, spend, impressions, clicks, conversions, revenue = values
    return Observation(
        day_of(_text(day, DATE), latest_day),
        channel_of(_text(channel, CHANNEL)),
        paise_in(_scalar(spend, Metric.SPEND)),
        None if impressions is None else count_in(_scalar(impressions)),
        None if clicks is None else count_in(_scalar(clicks)),
        None if conversions is None else millionths_in(_scalar(conversions)),
        None if revenue is None else paise_in(_scalar(revenue)),
    )


def _faults(values: Sequence[object], latest_day: date) -> Iterator[tuple[str, str]]:
    """Yield each field of the row that cannot be read, and why."""
    readers: tuple[Callable[[object], object], ...] = (
        lambda value: day_of(_text(value, DATE), latest_day),
        lambda value: channel_of(_text(value, CHANNEL)),
        lambda value: paise_in(_scalar(value, Metric.SPEND)),
        lambda value: count_in(_scalar(value)),
        lambda value: count_in(_scalar(value)),
        lambda value: millionths_in(_scalar(value)),
        lambda value: paise_in(_scalar(value)),
    )
    for name, value, reader in zip(COLUMNS, values, readers, strict=True):
        if value is not None or name in REQUIRED:
            try:
                reader(value)
            except FieldError as error:
                yield name, str(error)


def _text(value: object, name: str) -> str:
    if value is None:
        raise FieldError(f"The {name} is missing: give one.")
    if not isinstance(value, str):
        raise FieldError(f"The {name} is not a text: write it in quotation marks.")
    return value


def _scalar(value: object, name: str = "") -> FieldValue:
    """Return a value that can be a number as written; a JSON float is taken by its digits."""
    if isinstance(value, str):
        return value
    if value is None:
        raise FieldError(f"The {name} is missing: give one, 0 if nothing was spent.")
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise FieldError("This is not a number: write digits, or null for unknown.")
    return value
