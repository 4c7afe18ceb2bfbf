"""Which occasion must be prepared for now?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from local.intelligence.domain.opportunity import Candidate
from local.intelligence.domain.seasons import CommercialOccasion, Festival, SeasonalTrends
from local.places.domain.level import Level
from shared.evidence import Basis, Figure

METHOD = "prepare_in_time@1"
# An owner can prepare for a few things at once; the nearest count.
MOST_AT_ONCE = 5
NOTABLE_UPLIFT = 1.2
# Our own reading: a day that may still move is worth preparing for, and may come too early.
ESTIMATED_CONFIDENCE = 0.8


@dataclass(frozen=True, slots=True)
class _Coming:
    first_day: date
    name: str
    prepare_by: date
    is_estimated: bool
    uplift: Figure


def season_candidates(trends: SeasonalTrends) -> Iterator[Candidate]:
    """Yield the nearest occasions whose time to begin has come, and which are still ahead."""
    today = trends.first_day
    due = [
        coming
        for coming in sorted(_coming(trends), key=lambda item: (item.first_day, item.name))
        if coming.prepare_by <= today < coming.first_day
    ]
    for coming in due[:MOST_AT_ONCE]:
        yield Candidate(
            key=f"season:{coming.first_day}:{coming.name}",
            title=f"Prepare for {coming.name}",
            why=f"It begins on {coming.first_day:%d %B}; in your trade one begins by "
            f"{coming.prepare_by:%d %B}.",
            how="Settle stock, staff, offer and opening hours, and announce them.",
            impact=_impact(coming.uplift),
            confidence_ratio=ESTIMATED_CONFIDENCE if coming.is_estimated else 1.0,
            effort=Level.MEDIUM,
            basis=Basis.DECLARED,
            method=METHOD,
            evidence=(f"calendar:{coming.first_day}:{coming.name}",),
            expires_on=coming.first_day,
        )


def _coming(trends: SeasonalTrends) -> Iterator[_Coming]:
    yield from map(_festival, trends.festivals or ())
    yield from map(_occasion, trends.occasions or ())


def _festival(festival: Festival) -> _Coming:
    return _Coming(
        festival.day,
        ", ".join(festival.names),
        festival.preparation.prepare_by,
        festival.is_estimated,
        festival.uplift,
    )


def _occasion(occasion: CommercialOccasion) -> _Coming:
    return _Coming(
        occasion.first_day,
        occasion.name,
        occasion.preparation.prepare_by,
        occasion.is_estimated,
        occasion.uplift,
    )


def _impact(uplift: Figure) -> Level:
    """Return high where the shop's own orders rose by a fifth, else what we suppose of any."""
    is_notable = uplift.basis is Basis.MEASURED and float(uplift.value or 0) >= NOTABLE_UPLIFT
    return Level.HIGH if is_notable else Level.MEDIUM
