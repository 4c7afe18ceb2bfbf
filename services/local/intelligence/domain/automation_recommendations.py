"""Which routine work takes the owner most time? That is what should run by itself first.

Counted from the shop's own records; the minutes of each are our own estimate until runs are timed.
Both run by themselves once the shop's WhatsApp number is connected.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from statistics import fmean

from local.businesses.domain.business import LocalBusiness
from local.channel_results.domain.months import month_name
from local.customers.domain.monthly import MonthlyCounts
from local.customers.domain.records import RecordKind
from local.intelligence.domain.figures import INSUFFICIENT_DATA, declared, number
from local.intelligence.domain.message_forecast import MOST_MONTHS, months_on_record
from shared.evidence import Basis, Figure, measured, unknown

METHOD = "automation_recommendations@3"
MINUTES_METHOD = "routine_minutes@1"
_NEEDED = "whatsapp_phone_number_id"
_HOW_TO_IMPORT = (
    "Import the inquiries or the appointments of one whole month or more of the last twelve: "
    "POST /api/v2/local/inquiries/imports, POST /api/v2/local/appointments/imports."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """Work that comes with each record of a kind: what it is, how often, how many minutes."""

    task: str
    title: str
    times_each: int
    minutes: int


# The minutes are our own estimate, declared and not measured.
ROUTINES: Mapping[RecordKind, Routine] = {
    RecordKind.INQUIRIES: Routine(
        task="answer_inquiries",
        title="Answer inquiries about hours, prices and free times",
        times_each=1,
        minutes=3,
    ),
    RecordKind.APPOINTMENTS: Routine(
        task="remind_of_appointments",
        title="Remind customers a day and two hours before their appointment",
        times_each=2,
        minutes=2,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationRecommendation:
    """One routine, and what it takes an owner who does all of it by hand.

    `is_offered` tells whether the platform does it; `missing` are the fields of the business
    without which it cannot.
    """

    task: str
    title: str
    times_per_month: Figure
    minutes_each: Figure
    minutes_per_month: Figure
    is_offered: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationRecommendations:
    """The routines, the one that takes most minutes first; null where none is on record."""

    items: tuple[AutomationRecommendation, ...] | None
    assessment: Figure


def automation_recommendations(
    business: LocalBusiness, recorded: Mapping[RecordKind, MonthlyCounts | None], as_of: datetime
) -> AutomationRecommendations:
    """Return what should run by itself first, or which records would tell."""
    found = sorted(
        _recommendations(business, recorded, as_of),
        key=lambda item: -number(item.minutes_per_month),
    )
    if not found:
        missing = unknown("items", reason=INSUFFICIENT_DATA, missing=_HOW_TO_IMPORT, method=METHOD)
        return AutomationRecommendations(items=None, assessment=missing)
    return AutomationRecommendations(
        items=tuple(found),
        assessment=measured(
            len(found),
            "items",
            n=len(ROUTINES),
            method=METHOD,
            as_of=as_of,
            evidence=tuple(fact for item in found for fact in item.times_per_month.evidence),
        ),
    )


def _recommendations(
    business: LocalBusiness, recorded: Mapping[RecordKind, MonthlyCounts | None], as_of: datetime
) -> Iterator[AutomationRecommendation]:
    missing = () if business.to_dict()[_NEEDED] else (_NEEDED,)
    for kind, routine in ROUTINES.items():
        months = sorted(months_on_record(recorded.get(kind), as_of.date()).items())[-MOST_MONTHS:]
        if sum(records for _, records in months):
            yield _recommendation(kind, routine, months, missing, as_of)


def _recommendation(
    kind: RecordKind,
    routine: Routine,
    months: Sequence[tuple[date, int]],
    missing: tuple[str, ...],
    as_of: datetime,
) -> AutomationRecommendation:
    counted = _counted(kind, routine, months, as_of)
    rule = f"rule:{MINUTES_METHOD}:{routine.task}"
    return AutomationRecommendation(
        task=routine.task,
        title=routine.title,
        times_per_month=counted,
        minutes_each=declared(
            routine.minutes, "minutes", method=MINUTES_METHOD, evidence=(rule,), as_of=as_of
        ),
        minutes_per_month=replace(
            counted,
            value=round(routine.minutes * number(counted), 1),
            unit="minutes/month",
            basis=Basis.MODELLED,
            evidence=(*counted.evidence, rule),
        ),
        is_offered=True,
        missing=missing,
    )


def _counted(
    kind: RecordKind, routine: Routine, months: Sequence[tuple[date, int]], as_of: datetime
) -> Figure:
    return measured(
        round(routine.times_each * fmean(records for _, records in months), 1),
        "times/month",
        n=sum(records for _, records in months),
        method=METHOD,
        as_of=as_of,
        evidence=tuple(f"{kind}:{month_name(month)}" for month, _ in months),
    )
