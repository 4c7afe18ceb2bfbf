"""At which times of the week do inquiries go unanswered? Hours side by side are told as one.

An hour of the week counts where two inquiries or more were missed, and these are more than half of
those asked. Hours in a row make a stretch; the stretches of one part of the day, on whichever
weekdays, are told together, so that what is told keeps its name from day to day. The hours are
chosen by the same counts that the share is of: its interval flatters a little. Where no hour stands
out and yet a fifth of all is surely missed, that is told of the whole week.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from local.customers.domain.missed_demand import (
    COUNT_METHOD,
    InquiryHour,
    Ticket,
    Worth,
    asked_figure,
    value_figure,
    worth_of_missed,
)
from local.customers.domain.samples import Span, count, ratio
from shared.evidence import Figure

METHOD = "missed_times@1"
MIN_MISSED_AN_HOUR = 2
MIN_MISSED = 5
MIN_SHARE_AT_ANY_TIME = 0.2
HOURS_PER_DAY = 24
HOURS_PER_WEEK = 7 * HOURS_PER_DAY


class PartOfDay(StrEnum):
    """The part of the day in which most of a stretch was missed, or no part more than others."""

    NIGHT = "night"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    LATE_EVENING = "late_evening"
    ANY_TIME = "any_time"


_FIRST_HOURS = (
    (21, PartOfDay.LATE_EVENING),
    (17, PartOfDay.EVENING),
    (12, PartOfDay.AFTERNOON),
    (6, PartOfDay.MORNING),
    (0, PartOfDay.NIGHT),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Hours in a row; Monday is 0, and a stretch may pass midnight."""

    weekday: int
    first_hour: int
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedTime:
    """Stretches of one part of the day: how many asked then, how many in vain, at what cost."""

    part: PartOfDay
    stretches: tuple[Stretch, ...]
    asked: Figure
    missed: Figure
    share: Figure
    value: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedTimes:
    """All inquiries on record, and the times at which most of them were missed, worst first."""

    asked: Figure
    times: tuple[MissedTime, ...]


_Run = Sequence[InquiryHour]


def missed_times(hours: Sequence[InquiryHour], ticket: Ticket, span: Span | None) -> MissedTimes:
    """Return the times at which inquiries go unanswered; none where too few were missed."""
    worth = worth_of_missed(hours, ticket)
    found = [
        _missed_time(part, runs, worth, span)
        for part, runs in _parts(hours).items()
        if span and _missed_in(runs) >= MIN_MISSED
    ]
    found.sort(key=lambda time: (-int(time.missed.value or 0), time.part))
    if not found and span and _missed_in([hours]) >= MIN_MISSED:
        everything = _missed_time(PartOfDay.ANY_TIME, [hours], worth, span)
        found = [everything] if (everything.share.low or 0) >= MIN_SHARE_AT_ANY_TIME else []
    return MissedTimes(asked=asked_figure(hours, span), times=tuple(found))


def _parts(hours: Sequence[InquiryHour]) -> Mapping[PartOfDay, list[_Run]]:
    parts: dict[PartOfDay, list[_Run]] = {}
    for run in _runs({_hour_of_week(row): row for row in hours if _is_missed_mostly(row)}):
        parts.setdefault(_part_of(run), []).append(run)
    return parts


def _missed_in(runs: Sequence[_Run]) -> int:
    return sum(row.missed for run in runs for row in run)


def _is_missed_mostly(row: InquiryHour) -> bool:
    return row.missed >= MIN_MISSED_AN_HOUR and 2 * row.missed > row.asked


def _hour_of_week(row: InquiryHour) -> int:
    return row.weekday * HOURS_PER_DAY + row.hour


def _runs(rows: Mapping[int, InquiryHour]) -> Iterator[_Run]:
    """Yield hours in a row; Sunday's midnight leads to Monday."""
    begins = [hour for hour in sorted(rows) if (hour - 1) % HOURS_PER_WEEK not in rows]
    for begin in begins or sorted(rows)[:1]:
        week = ((begin + ahead) % HOURS_PER_WEEK for ahead in range(HOURS_PER_WEEK))
        yield [rows[hour] for hour in takewhile(rows.__contains__, week)]


def _part_of(run: _Run) -> PartOfDay:
    """Return the part of the day in which most of a run was missed; of equal ones the later."""
    if len(run) >= HOURS_PER_DAY:
        return PartOfDay.ANY_TIME
    missed = {part: 0 for _, part in _FIRST_HOURS}
    for row in run:
        missed[next(part for first, part in _FIRST_HOURS if row.hour >= first)] += row.missed
    return max(missed, key=missed.__getitem__)


def _missed_time(
    part: PartOfDay, runs: Sequence[_Run], worth: Worth | str, span: Span
) -> MissedTime:
    rows = [row for run in runs for row in run]
    asked, missed = sum(row.asked for row in rows), _missed_in(runs)
    return MissedTime(
        part=part,
        stretches=() if part is PartOfDay.ANY_TIME else tuple(map(_stretch, runs)),
        asked=count(asked, asked, unit="inquiries", method=COUNT_METHOD, span=span),
        missed=count(missed, asked, unit="inquiries", method=COUNT_METHOD, span=span),
        share=ratio(missed, asked, method=METHOD, span=span),
        value=value_figure(rows, worth, span),
    )


def _stretch(run: _Run) -> Stretch:
    return Stretch(weekday=run[0].weekday, first_hour=run[0].hour, hours=len(run))
