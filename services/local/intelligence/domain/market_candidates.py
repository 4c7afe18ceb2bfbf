"""What do the gaps around the business suggest that it could do?"""

from collections.abc import Iterator

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.category import rival_categories
from local.intelligence.domain.market_gaps import GapKind, MarketGap, MarketGaps
from local.intelligence.domain.opportunity import Candidate
from local.places.domain.dayparts import Daypart, own_dayparts
from local.places.domain.level import Level
from shared.evidence import Basis

METHOD = "gaps_around@1"
_TITLES = {
    GapKind.TRADE: "Let the area know you: fewer of your trade are here than usual",
    GapKind.DAYPART: "Be open when others are not: {name}",
    GapKind.AMENITY: "Offer what is rare around, or say that you do: {name}",
}
_HOW = {
    GapKind.TRADE: "Tell the streets around what you offer, on the profile and on paper.",
    GapKind.DAYPART: "Try it for four weeks, state the hours, and count who comes.",
    GapKind.AMENITY: "If you offer it, state it wherever you are listed; else ask what it takes.",
}


def market_candidates(business: LocalBusiness, gaps: MarketGaps) -> Iterator[Candidate]:
    """Yield what follows from the gaps, surer ones with more confidence."""
    for gap in gaps.gaps or ():
        if _is_for(business, gap):
            name = gap.name.replace("_", " ")
            yield Candidate(
                key=f"gap:{gap.kind}:{gap.name}",
                title=_TITLES[gap.kind].format(name=name),
                why=gap.meaning,
                how=_HOW[gap.kind],
                impact=Level.MEDIUM,
                confidence_ratio=1.0 - float(gap.q_value.value or 0.0),
                effort=Level.LOW if gap.kind is GapKind.TRADE else Level.MEDIUM,
                basis=Basis.MODELLED,
                method=METHOD,
                evidence=gap.seen.evidence,
            )


def _is_for(business: LocalBusiness, gap: MarketGap) -> bool:
    """Say whether the gap is one that this business could fill."""
    if gap.kind is GapKind.TRADE:
        return gap.name in rival_categories(business.category)
    if gap.kind is GapKind.DAYPART:
        hours = business.opening_hours
        return hours is not None and Daypart[gap.name.upper()] not in own_dayparts(hours)
    return True
