"""Which customers are the best, the slipping, the new? By recency, frequency and money (RFM).

Each is scored 1 to 5 by quintile among the shop's own customers; equal values score alike.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from local.customers.domain.loyalty import Visitor
from local.customers.domain.samples import Span, count, over, too_little
from shared.evidence import Figure

METHOD = "rfm_quintiles@1"
MIN_CUSTOMERS = 30
QUINTILES = 5
HIGH = 4
LOW = 2


class Segment(StrEnum):
    """What the scores of a customer amount to."""

    BEST = "best"
    SLIPPING = "slipping"
    NEW = "new"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Scores:
    """Recency, frequency and money of one customer, each 1 to 5; money is 1 where unknown."""

    recency: int
    frequency: int
    money: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentFigures:
    """How many customers a segment has, and which share of the money."""

    segment: Segment
    customers: Figure
    value_share: Figure


def scores_of(visitors: Sequence[Visitor]) -> Sequence[Scores]:
    """Return the scores of each customer, in the same order."""
    recency = _quintiles([visitor.last_day.toordinal() for visitor in visitors])
    frequency = _quintiles([visitor.visit_days for visitor in visitors])
    money = _quintiles([visitor.total_paise or 0 for visitor in visitors])
    return [Scores(*scores) for scores in zip(recency, frequency, money, strict=True)]


def segment_of(visitor: Visitor, scores: Scores) -> Segment:
    """Return the segment: often and lately, often but long ago, lately and once, or none."""
    is_regular = visitor.visit_days > 1 and max(scores.frequency, scores.money) >= HIGH
    if is_regular and scores.recency >= HIGH:
        return Segment.BEST
    if is_regular and scores.recency <= LOW:
        return Segment.SLIPPING
    if visitor.visit_days == 1 and scores.recency >= HIGH:
        return Segment.NEW
    return Segment.OTHER


def segments(visitors: Sequence[Visitor], span: Span | None) -> tuple[SegmentFigures, ...]:
    """Return the size and the share of each segment, or what is missing to tell."""
    heaps = defaultdict[Segment, list[Visitor]](list)
    for visitor, scores in zip(visitors, scores_of(visitors), strict=True):
        heaps[segment_of(visitor, scores)].append(visitor)
    return tuple(_figures(segment, heaps[segment], visitors, span) for segment in Segment)


def _quintiles(values: Sequence[int]) -> list[int]:
    """Score by the middle rank of equal values: 5 for the largest fifth, 1 for the smallest."""
    ordered = sorted(values)
    twice_ranks = [bisect_left(ordered, value) + bisect_right(ordered, value) for value in values]
    return [1 + QUINTILES * twice_rank // (2 * len(ordered)) for twice_rank in twice_ranks]


def _figures(
    segment: Segment, members: Sequence[Visitor], everyone: Sequence[Visitor], span: Span | None
) -> SegmentFigures:
    n = len(everyone)
    if span is None or n < MIN_CUSTOMERS:
        return SegmentFigures(
            segment=segment,
            customers=_too_few("customers", n),
            value_share=_too_few("ratio", n),
        )
    return SegmentFigures(
        segment=segment,
        customers=count(len(members), n, unit="customers", method=METHOD, span=span),
        value_share=_value_share(members, everyone, span),
    )


def _value_share(members: Sequence[Visitor], everyone: Sequence[Visitor], span: Span) -> Figure:
    total = _value(everyone)
    if not total:
        missing = "The orders have no sums; send them with an amount."
        return too_little("ratio", method=METHOD, missing=missing)
    share = round(_value(members) / total, 4)
    return over(span, share, "ratio", n=len(everyone), method=METHOD)


def _value(visitors: Sequence[Visitor]) -> int:
    return sum(visitor.total_paise or 0 for visitor in visitors)


def _too_few(unit: str, n: int) -> Figure:
    missing = f"Quintiles need at least {MIN_CUSTOMERS} customers with a visit; there are {n}."
    return too_little(unit, method=METHOD, missing=missing)
