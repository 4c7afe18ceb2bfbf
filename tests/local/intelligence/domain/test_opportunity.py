from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from local.intelligence.domain.opportunity import Candidate, ranked
from local.places.domain.level import Level
from shared.evidence import Basis

AS_OF = datetime(2026, 11, 26, tzinfo=UTC)
CANDIDATE = Candidate(
    key="gap:one",
    title="Do it",
    why="It is missing.",
    how="Like this.",
    impact=Level.MEDIUM,
    confidence_ratio=0.9,
    effort=Level.MEDIUM,
    cost_paise=100_000,
    basis=Basis.MODELLED,
    method="gaps@1",
    evidence=("place_import:1",),
)
LEVELS = st.sampled_from(Level)
CANDIDATES = st.builds(
    replace,
    st.just(CANDIDATE),
    impact=LEVELS,
    effort=LEVELS,
    confidence_ratio=st.floats(0, 1),
    cost_paise=st.integers(0, 10**7),
)


def test_worth_and_its_parts_are_shown_with_their_evidence() -> None:
    (found,) = ranked([CANDIDATE], (), AS_OF)
    assert (found.worth.value, found.worth.unit, found.worth.basis) == (0.6, "points", "modelled")
    assert (found.confidence.value, found.impact, found.effort) == (0.9, "medium", "medium")
    assert found.cost == {"amount": "1000.00", "currency": "INR"}
    assert found.worth.evidence == found.evidence == ("place_import:1",)


def test_what_was_dismissed_is_gone() -> None:
    other = replace(CANDIDATE, key="gap:two")
    assert [item.key for item in ranked([CANDIDATE, other], ["gap:one"], AS_OF)] == ["gap:two"]


def test_ties_keep_their_order() -> None:
    twins = [replace(CANDIDATE, key=str(number)) for number in range(5)]
    assert [item.key for item in ranked(twins, (), AS_OF)] == list("01234")


@given(candidates=st.lists(CANDIDATES, max_size=8))
def test_the_most_worthwhile_comes_first(candidates: list[Candidate]) -> None:
    found = ranked(candidates, (), AS_OF)
    worths = [float(item.worth.value or 0) for item in found]
    assert worths == sorted(worths, reverse=True)
    assert [item.priority for item in found] == list(range(1, len(candidates) + 1))


@given(candidate=CANDIDATES)
def test_worth_rises_with_impact_and_confidence_and_falls_with_effort_and_cost(
    candidate: Candidate,
) -> None:
    worth = candidate.worth
    assert replace(candidate, impact=Level.HIGH).worth >= worth
    assert replace(candidate, confidence_ratio=1.0).worth >= worth
    assert replace(candidate, effort=Level.HIGH).worth <= worth
    assert replace(candidate, cost_paise=candidate.cost_paise + 1).worth <= worth
