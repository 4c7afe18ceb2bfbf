"""What is an opportunity, and which of them comes first?

Worth is impact times confidence over effort and cost. Impact and effort are our own judgement in
three steps, declared and not measured; each part is shown beside the result.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from local.places.domain.level import Level
from shared.evidence import Basis, Figure
from shared.money import Money

RANK = "opportunity_rank@2"
# A thousand rupees weigh as much as one step of effort.
PAISE_PER_STEP = 100_000
# What touches one in ten of those it is counted among has a high impact; our own rule.
NOTABLE_SHARE = 0.1
_DECIMALS = 4


STEPS = {Level.HIGH: 3, Level.MEDIUM: 2, Level.LOW: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Something that could be done, with the parts of its worth; `evidence` is never empty.

    `key` names it from day to day, so that what was done or found wrong can be told. `counted` are
    the figures that it follows from, where it follows from figures.
    """

    key: str
    title: str
    why: str
    how: str
    impact: Level
    confidence_ratio: float
    effort: Level
    cost_paise: int = 0
    basis: Basis
    method: str
    evidence: tuple[str, ...]
    expires_on: date | None = None
    counted: tuple[Figure, ...] = ()

    @property
    def worth(self) -> float:
        """Return impact times confidence over effort and cost."""
        burden = STEPS[self.effort] + self.cost_paise / PAISE_PER_STEP
        return STEPS[self.impact] * self.confidence_ratio / burden


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """One thing to do; priority 1 is the most worthwhile. `evidence` names what it follows from."""

    key: str
    title: str
    why: str
    how: str
    impact: Level
    confidence: Figure
    effort: Level
    cost: dict[str, str]
    worth: Figure
    priority: int
    basis: Basis
    method: str
    evidence: tuple[str, ...]
    expires_on: date | None
    counted: tuple[Figure, ...]


def impact_of(touched: float, among: float) -> Level:
    """Return the impact of what touches so many of so many: inquiries, customers, reviews."""
    return Level.HIGH if touched >= NOTABLE_SHARE * among else Level.MEDIUM


def ranked(
    candidates: Iterable[Candidate], dismissed: Collection[str], as_of: datetime
) -> tuple[Opportunity, ...]:
    """Return what to do, the most worthwhile first; ties keep their order, dismissed ones go."""
    kept = [candidate for candidate in candidates if candidate.key not in dismissed]
    in_order = sorted(kept, key=lambda candidate: -candidate.worth)
    return tuple(
        _opportunity(candidate, priority, as_of)
        for priority, candidate in enumerate(in_order, start=1)
    )


def _opportunity(candidate: Candidate, priority: int, as_of: datetime) -> Opportunity:
    def figure(value: float, unit: str) -> Figure:
        return Figure(
            value=round(value, _DECIMALS),
            unit=unit,
            basis=candidate.basis,
            method=RANK,
            as_of=as_of,
            evidence=candidate.evidence,
        )

    return Opportunity(
        key=candidate.key,
        title=candidate.title,
        why=candidate.why,
        how=candidate.how,
        impact=candidate.impact,
        confidence=figure(candidate.confidence_ratio, "ratio"),
        effort=candidate.effort,
        cost=Money(candidate.cost_paise).as_wire(),
        worth=figure(candidate.worth, "points"),
        priority=priority,
        basis=candidate.basis,
        method=candidate.method,
        evidence=candidate.evidence,
        expires_on=candidate.expires_on,
        counted=candidate.counted,
    )
