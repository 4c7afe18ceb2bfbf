"""Twelve changes planted into a real map of a city, among thousands of edits that mean nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random
from uuid import UUID

import pytest

from local.places.domain.coverage import coverage_of
from local.places.domain.label import ImportLabel
from local.places.domain.place import Place
from local.places.domain.place_changes import Scope, compare
from local.places.domain.place_snapshot import (
    ListedRelease,
    changes_between,
    places_in,
    snapshot_of,
)
from local.places.domain.written_hours import week_of
from tests.local.intelligence.domain import test_market_realdata as realdata
from tests.local.places.corner import METRES_PER_DEGREE

pytestmark = realdata.pytestmark

LABEL = ImportLabel("osm", "ODbL-1.0", "© OpenStreetMap contributors")
NEW_NAMES = ("Planted Orchid", "Planted Banyan")
EDITS = 1_000

Expected = Counter[tuple[str, str]]


@pytest.fixture(scope="module")
def city() -> list[Place]:
    every = {found.key: found for name in realdata.OSM_FILES for found in realdata.osm(name).places}
    return list(every.values())


def moved(place: Place, metres: float) -> Place:
    return replace(place, latitude=place.latitude + metres / METRES_PER_DEGREE)


def edited(place: Place, draw: Random) -> Place:
    """Return the place as a mapper may leave it without anything having happened in the street."""
    name = place.name or None
    return draw.choice(
        [
            moved(place, draw.uniform(-20, 20)),
            replace(place, name=name and name.upper()),
            replace(place, name=name and f"{name} "),
            replace(place, source_id=f"{place.source_id}-entered-again"),
            replace(place, opening_hours=_respelled(place.opening_hours)),
            replace(place, source_category="retagged=yes"),
        ]
    )


def _respelled(hours: str | None) -> str | None:
    return f"{hours}; PH off" if hours and week_of(hours) else hours


def later_release(places: Sequence[Place], draw: Random) -> tuple[list[Place], Expected]:
    """Return the later release, and the twelve changes that it holds."""
    after = {place.key: place for place in places}
    named = [place for place in places if place.name]
    timed = [place for place in named if place.opening_hours and week_of(place.opening_hours)]
    hours = draw.sample(timed, 2)
    others = draw.sample([place for place in named if place not in set(hours)], EDITS)
    closed, renamed, movers, edits = others[:3], others[3:5], others[5:7], others[7:]
    for place in edits:
        after[place.key] = edited(place, draw)
    for place in closed:
        del after[place.key]
    names = (replace(place, name=name) for place, name in zip(renamed, NEW_NAMES, strict=True))
    replaced = {
        **dict(zip(renamed, names, strict=True)),
        **{place: moved(place, draw.choice([-1, 1]) * draw.uniform(60, 300)) for place in movers},
        **{place: replace(place, opening_hours="Mo-Sa 05:05-05:55") for place in hours},
    }
    replaced[renamed[1]] = replace(replaced[renamed[1]], source_id="node/renamed")
    after |= {old.key: new for old, new in replaced.items()}
    opened = newcomers(draw.sample(named, 3))
    kinds = ["renamed"] * 2 + ["moved"] * 2 + ["hours_changed"] * 2
    changed = zip(kinds, replaced.values(), strict=True)
    expected = [("opened", new) for new in opened] + [("closed", old) for old in closed]
    told = Counter((kind, place.source_id) for kind, place in (*expected, *changed))
    return [*after.values(), *opened], told


def newcomers(neighbours: Sequence[Place]) -> list[Place]:
    return [
        replace(moved(near, 35), source_id=f"node/planted{number}", name=f"Newcomer {number}")
        for number, near in enumerate(neighbours)
    ]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_at_least_eleven_of_twelve_are_found_and_at_most_one_is_false(
    city: list[Place], seed: int
) -> None:
    later, expected = later_release(city, Random(seed))
    assert expected.total() == 12
    scope = Scope(
        label=LABEL,
        covered=coverage_of(later),
        covered_before=[covered] if (covered := coverage_of(city)) else [],
        known=Counter(place.category for place in city),
        released_on=date(2026, 11, 26),
    )
    told = compare(city, later, scope).changes
    found = Counter((str(change.kind), change.place.source_id) for change in told)
    assert (found & expected).total() >= 11, expected - found
    assert (found - expected).total() <= 1, found - expected


def test_the_same_twelve_are_found_between_two_kept_releases(city: list[Place]) -> None:
    later, expected = later_release(city, Random(1))
    older, newer = (kept_release(places, number) for number, places in enumerate((city, later)))
    told = changes_between(older, newer).changes
    found = Counter((str(change.kind), change.place.source_id) for change in told)
    assert (found & expected).total() >= 11, expected - found
    assert (found - expected).total() <= 1, found - expected


def kept_release(places: list[Place], number: int) -> ListedRelease:
    covered = coverage_of(places)
    assert covered is not None
    return ListedRelease(
        import_id=UUID(int=number),
        label=LABEL,
        coverage=covered,
        released_at=datetime(2026, 11, 26, tzinfo=UTC),
        places=places_in(snapshot_of(places).content, "osm"),
    )
