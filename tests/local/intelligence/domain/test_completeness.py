import pytest

from local.intelligence.domain.completeness import AT_LEAST, Completeness, completeness
from local.intelligence.domain.rival_figures import RivalFigures
from local.places.domain.place import Place
from local.places.domain.surroundings import Surroundings
from tests.local.intelligence.domain.test_market import NOTE, business
from tests.local.places.corner import place


def measured(rivals: list[Place], merged: list[Place]) -> Completeness:
    figures = RivalFigures(business(), Surroundings(places=(), imports=(NOTE,)))
    return completeness(rivals, merged, figures)


def listing(both: int, map_only: int, file_only: int) -> Completeness:
    """Two sources that share so many places, and know so many that the other does not."""
    shared = [place(f"b{n}") for n in range(both)]
    twins = [
        place(f"t{n}", source="file", duplicate_of=kept.evidence) for n, kept in enumerate(shared)
    ]
    alone = [place(f"m{n}") for n in range(map_only)]
    alone += [place(f"f{n}", source="file") for n in range(file_only)]
    return measured(shared + alone, twins)


def test_two_sources_that_overlap_tell_how_much_they_know() -> None:
    found = listing(both=40, map_only=40, file_only=20)
    # Chapman: 81 x 61 / 41 - 1 = 119.51 shops, of which 100 are listed.
    assert (found.ratio.value, found.ratio.n, found.ratio.basis) == (0.8367, 40, "modelled")
    assert "probably about 120" in found.note


def test_sources_that_know_the_same_shops_know_nearly_all() -> None:
    found = listing(both=60, map_only=2, file_only=1)
    assert "nearly the true number" in found.note
    assert float(found.ratio.value or 0) > 0.99


def test_half_of_both_sources_lost_changes_the_words() -> None:
    before, after = listing(60, 3, 3), listing(15, 17, 17)
    assert "nearly the true number" in before.note
    assert "at least" in after.note


@pytest.mark.parametrize("counts", [(0, 50, 0), (6, 40, 40), (0, 9, 9)])
def test_one_source_or_hardly_any_overlap_measures_nothing(counts: tuple[int, int, int]) -> None:
    found = listing(*counts)
    assert (found.ratio.value, found.note) == (None, AT_LEAST)


def test_a_third_source_does_not_disturb_the_two_largest() -> None:
    shared = [place(f"b{n}") for n in range(20)]
    twins = [place(f"t{n}", source="file", duplicate_of=p.evidence) for n, p in enumerate(shared)]
    third = [place("z", source="third", duplicate_of=shared[0].evidence)]
    lost = [place("y", source="file", duplicate_of="place:gone:1")]
    assert measured(shared, twins + third + lost).ratio.n == 20


def test_rivals_that_the_owner_picked_do_not_make_the_map_look_whole() -> None:
    known = [place(f"b{n}") for n in range(20)]
    picked = [place(f"o{n}", source="owner", duplicate_of=p.evidence) for n, p in enumerate(known)]
    found = measured(known, picked)
    assert (found.ratio.value, found.note) == (None, AT_LEAST)
