from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given

from local.businesses.domain.category import BusinessCategory
from local.places.domain.coverage import coverage_of
from local.places.domain.label import ImportLabel
from local.places.domain.level import Level
from local.places.domain.place import Place
from local.places.domain.place_changes import (
    ChangeKind,
    Comparison,
    FoundChange,
    Scope,
    compare,
    opened_lately,
)
from tests.local.places.corner import north_of, place
from tests.local.places.domain.test_place_matches import releases

TODAY = date(2026, 11, 26)
MAP = ImportLabel("osm", "ODbL-1.0", None)
REGISTER = ImportLabel("register", "CC0-1.0", None)
VENDOR = ImportLabel("vendor", "terms of the vendor", None)
# The corners of the town, so that every release covers what lies between.
TOWN = [place("south", name="South Gate"), place("north", name="Far", latitude=north_of(5_000))]


def compared(
    before: Sequence[Place], after: Sequence[Place], label: ImportLabel = MAP
) -> Comparison:
    """Compare two full releases of the town."""
    old, now = [*TOWN, *before], [*TOWN, *after]
    scope = Scope(
        label=label,
        covered=coverage_of(now),
        covered_before=[covered] if (covered := coverage_of(old)) else [],
        known=Counter(found.category for found in old),
        released_on=TODAY,
    )
    return compare(old, now, scope)


def told(comparison: Comparison) -> list[tuple[str, str | None, str | None]]:
    return [(found.kind, found.before, found.after) for found in comparison.changes]


def shop(number: int = 1, metres: float = 100, **changes: Any) -> Place:
    return place(str(number), latitude=north_of(metres), **changes)


def test_what_is_listed_anew_has_opened_and_what_is_no_longer_listed_has_closed() -> None:
    opened = compared([], [shop(name="Amber")])
    assert told(opened) == [("opened", None, "Amber")]
    closed = compared([shop(name="Amber")], [])
    assert told(closed) == [("closed", "Amber", None)]
    assert [gone.source_id for gone in closed.gone] == ["1"]


def test_outside_what_both_releases_cover_nothing_opens_or_closes() -> None:
    beyond = shop(name="Beyond", metres=9_000)
    assert told(compared([beyond], [])) == []
    assert told(compared([], [beyond])) == []
    cafe = shop(category=BusinessCategory.CAFE)
    assert told(compared([cafe], [])) == []
    assert told(compared([], [cafe])) == []


def test_what_a_release_does_not_speak_for_is_not_replaced_by_what_it_lists() -> None:
    unmapped = shop(1, name="Amber", category=BusinessCategory.OTHER)
    found = compared([unmapped], [shop(9, name="Amber", metres=110)])
    assert told(found) == [("opened", None, "Amber")]
    assert found.gone == []


def test_a_part_closes_and_opens_nothing_but_shows_what_differs() -> None:
    scope = Scope(
        label=MAP,
        covered=None,
        covered_before=[covered] if (covered := coverage_of(TOWN)) else [],
        known={},
        released_on=TODAY,
    )
    before = [*TOWN, shop(1, name="Amber"), shop(2, 300, name="Beryl")]
    after = [shop(1, name="Coral"), shop(3, 500, name="New")]
    assert told(compare(before, after, scope)) == [("renamed", "Amber", "Coral")]


@pytest.mark.parametrize("number", [1, 9])
def test_a_rename_is_no_closing_and_opening(number: int) -> None:
    found = compared([shop(name="Amber")], [shop(number, name="Beryl")])
    assert told(found) == [("renamed", "Amber", "Beryl")]
    assert found.changes[0].confidence == (Level.MEDIUM if number == 1 else Level.LOW)


def test_what_is_listed_under_a_new_id_leaves_the_old_one_gone_but_not_closed() -> None:
    found = compared([shop(1)], [shop(9)])
    assert told(found) == []
    assert [gone.source_id for gone in found.gone] == ["1"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"name": "Café Amber"}, {"name": "CAFE AMBER"}),
        ({"name": "Hotel Amber"}, {"name": "Amber"}),
        ({"name": None}, {"name": "Amber"}),
        ({"name": "Amber"}, {"name": None}),
        ({"metres": 100}, {"metres": 145}),
        ({"opening_hours": "10:00-21:30"}, {"opening_hours": "Mo-Su 10:00-21:30"}),
        ({"opening_hours": None}, {"opening_hours": "10:00-21:30"}),
        ({"opening_hours": "10:00-21:30"}, {"opening_hours": None}),
        ({"category": BusinessCategory.SALON}, {"category": BusinessCategory.SPA}),
    ],
)
def test_an_edit_of_the_map_alone_is_no_change(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert told(compared([shop(**before)], [shop(**after)])) == []


def test_a_move_shows_both_positions() -> None:
    (moved,) = compared([shop(metres=100)], [shop(metres=160)]).changes
    assert (moved.kind, moved.before, moved.after) == (
        ChangeKind.MOVED,
        "12.97250, 77.59460",
        "12.97304, 77.59460",
    )


@pytest.mark.parametrize(
    ("hours", "label", "confidence"),
    [
        ("10:00-22:00", MAP, Level.MEDIUM),
        ("10:00-22:00", REGISTER, Level.HIGH),
        ("till late", REGISTER, Level.LOW),
    ],
)
def test_other_hours_are_as_sure_as_they_can_be_read(
    hours: str, label: ImportLabel, confidence: Level
) -> None:
    before, after = shop(opening_hours="10:00-21:30"), shop(opening_hours=hours)
    (found,) = compared([before], [after], label).changes
    assert (found.kind, found.after, found.confidence) == ("hours_changed", hours, confidence)


@pytest.mark.parametrize(
    ("label", "ratings", "count", "expected"),
    [
        (REGISTER, (4.0, 4.3), 20, [("rating_changed", "4", "4.3")]),
        (REGISTER, (4.0, 4.2), 20, []),
        (REGISTER, (4.0, 4.9), 19, []),
        (REGISTER, (None, 4.9), 20, []),
        (REGISTER, (4.0, None), 20, []),
        (VENDOR, (4.0, 2.0), 500, []),
    ],
)
def test_ratings_are_compared_only_where_they_may_be_kept(
    label: ImportLabel,
    ratings: tuple[float | None, float | None],
    count: int,
    expected: list[tuple[str, str, str]],
) -> None:
    before, after = (shop(rating=rating, rating_count=count) for rating in ratings)
    assert told(compared([before], [after], label)) == expected


def test_a_rating_without_a_number_of_ratings_cannot_jump() -> None:
    assert told(compared([shop(rating=1.0)], [shop(rating=5.0)], REGISTER)) == []


@pytest.mark.parametrize(
    ("label", "opening_date", "confidence"),
    [
        (MAP, None, Level.LOW),
        (MAP, "1995", Level.LOW),
        (MAP, "2026-10", Level.MEDIUM),
        (REGISTER, None, Level.MEDIUM),
    ],
)
def test_an_opening_on_a_map_is_doubtful_unless_a_recent_date_is_stated(
    label: ImportLabel, opening_date: str | None, confidence: Level
) -> None:
    (found,) = compared([], [shop(opening_date=opening_date)], label).changes
    assert found.confidence == confidence


@pytest.mark.parametrize(
    ("stated", "is_late"),
    [("2025-11-26", True), ("2025-11-25", False), ("2025", True), ("2024", False), (None, False)],
)
def test_lately_is_within_a_year(stated: str | None, is_late: bool) -> None:
    assert opened_lately(shop(opening_date=stated), TODAY) is is_late


def test_a_place_that_comes_back_is_listed_again() -> None:
    gone = shop(missing_since=datetime(2026, 10, 1, tzinfo=UTC))
    found = compared([gone], [shop(name="Other Name")])
    assert told(found) == [("listed_again", "missing since 2026-10-01", "Other Name")]
    assert told(compared([gone], [])) == []


def test_an_id_that_came_to_mean_another_shop_closes_one_and_opens_the_other() -> None:
    cafe_before = shop(7, 2_000, name="Old Cafe", category=BusinessCategory.CAFE)
    cafe_after = shop(7, 2_000, name="Old Cafe", category=BusinessCategory.CAFE)
    now_a_cafe = shop(1, name="Beryl", category=BusinessCategory.CAFE)
    edge = shop(8, 50, name="Edge", category=BusinessCategory.CAFE)
    found = compared([shop(1, name="Amber"), cafe_before, edge], [now_a_cafe, cafe_after, edge])
    assert told(found) == [("opened", None, "Beryl"), ("closed", "Amber", None)]
    assert found.gone == []


@pytest.mark.parametrize("missing", [10, 11])
def test_when_too_many_vanish_at_once_the_file_is_doubted_and_not_the_shops(missing: int) -> None:
    shops = [shop(number, 100 + 40 * number, name=f"Shop {number}") for number in range(60)]
    found = compared(shops, shops[missing:])
    if missing == 10:
        assert [kind for kind, _, _ in told(found)] == ["closed"] * 10
        assert (len(found.gone), found.note) == (10, None)
    else:
        assert (told(found), found.gone) == ([], [])
        assert "salon (11)" in str(found.note)
    appeared = compared(shops[missing:], shops)
    assert len(appeared.changes) == (10 if missing == 10 else 0)


@given(release=releases)
def test_a_release_compared_with_itself_shows_no_change(release: list[Place]) -> None:
    found = compared(release, release)
    assert (found.changes, found.gone, found.note) == ([], [], None)


@given(before=releases, after=releases)
def test_a_place_is_gone_only_if_it_is_not_listed(before: list[Place], after: list[Place]) -> None:
    found = compared(before, after)
    listed = {now.key for now in after}
    assert not {gone.key for gone in found.gone} & listed
    assert len({(change.kind, change.place.key) for change in found.changes}) == len(found.changes)


@given(before=releases, after=releases)
def test_a_change_is_stored_without_loss(before: list[Place], after: list[Place]) -> None:
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    for change in compared(before, after).changes:
        stored = change.to_values() | {"id": UUID(int=7), "found_at": moment}
        found = FoundChange.from_values(stored)
        assert found.change.to_values() == change.to_values()
        assert found.evidence == f"place_change:{UUID(int=7)}"
