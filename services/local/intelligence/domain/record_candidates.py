"""What do the shop's own orders, appointments and inquiries suggest that it could do?

Confidence is the lower end of the 95 % interval of the share that goes wrong; of a difference that
lies wholly below zero, the interval's own. Each is told in sums: no customer is named.
"""

from collections.abc import Iterator

from local.businesses.domain.opening_hours import OpeningHours
from local.customers.domain.findings import CustomerFindings
from local.customers.domain.lapsing import LapsingCounts
from local.customers.domain.loyalty import MIN_CUSTOMERS
from local.customers.domain.missed_times import MissedTime, MissedTimes
from local.customers.domain.no_shows import LeadBand, NoShows
from local.intelligence.domain.figures import number
from local.intelligence.domain.opportunity import NOTABLE_SHARE, Candidate, impact_of
from local.intelligence.domain.record_texts import how_to_answer, is_open_then, said_of, times_of
from local.places.domain.level import Level
from shared.evidence import Basis

MISSED_METHOD = "answer_in_time@1"
LAPSING_METHOD = "invite_back@1"
NO_SHOW_METHOD = "fewer_no_shows@1"
# An owner can change a few habits at once; the times with most missed inquiries count.
MOST_TIMES = 3
MIN_LAPSING = 5
# By construction nine in ten of a customer's own gaps are shorter; of the trade's default gap we
# only suppose that it is as likely right as wrong.
OWN_GAP_CONFIDENCE = 0.9
DEFAULT_GAP_CONFIDENCE = 0.5
LONG_LEAD_DAYS = 3


def record_candidates(
    findings: CustomerFindings, opening_hours: OpeningHours | None
) -> Iterator[Candidate]:
    """Yield what follows from the records; nothing where these are too few."""
    for time in findings.missed.times[:MOST_TIMES]:
        yield _answer(time, findings.missed, opening_hours)
    yield from _invite(findings.lapsing)
    yield from _remind(findings)


def _answer(time: MissedTime, all_times: MissedTimes, hours: OpeningHours | None) -> Candidate:
    """Return the advice to answer at a time; whoever is there already needs less effort."""
    is_open = is_open_then(time, hours)
    return Candidate(
        key=f"missed_demand:{time.part}",
        title=f"Answer the inquiries that come {times_of(time)}",
        why=said_of(time),
        how=how_to_answer(is_open=is_open),
        impact=impact_of(number(time.missed), number(all_times.asked)),
        confidence_ratio=time.share.low or 0.0,
        effort=Level.LOW if is_open else Level.MEDIUM,
        basis=Basis.MODELLED,
        method=MISSED_METHOD,
        evidence=time.missed.evidence,
        counted=(time.asked, time.missed, time.share, time.value),
    )


def _invite(counts: LapsingCounts) -> Iterator[Candidate]:
    away, regulars = number(counts.lapsing), number(counts.by_own_gap)
    named = counts.lapsing.n or 0
    if named < MIN_CUSTOMERS or away < MIN_LAPSING:
        return
    sure = OWN_GAP_CONFIDENCE * regulars + DEFAULT_GAP_CONFIDENCE * (away - regulars)
    yield Candidate(
        key="lapsing",
        title="Invite back the customers who have stopped coming",
        why=f"{away:.0f} of {named} customers have stayed away longer than usual, seen from the "
        f"last day on record; {regulars:.0f} of them used to come regularly.",
        how="Write only to those who agreed to get offers, and speak to the others when you meet "
        "them. GET /api/v2/local/customers/patterns lists them, the most valuable first.",
        impact=impact_of(regulars, named),
        confidence_ratio=sure / away,
        effort=Level.MEDIUM,
        basis=Basis.MODELLED,
        method=LAPSING_METHOD,
        evidence=counts.lapsing.evidence,
        counted=(counts.lapsing, counts.by_own_gap),
    )


def _remind(findings: CustomerFindings) -> Iterator[Candidate]:
    difference, noted = findings.no_shows.reminders.difference, findings.reminders_noted
    if difference.high is not None and difference.high < 0:
        yield _remind_all(findings.no_shows)
    elif 2 * number(noted) < (noted.n or 0):
        yield from _record_reminders(findings.no_shows)


def _remind_all(no_shows: NoShows) -> Candidate:
    reminders, difference = no_shows.reminders, no_shows.reminders.difference
    return Candidate(
        key="no_shows:remind",
        title="Remind every customer who booked ahead",
        why=f"Booked equally far ahead, {-100 * number(difference):.3g} in 100 appointments fewer "
        f"were missed where the customer was reminded ({-100 * (difference.high or 0):.3g} to "
        f"{-100 * (difference.low or 0):.3g}). It is a difference, not proof of a cause.",
        how=f"Remind all who booked {reminders.from_days} days ahead or more, the day before; "
        "note each reminder, so that the comparison goes on.",
        impact=impact_of(-number(difference), 1),
        confidence_ratio=difference.confidence or 0.0,
        effort=Level.MEDIUM,
        basis=Basis.MODELLED,
        method=NO_SHOW_METHOD,
        evidence=difference.evidence,
        counted=(difference, reminders.with_reminder, reminders.without_reminder),
    )


def _record_reminders(no_shows: NoShows) -> Iterator[Candidate]:
    """Yield the advice to find out, where surely one in ten who booked well ahead stays away."""
    bands = [band for band in no_shows.by_lead_time if band.from_days >= LONG_LEAD_DAYS]
    worst = max(bands, key=lambda band: band.rate.low or 0.0)
    if (worst.rate.low or 0.0) >= NOTABLE_SHARE:
        yield _note_reminders(worst)


def _note_reminders(band: LeadBand) -> Candidate:
    rate = band.rate
    ahead = f"{band.from_days} to {band.to_days}" if band.to_days else f"{band.from_days} or more"
    return Candidate(
        key="no_shows:record_reminders",
        title="Remind some of those who book ahead, and note whom",
        why=f"Of appointments booked {ahead} days ahead {number(rate):.0%} were missed "
        f"({rate.low or 0:.0%} to {rate.high or 0:.0%}); whether reminders help is not known yet.",
        how="Remind every second customer the day before, and send the column `reminded` with the "
        "appointments; after 30 with and 30 without a reminder the difference is shown.",
        impact=Level.LOW,
        confidence_ratio=rate.confidence or 0.0,
        effort=Level.LOW,
        basis=Basis.MODELLED,
        method=NO_SHOW_METHOD,
        evidence=rate.evidence,
        counted=(rate,),
    )
