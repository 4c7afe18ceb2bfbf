"""Can a row be a record? Each field is checked; the first that fails is named."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from local.customers.domain.cells import (
    UnusableCellError,
    outcome_of,
    paise_of_cell,
    text_of,
    when_of,
    yes_or_no,
)
from local.customers.domain.identities import identity_of
from local.customers.domain.records import (
    Appointment,
    Identity,
    IdentityKind,
    Inquiry,
    Order,
    Outcome,
    Record,
    RecordKind,
    When,
)

MAX_REFERENCE_LENGTH = 150

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How cells are to be understood: times in which zone, customers as what, nothing after now."""

    zone: tzinfo
    now: datetime
    customer_kind: IdentityKind | None = None


def record_of(kind: RecordKind, cells: Cells, reading: Reading) -> Record:
    """Return the record that named cells describe; a cell that is left out is empty."""
    return _READERS[kind](cells, reading)


def order_of(cells: Cells, reading: Reading) -> Order:
    """Return the order that named cells describe."""
    return Order(
        reference=_reference(cells),
        customer=_customer(cells, reading),
        placed=_past(_required(_when(cells, "at", reading), "at"), "at", reading),
        amount_paise=paise_of_cell(cells.get("amount", "")),
    )


def _appointment(cells: Cells, reading: Reading) -> Appointment:
    booked = when_of(cells.get("booked", ""), reading.zone, "booked")
    starts = _required(_when(cells, "starts", reading), "starts")
    if booked is not None:
        _past(booked, "booked", reading)
        if booked.day > starts.day:
            raise UnusableCellError("booked_after_start", "booked", "is after the appointment")
    outcome = _outcome(cells)
    if outcome in {Outcome.ATTENDED, Outcome.NO_SHOW}:
        _past(starts, "starts", reading)
    return Appointment(
        reference=_reference(cells),
        customer=_customer(cells, reading),
        booked=booked,
        starts=starts,
        outcome=outcome,
        was_reminded=yes_or_no(cells.get("reminded", ""), "reminded"),
    )


def _inquiry(cells: Cells, reading: Reading) -> Inquiry:
    asked = _past(_required(_when(cells, "at", reading), "at"), "at", reading)
    answered = when_of(cells.get("answered", ""), reading.zone, "answered")
    asked_at = _moment(asked, "at")
    answered_at = None if answered is None else _moment(answered, "answered")
    if answered_at is not None and answered_at < asked_at:
        raise UnusableCellError("answered_before_asked", "answered", "is before the inquiry")
    return Inquiry(
        reference=_reference(cells),
        customer=_customer(cells, reading),
        asked_at=asked_at,
        answered_at=answered_at,
    )


_READERS: Mapping[RecordKind, Callable[[Cells, Reading], Record]] = {
    RecordKind.ORDERS: order_of,
    RecordKind.APPOINTMENTS: _appointment,
    RecordKind.INQUIRIES: _inquiry,
}


def _reference(cells: Cells) -> str | None:
    return text_of(cells.get("reference", ""), "reference", MAX_REFERENCE_LENGTH)


def _customer(cells: Cells, reading: Reading) -> Identity | None:
    return identity_of(cells.get("customer", ""), reading.customer_kind)


def _when(cells: Cells, field: str, reading: Reading) -> When | None:
    """Return the moment of a column, or of two: the day in one, the time in the other."""
    day = cells.get(field, "")
    clock = "" if ":" in day else cells.get("time", "")
    return when_of(f"{day} {clock}", reading.zone, field)


def _required(when: When | None, field: str) -> When:
    if when is None:
        raise UnusableCellError(f"{field}_missing", field, "is empty")
    return when


def _past(when: When, field: str, reading: Reading) -> When:
    today = reading.now.astimezone(reading.zone).date()
    if when.day > today or (when.moment is not None and when.moment > reading.now):
        raise UnusableCellError(f"{field}_in_future", field, "is in the future")
    return when


def _moment(when: When, field: str) -> datetime:
    if when.moment is None:
        problem = "has no time of day, and how long an answer took cannot be told without"
        raise UnusableCellError(f"{field}_without_time", field, problem)
    return when.moment


def _outcome(cells: Cells) -> Outcome:
    is_no_show = yes_or_no(cells.get("no_show", ""), "no_show")
    if is_no_show is None:
        return outcome_of(cells.get("outcome", ""))
    return Outcome.NO_SHOW if is_no_show else Outcome.ATTENDED
