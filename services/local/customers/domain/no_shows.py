"""Who does not come, by how far ahead they booked; and do reminded customers come more often?

Reminders go to bookings made further ahead, and those are missed more often anyway. So reminded
and other appointments are compared only within bands of equal lead time, by the Mantel-Haenszel
risk difference (variance of Greenland and Robins 1985).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from local.customers.domain.samples import Span, over, ratio, too_little
from shared.evidence import Figure
from shared.intervals import Z

RATE_METHOD = "no_show_rate@1"
COMPARED_METHOD = "no_show_rate_at_comparable_lead@1"
DIFFERENCE_METHOD = "reminder_risk_difference_mh@1"
MIN_APPOINTMENTS = 30
# First and last day of each band of lead time; the last band is open.
LEAD_BANDS = ((0, 0), (1, 1), (2, 2), (3, 3), (4, 7), (8, 14), (15, 30), (31, None))
NOTE = (
    "Compared only among appointments booked equally far ahead. All reminded against all others "
    "is not shown: who is reminded depends on how far ahead the booking was made, and so does who "
    "stays away. What remains is a difference, not proof of a cause."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadCount:
    """Appointments of one lead time, reminded or not (None: nobody noted it): missed and kept."""

    lead_days: int | None
    was_reminded: bool | None
    missed: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadBand:
    """The no-show rate of appointments booked so many days ahead; no last day: and more."""

    from_days: int
    to_days: int | None
    rate: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """No-show rates with and without a reminder where lead times are comparable."""

    from_days: int | None
    with_reminder: Figure
    without_reminder: Figure
    difference: Figure
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShows:
    """Who does not come; cancelled appointments and those without an outcome do not count."""

    rate: Figure
    by_lead_time: tuple[LeadBand, ...]
    reminders: Reminders


@dataclass(frozen=True, slots=True)
class _Group:
    missed: int
    n: int


@dataclass(frozen=True, slots=True)
class _Stratum:
    """One band of lead times in which enough were reminded and enough were not."""

    from_days: int
    reminded: _Group
    others: _Group

    @property
    def weight(self) -> float:
        return self.reminded.n * self.others.n / (self.reminded.n + self.others.n)

    @property
    def difference(self) -> float:
        return self.reminded.missed / self.reminded.n - self.others.missed / self.others.n

    @property
    def variance(self) -> float:
        """Return the variance of the difference, the two groups being independent."""
        return sum(
            group.missed * (group.n - group.missed) / group.n**3
            for group in (self.reminded, self.others)
        )


def no_shows(counts: Sequence[LeadCount], span: Span | None) -> NoShows:
    """Return who does not come, or what is missing to tell."""
    return NoShows(
        rate=_rate(_group(counts), RATE_METHOD, span),
        by_lead_time=tuple(
            LeadBand(
                from_days=first,
                to_days=last,
                rate=_rate(_group(_within(counts, first, last)), RATE_METHOD, span),
            )
            for first, last in LEAD_BANDS
        ),
        reminders=_reminders(list(_strata(counts)), span),
    )


def _within(counts: Iterable[LeadCount], first: int, last: int | None) -> list[LeadCount]:
    return [
        row
        for row in counts
        if row.lead_days is not None
        and first <= row.lead_days
        and (last is None or row.lead_days <= last)
    ]


def _group(counts: Iterable[LeadCount]) -> _Group:
    rows = list(counts)
    missed = sum(row.missed for row in rows)
    return _Group(missed, missed + sum(row.kept for row in rows))


def _rate(group: _Group, method: str, span: Span | None) -> Figure:
    if span is None or group.n < MIN_APPOINTMENTS:
        missing = (
            f"At least {MIN_APPOINTMENTS} appointments with an outcome are needed; there are "
            f"{group.n}. Send them to POST /api/v2/local/appointments/imports."
        )
        return too_little("ratio", method=method, missing=missing)
    return ratio(group.missed, group.n, method=method, span=span)


def _strata(counts: Sequence[LeadCount]) -> Iterable[_Stratum]:
    for first, last in LEAD_BANDS:
        rows = _within(counts, first, last)
        reminded = _group(row for row in rows if row.was_reminded is True)
        others = _group(row for row in rows if row.was_reminded is False)
        if min(reminded.n, others.n) >= MIN_APPOINTMENTS:
            yield _Stratum(first, reminded, others)


def _reminders(strata: Sequence[_Stratum], span: Span | None) -> Reminders:
    if span is None or not strata:
        missing = (
            f"At least {MIN_APPOINTMENTS} reminded and {MIN_APPOINTMENTS} other appointments of "
            "one band of lead time are needed; send them with booked, starts, outcome, reminded."
        )
        rates = too_little("ratio", method=COMPARED_METHOD, missing=missing)
        difference = too_little("ratio", method=DIFFERENCE_METHOD, missing=missing)
        return Reminders(
            from_days=None,
            with_reminder=rates,
            without_reminder=rates,
            difference=difference,
            note=NOTE,
        )
    return Reminders(
        from_days=strata[0].from_days,
        with_reminder=_pooled([stratum.reminded for stratum in strata], span),
        without_reminder=_pooled([stratum.others for stratum in strata], span),
        difference=_difference(strata, span),
        note=NOTE,
    )


def _pooled(groups: Sequence[_Group], span: Span) -> Figure:
    missed, n = sum(group.missed for group in groups), sum(group.n for group in groups)
    return ratio(missed, n, method=COMPARED_METHOD, span=span)


def _difference(strata: Sequence[_Stratum], span: Span) -> Figure:
    whole = sum(stratum.weight for stratum in strata)
    value = sum(stratum.weight * stratum.difference for stratum in strata) / whole
    error = sqrt(sum(stratum.weight**2 * stratum.variance for stratum in strata)) / whole
    return over(
        span,
        round(value, 4),
        "ratio",
        n=sum(stratum.reminded.n + stratum.others.n for stratum in strata),
        method=DIFFERENCE_METHOD,
        interval=(round(value - Z * error, 4), round(value + Z * error, 4)),
    )
