from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.category import BusinessCategory
from local.places.domain.place import Place
from local.places.domain.place_matches import Matches, matched
from tests.local.places.corner import north_of, place


def scattered_place(number: int, metres: int, name: str | None, category: str) -> Place:
    trade = BusinessCategory(category)
    return place(str(number), latitude=north_of(metres), name=name, category=trade)


releases = st.lists(
    st.builds(
        scattered_place,
        st.integers(0, 12),
        st.integers(0, 900),
        st.sampled_from(["Amber", "Amber Salon", "Beryl", None]),
        st.sampled_from(["salon", "spa", "cafe", "other"]),
    ),
    unique_by=lambda found: found.key,
    max_size=12,
)


def ends(matches: Matches) -> list[tuple[str, str]]:
    return sorted((pair.before.source_id, pair.after.source_id) for pair in matches.pairs)


def pair(before: Place, after: Place) -> bool:
    return bool(matched([before], [after]).pairs)


def test_the_id_of_the_source_goes_before_everything() -> None:
    old = [place("1", name="Amber"), place("2", name="Beryl")]
    new = [place("1", name="Beryl"), place("2", name="Amber")]
    assert ends(matched(old, new)) == [("1", "1"), ("2", "2")]


def test_a_place_that_was_entered_again_under_a_new_id_is_the_same() -> None:
    assert pair(place("1"), place("9", latitude=north_of(30)))
    assert pair(place("1"), place("9", name="Cut & Curls", latitude=north_of(30)))
    assert pair(place("1", name=None), place("9", name=None, latitude=north_of(5)))


def test_another_name_at_the_same_spot_in_the_same_trade_is_the_same() -> None:
    assert pair(place("1"), place("9", name="Beryl", latitude=north_of(9)))
    assert not pair(place("1"), place("9", name="Beryl", latitude=north_of(20)))
    bank = place("9", name="Beryl", category=BusinessCategory.SERVICES)
    assert not pair(place("1"), bank)


@pytest.mark.parametrize(
    ("word", "other", "is_pair"),
    [
        ("amenity=bank", "amenity=bank", True),
        ("amenity=bank", "amenity=atm", False),
        (None, None, False),
    ],
)
def test_at_one_spot_an_unknown_trade_is_the_same_only_by_the_word_of_the_source(
    word: str | None, other: str | None, is_pair: bool
) -> None:
    old = place("1", name="Amber", category=BusinessCategory.OTHER, source_category=word)
    new = place("9", name="Beryl", category=BusinessCategory.OTHER, source_category=other)
    assert pair(old, new) is is_pair
    assert not pair(old, place("9", name="Beryl"))


def test_the_same_name_a_few_streets_on_has_moved_and_beyond_that_it_is_another() -> None:
    assert pair(place("1"), place("9", latitude=north_of(400)))
    assert not pair(place("1"), place("9", latitude=north_of(600)))


def test_an_id_that_came_to_mean_another_shop_is_no_match() -> None:
    bank = place("1", name="Beryl Bank", category=BusinessCategory.SERVICES)
    assert not pair(place("1"), bank)
    assert not pair(place("1"), place("1", name="Beryl", latitude=north_of(900)))
    assert pair(place("1"), place("1", category=BusinessCategory.SERVICES))
    assert pair(place("1"), place("1", name=None, category=BusinessCategory.SERVICES))


def test_the_likest_are_paired_first() -> None:
    old = [place("1", name="Amber"), place("2", name="Beryl", latitude=north_of(8))]
    new = [place("8", name="Beryl", latitude=north_of(2)), place("9", name="Amber")]
    assert ends(matched(old, new)) == [("1", "9"), ("2", "8")]


@given(before=releases, after=releases, seed=st.randoms(use_true_random=False))
def test_every_place_is_in_one_heap_and_order_does_not_matter(
    before: list[Place], after: list[Place], seed: Random
) -> None:
    matches = matched(before, after)
    old = [pair.before.key for pair in matches.pairs] + [gone.key for gone in matches.missing]
    now = [pair.after.key for pair in matches.pairs] + [new.key for new in matches.new]
    assert sorted(old) == sorted(found.key for found in before)
    assert sorted(now) == sorted(found.key for found in after)
    seed.shuffle(before)
    seed.shuffle(after)
    assert ends(matched(before, after)) == ends(matches)


@given(release=releases)
def test_a_release_matches_itself(release: list[Place]) -> None:
    matches = matched(release, release)
    assert (len(matches.pairs), matches.missing, matches.new) == (len(release), [], [])
