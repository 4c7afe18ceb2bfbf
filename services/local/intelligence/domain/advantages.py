"""In what is the business ahead of those around it? Only what the facts bear out.

An advantage that would vanish if any one rival were left out is marked as weak.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from local.businesses.domain.business import LocalBusiness
from local.intelligence.domain.rating_scores import PRIOR_RATINGS, bayesian_average
from local.intelligence.domain.rival_figures import DECIMALS, RivalFigures
from local.places.domain.dayparts import Daypart, open_dayparts, own_dayparts
from local.places.domain.place import Place
from shared.evidence import Figure

METHOD = "advantages@1"
FEWEST_RIVALS = 5
# Ahead of three in four; cheaper by at least a tenth.
_FEW_RATIO = 0.25
_CHEAPER_RATIO = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Advantage:
    """Something to tell customers: what it is, the figure behind it, and how sure it is."""

    title: str
    figure: Figure
    is_weak: bool


def advantages(
    business: LocalBusiness, own: Place | None, rivals: Sequence[Place], figures: RivalFigures
) -> tuple[Advantage, ...]:
    """Return what the business is ahead in, by hours, rating and price."""
    found = [*_by_hours(business, rivals, figures)]
    if own is not None:
        found += _by_rating(own, rivals, figures)
        found += _by_price(own, rivals, figures)
    return tuple(found)


def _by_hours(
    business: LocalBusiness, rivals: Sequence[Place], figures: RivalFigures
) -> Iterator[Advantage]:
    """Yield the times at which the business is open and at most a quarter of its rivals are."""
    if business.opening_hours is None:
        return
    stated = {rival.opening_hours for rival in rivals if rival.opening_hours}
    open_by_words = {words: open_dayparts(words) for words in stated}
    known = [
        times
        for rival in rivals
        if (times := open_by_words.get(rival.opening_hours or "")) is not None
    ]
    for daypart in own_dayparts(business.opening_hours):
        others = sum(daypart in times for times in known)
        if len(known) >= FEWEST_RIVALS and _is_few(others, len(known)):
            yield Advantage(
                title=f"Open when few others are: {_WORDS[daypart]}",
                figure=figures.known(others, "rivals open then", len(known), method=METHOD),
                is_weak=not _is_few(others, len(known) - 1),
            )


def _by_rating(own: Place, rivals: Sequence[Place], figures: RivalFigures) -> Iterator[Advantage]:
    rated = [rival for rival in rivals if rival.rating is not None]
    # Before that, the score is more the local mean than the shop's own.
    is_own = own.rating is not None and (own.rating_count or 0) >= PRIOR_RATINGS
    if not is_own or len(rated) < FEWEST_RIVALS:
        return
    local_mean = fmean(rival.rating or 0.0 for rival in rated)
    own_score = _score(own, local_mean)
    better = sum(_score(rival, local_mean) >= own_score for rival in rated)
    if _is_few(better, len(rated)):
        yield Advantage(
            title="Rated better than three in four, the number of ratings considered",
            figure=figures.known(
                round(own_score, DECIMALS), "stars", len(rated), own.evidence, method=METHOD
            ),
            is_weak=not _is_few(better, len(rated) - 1),
        )


def _by_price(own: Place, rivals: Sequence[Place], figures: RivalFigures) -> Iterator[Advantage]:
    prices = sorted(p for rival in rivals if (p := rival.cost_for_two_paise) is not None)
    cost = own.cost_for_two_paise
    if cost is None or len(prices) < FEWEST_RIVALS:
        return
    ratio = cost / median(prices)
    if ratio <= _CHEAPER_RATIO:
        # Of all that could be left out, the dearest would lower the median most.
        yield Advantage(
            title="Cheaper than most around",
            figure=figures.known(
                round(ratio, DECIMALS), "ratio", len(prices), own.evidence, method=METHOD
            ),
            is_weak=cost / median(prices[:-1]) > _CHEAPER_RATIO,
        )


def _score(place: Place, local_mean: float) -> float:
    return bayesian_average(place.rating or 0.0, place.rating_count or 0, local_mean)


def _is_few(count: int, n: int) -> bool:
    return count <= _FEW_RATIO * n


_WORDS = {
    Daypart.EARLY_MORNING: "early in the morning",
    Daypart.MORNING: "in the morning",
    Daypart.LUNCH: "at lunch time",
    Daypart.AFTERNOON: "in the afternoon",
    Daypart.EVENING: "in the evening",
    Daypart.LATE_EVENING: "late in the evening",
    Daypart.NIGHT: "at night",
    Daypart.SUNDAY: "on Sundays",
}
