"""What does one cell of a shop's export say? A sum, a day or a moment, a yes or a no.

No message quotes a cell: it is kept with the import, and a phone number may stand anywhere.
"""

import re
from collections.abc import Mapping
from datetime import datetime, time, tzinfo

from local.businesses.domain.folding import folded
from local.customers.domain.records import Outcome, When
from shared.money import InvalidAmountError, paise_of_written

EARLIEST_YEAR, LATEST_YEAR = 1970, 2100
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ ,T]+(.+))?")
_CLOCK_FORMATS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p", "%I %p")
_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})
_OUTCOMES: Mapping[str, Outcome] = {
    word: outcome
    for outcome, words in {
        Outcome.BOOKED: "booked scheduled confirmed pending upcoming",
        Outcome.ATTENDED: "attended completed complete done came arrived fulfilled show showed",
        Outcome.NO_SHOW: "noshow missed absent didnotcome",
        Outcome.CANCELLED: "cancelled canceled",
    }.items()
    for word in words.split()
}


class UnusableCellError(Exception):
    """The row cannot be a record; `reason` is for machines, the message names the field."""

    def __init__(self, reason: str, field: str, problem: str) -> None:
        super().__init__(f"{field} {problem}")
        self.reason = reason
        self.field = field


def text_of(cell: str, field: str, longest: int) -> str | None:
    """Return a text that can be stored, None where it is empty."""
    text = cell.strip()
    if len(text) > longest:
        raise UnusableCellError(f"{field}_too_long", field, f"has more than {longest} characters")
    # The joiners U+200C and U+200D are invisible, and letters of Indian names need them.
    if not text.replace("\u200c", "").replace("\u200d", "").isprintable():
        raise UnusableCellError(f"{field}_unusable", field, "holds an invisible character")
    return text or None


def paise_of_cell(cell: str) -> int | None:
    """Return the paise of a sum such as `₹ 1,200.50`, `Rs. 300/-` or `300`, None where empty."""
    if not cell.strip():
        return None
    try:
        return paise_of_written(cell)
    except InvalidAmountError as error:
        problem = "is no sum of rupees such as 1,200 or 999.50"
        raise UnusableCellError("amount_invalid", "amount", problem) from error


def when_of(cell: str, zone: tzinfo, field: str) -> When | None:
    """Return the day and moment of an ISO or day-first date, in the stated zone unless it says."""
    text = cell.strip()
    if not text:
        return None
    try:
        when = _day_first(text, zone) or _iso(text, zone)
        in_range = EARLIEST_YEAR <= when.day.year <= LATEST_YEAR
    except (ValueError, OverflowError) as error:
        problem = "is no date such as 31/12/2026, 2026-12-31 or 2026-12-31 19:30"
        raise UnusableCellError(f"{field}_invalid", field, problem) from error
    if not in_range:
        problem = f"is not within the years {EARLIEST_YEAR} to {LATEST_YEAR}"
        raise UnusableCellError(f"{field}_invalid", field, problem)
    return when


def yes_or_no(cell: str, field: str) -> bool | None:
    """Return what a yes or a no says, None where it is empty."""
    word = folded(cell)
    if not word:
        return None
    if word in _YES or word in _NO:
        return word in _YES
    raise UnusableCellError(f"{field}_invalid", field, "is neither yes nor no")


def outcome_of(cell: str) -> Outcome:
    """Return what became of an appointment; nothing written means that nobody has said yet."""
    word = folded(cell)
    if not word:
        return Outcome.BOOKED
    if word in _OUTCOMES:
        return _OUTCOMES[word]
    known = ", ".join(Outcome)
    raise UnusableCellError("outcome_invalid", "outcome", f"is none of {known}")


def _day_first(text: str, zone: tzinfo) -> When | None:
    written = _DAY_FIRST.fullmatch(text)
    if written is None:
        return None
    day, month, year, clock = written.groups()
    midnight = datetime(int(year), int(month), int(day), tzinfo=zone)
    if clock is None:
        return When(midnight.date(), None)
    return When(midnight.date(), datetime.combine(midnight.date(), _clock(clock), zone))


def _iso(text: str, zone: tzinfo) -> When:
    date_text, _, clock = text.replace("T", " ", 1).partition(" ")
    day = datetime.fromisoformat(date_text).date()
    if not clock:
        return When(day, None)
    try:
        written = datetime.fromisoformat(f"{date_text}T{clock.strip()}")
    except ValueError:
        written = datetime.combine(day, _clock(clock))
    if written.tzinfo is None:
        return When(day, written.replace(tzinfo=zone))
    return When(written.astimezone(zone).date(), written)


def _clock(text: str) -> time:
    for form in _CLOCK_FORMATS:
        try:
            return datetime.strptime(text.strip().upper(), form).time()  # noqa: DTZ007  a time alone
        except ValueError:
            continue
    raise ValueError(text)
