"""How many of the rivals do the sources know? Two lists that overlap tell, one alone cannot.

D. G. Chapman, "Some properties of the hypergeometric distribution with applications to zoological
sample censuses", Univ. Calif. Publ. Statist. 1 (1951): of what one source lists, the other knows a
share; of all there is, it is taken to know as much.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from local.intelligence.domain.rival_figures import DECIMALS, RivalFigures
from local.places.domain.label import OWNER
from local.places.domain.place import Place
from shared.evidence import Basis, Figure

METHOD = "two_source_completeness@1"
# Below seven places on both lists the estimate is biased (Robson and Regier, 1964).
FEWEST_IN_BOTH = 7
NEARLY_ALL_RATIO = 0.9
AT_LEAST = (
    "Counts are what the imported sources list. Open map data leave shops out, so the true number "
    "is at least this."
)
_MEASURED_AT_LEAST = (
    "The imported sources know about {ratio:.0%} of these shops, by how far they overlap: the true "
    "number is at least what is counted, and probably about {total:.0f}."
)
_NEARLY_ALL = (
    "The imported sources know about {ratio:.0%} of these shops, by how far they overlap: the "
    "count is nearly the true number."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """The share of the rivals that the sources list together, and how to read their count."""

    ratio: Figure
    note: str


def completeness(
    rivals: Sequence[Place], merged: Sequence[Place], figures: RivalFigures
) -> Completeness:
    """Return how complete the two largest sources are; `merged` are listings of others' places."""
    # An owner picks rivals, also from the map itself: no second list that was drawn by chance.
    listed = Counter(place.source for place in (*rivals, *merged) if place.source != OWNER)
    if len(listed) < len(("one", "another")):
        missing = "One source cannot tell what it leaves out; import a second one."
        return Completeness(
            ratio=figures.insufficient("ratio", missing, method=METHOD), note=AT_LEAST
        )
    (first, n_first), (second, n_second) = listed.most_common(2)
    in_both = _in_both(rivals, merged, {first, second})
    if in_both < FEWEST_IN_BOTH:
        missing = f"{in_both} places are on both lists, {FEWEST_IN_BOTH} are needed."
        return Completeness(
            ratio=figures.insufficient("ratio", missing, method=METHOD), note=AT_LEAST
        )
    total = (n_first + 1) * (n_second + 1) / (in_both + 1) - 1
    ratio = min(1.0, (n_first + n_second - in_both) / total)
    words = _NEARLY_ALL if ratio >= NEARLY_ALL_RATIO else _MEASURED_AT_LEAST
    return Completeness(
        ratio=figures.known(
            round(ratio, DECIMALS), "ratio", in_both, method=METHOD, basis=Basis.MODELLED
        ),
        note=words.format(ratio=ratio, total=total),
    )


def _in_both(rivals: Sequence[Place], merged: Sequence[Place], sources: set[str]) -> int:
    """Return how many places of the one source are listed by the other as well."""
    by_evidence = {place.evidence: place for place in (*rivals, *merged)}
    stand_ins = (by_evidence.get(place.duplicate_of or "") for place in merged)
    pairs = zip(merged, stand_ins, strict=True)
    return sum(
        {place.source, other.source} == sources for place, other in pairs if other is not None
    )
