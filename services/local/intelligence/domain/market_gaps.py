"""What is rarer around the business than elsewhere in town, beyond what chance explains?

Each question (a trade, a time of day, an amenity) compares the number seen here with the number
that elsewhere's share would give. All answers are judged together, so that of the gaps that are
shown one in ten is a false alarm at the most, on average.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from local.businesses.domain.category import BusinessCategory
from local.intelligence.domain.gap_tests import adjusted, poisson_lower_tail
from local.intelligence.domain.rival_figures import DECIMALS, RivalFigures
from local.places.domain.reference import Offer, Reference, Split
from shared.evidence import Basis, Figure

FALSE_ALARMS_RATIO = 0.10
# Where fewer than three are usual, seeing none is no surprise.
FEWEST_EXPECTED = 3.0
FEWEST_ELSEWHERE = 30
METHOD = "white_space@1"


class GapKind(StrEnum):
    """What is rare."""

    TRADE = "trade"
    DAYPART = "daypart"
    AMENITY = "amenity"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketGap:
    """One thing that is rarer here: how many were seen, how many elsewhere's share would give.

    `q_value` is the share of false alarms among the gaps up to this one. Of times and amenities,
    only places are counted that say whether they have it.
    """

    kind: GapKind
    name: str
    seen: Figure
    expected: Figure
    q_value: Figure
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketGaps:
    """What is rarer around than elsewhere; `underserved` counts the gaps, of `n` questions."""

    underserved: Figure
    gaps: tuple[MarketGap, ...] | None


@dataclass(frozen=True, slots=True)
class _Question:
    kind: GapKind
    name: str
    seen: int
    known: int
    expected: float

    @property
    def p_value(self) -> float:
        return poisson_lower_tail(self.seen, self.expected)


def market_gaps(reference: Reference, figures: RivalFigures) -> MarketGaps:
    """Return the gaps, the surest first; none asked for want of data is null and says so."""
    questions = list(_questions(reference))
    if not questions:
        missing = (
            f"Nothing can be compared: the imports list {reference.all.here} places within the "
            f"radius and {reference.all.elsewhere} beyond it. Import the whole town, all trades."
        )
        return MarketGaps(
            underserved=figures.insufficient("offers", missing, method=METHOD), gaps=None
        )
    q_values = adjusted([question.p_value for question in questions])
    found = sorted(
        (q_value, question.kind, question.name, question)
        for q_value, question in zip(q_values, questions, strict=True)
        if q_value <= FALSE_ALARMS_RATIO
    )
    return MarketGaps(
        underserved=figures.known(len(found), "offers", len(questions), method=METHOD),
        gaps=tuple(_gap(question, q_value, figures) for q_value, _, _, question in found),
    )


def _questions(reference: Reference) -> Iterator[_Question]:
    every = reference.all
    for trade, split in reference.trades.items():
        if trade is not BusinessCategory.OTHER:
            yield from _asked(GapKind.TRADE, trade, Offer(known=every, present=split))
    for daypart, offer in reference.hours.items():
        yield from _asked(GapKind.DAYPART, (daypart.name or "").lower(), offer)
    for amenity, offer in reference.amenities.items():
        yield from _asked(GapKind.AMENITY, (amenity.name or "").lower(), offer)


def _asked(kind: GapKind, name: str, offer: Offer) -> Iterator[_Question]:
    """Yield the question, unless too little is known for any answer."""
    known, present = offer.known, offer.present
    if known.elsewhere < FEWEST_ELSEWHERE:
        return
    expected = _expected(known, present)
    if expected >= FEWEST_EXPECTED:
        yield _Question(kind, name, present.here, known.here, expected)


def _expected(known: Split, present: Split) -> float:
    return known.here * present.elsewhere / known.elsewhere


def _gap(question: _Question, q_value: float, figures: RivalFigures) -> MarketGap:
    expected = round(question.expected, DECIMALS)
    return MarketGap(
        kind=question.kind,
        name=question.name,
        seen=figures.known(question.seen, "places", question.known, method=METHOD),
        expected=figures.known(
            expected, "places", question.known, method=METHOD, basis=Basis.MODELLED
        ),
        q_value=figures.known(
            round(q_value, DECIMALS), "ratio", question.known, method=METHOD, basis=Basis.MODELLED
        ),
        meaning=_MEANING[question.kind].format(
            name=question.name.replace("_", " "), seen=question.seen, expected=expected
        ),
    )


_MEANING = {
    GapKind.TRADE: "{seen} places of the trade {name}, where the rest of the town would have "
    "about {expected:.0f}.",
    GapKind.DAYPART: "{seen} of these shops are open then ({name}), where the rest of the town "
    "would have about {expected:.0f}.",
    GapKind.AMENITY: "{seen} of these shops offer it ({name}), where the rest of the town would "
    "have about {expected:.0f}.",
}
