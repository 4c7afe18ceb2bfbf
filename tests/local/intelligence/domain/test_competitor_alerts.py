from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.category import BusinessCategory
from local.businesses.domain.coordinates import haversine_km
from local.businesses.domain.location import Location, LocationSource
from local.intelligence.domain.competitor_alerts import CompetitorAlerts, competitor_alerts
from local.places.domain.coverage import FullRelease, coverage_of
from local.places.domain.level import Level
from local.places.domain.place import Place
from local.places.domain.place_changes import (
    ChangeKind,
    FoundChange,
    History,
    PlaceChange,
)
from local.places.domain.surroundings import SourceNote, Surroundings
from tests.local.places.corner import LATITUDE, LONGITUDE, north_of, place

TODAY = datetime(2026, 11, 26, tzinfo=UTC)
NOTE = SourceNote(import_id=None, source="osm", licence=None, attribution=None, imported_at=TODAY)
ASHA = LocalBusiness(
    name="Asha",
    category=BusinessCategory.SALON,
    latitude=LATITUDE,
    longitude=LONGITUDE,
    radius_km=2,
)
HERE = Location(
    latitude=LATITUDE, longitude=LONGITUDE, source=LocationSource.DECLARED, state=None, note=None
)


def release(number: int, source: str = "osm", metres: float = -500) -> FullRelease:
    """Return a full release of salons from so many metres north of the business to 5 km."""
    corners = [
        place("1", latitude=north_of(metres), longitude=77.0),
        place("2", latitude=north_of(5_000), longitude=78.0),
    ]
    covered = coverage_of(corners)
    assert covered is not None
    return FullRelease(UUID(int=number), source, TODAY - timedelta(days=10 - number), covered)


TWO_RELEASES = (release(2), release(1))


def found(
    number: int,
    kind: ChangeKind = ChangeKind.CLOSED,
    listed: Place | None = None,
    before: str | None = None,
    after: str | None = None,
    days_ago: float = 5,
) -> FoundChange:
    change = PlaceChange(
        kind=kind,
        place=listed or place("1"),
        before=before,
        after=after,
        confidence=Level.LOW if kind is ChangeKind.OPENED else Level.MEDIUM,
    )
    return FoundChange(UUID(int=number), TODAY - timedelta(days=days_ago), change)


def alerts(
    *changes: FoundChange,
    places: tuple[Place, ...] = (),
    releases: tuple[FullRelease, ...] = TWO_RELEASES,
    business: LocalBusiness = ASHA,
) -> CompetitorAlerts:
    around = Surroundings(places=places, imports=[NOTE], history=History(changes, releases))
    return competitor_alerts(business, HERE, around, TODAY)


def kinds(told: CompetitorAlerts) -> list[ChangeKind]:
    assert told.items is not None
    return [alert.kind for alert in told.items]


def test_a_change_is_told_with_its_distance_and_evidence() -> None:
    told = alerts(found(7, listed=place("1", latitude=north_of(300)), before="Cut and Curl"))
    assert told.items is not None
    (alert,) = told.items
    assert (alert.kind, alert.before, alert.after) == ("closed", "Cut and Curl", None)
    assert (alert.distance.value, alert.distance.unit) == (0.3, "km")
    assert alert.evidence == (f"place_change:{UUID(int=7)}",)
    assert alert.first_seen == TODAY - timedelta(days=5)
    assert alert.severity is Level.HIGH
    assert alert.what_to_do
    assert told.assessment.value == 1
    assert set(alert.evidence) < set(told.assessment.evidence)


def test_two_releases_without_a_change_are_an_answer() -> None:
    told = alerts()
    assert told.items == ()
    assert (told.assessment.value, told.assessment.as_of) == (0, TWO_RELEASES[0].released_at)
    assert told.assessment.evidence == (
        f"place_import:{UUID(int=2)}",
        f"place_import:{UUID(int=1)}",
    )


@pytest.mark.parametrize(
    "releases",
    [
        (),
        (release(1),),
        (release(2), release(1, source="other")),
        (release(2), release(1, metres=1)),
    ],
)
def test_one_release_of_the_place_is_not_enough(releases: tuple[FullRelease, ...]) -> None:
    told = alerts(releases=releases)
    assert (told.items, told.assessment.reason) == (None, "insufficient_data")
    assert "release=full" in str(told.assessment.missing)


def test_a_comparison_needs_the_trade_in_both_releases() -> None:
    cafe = replace(ASHA, category=BusinessCategory.CAFE)
    assert alerts(business=cafe).items is None


def test_a_trade_without_rivals_has_no_alerts() -> None:
    other = replace(ASHA, category=BusinessCategory.OTHER)
    told = alerts(found(1), business=other)
    assert (told.items, told.assessment.reason) == (None, "category_too_broad")


def test_only_the_newest_two_releases_are_cited() -> None:
    told = alerts(releases=(release(1), release(3), release(2)))
    assert told.assessment.evidence == (
        f"place_import:{UUID(int=3)}",
        f"place_import:{UUID(int=2)}",
    )


def test_a_place_on_exactly_the_radius_is_inside() -> None:
    listed = place("1", latitude=north_of(2_000))
    radius_km = haversine_km(LATITUDE, LONGITUDE, listed.latitude, listed.longitude)
    for radius, told in ((radius_km, ["closed"]), (radius_km - 1e-6, [])):
        business = replace(ASHA, radius_km=radius)
        assert kinds(alerts(found(1, listed=listed), business=business)) == told


def test_only_rival_trades_and_not_the_business_itself_are_told() -> None:
    assert kinds(alerts(found(1, listed=place(category=BusinessCategory.CAFE)))) == []
    assert kinds(alerts(found(1, listed=place(name="ASHA")))) == []


@pytest.mark.parametrize(
    ("kind", "metres", "category", "severity"),
    [
        (ChangeKind.OPENED, 499, BusinessCategory.SALON, Level.HIGH),
        (ChangeKind.CLOSED, 501, BusinessCategory.SALON, Level.MEDIUM),
        (ChangeKind.OPENED, 100, BusinessCategory.SPA, Level.MEDIUM),
        (ChangeKind.RENAMED, 100, BusinessCategory.SALON, Level.MEDIUM),
        (ChangeKind.RENAMED, 900, BusinessCategory.SALON, Level.LOW),
        (ChangeKind.OPENED, 900, BusinessCategory.SPA, Level.LOW),
    ],
)
def test_severity_follows_the_stated_rule(
    kind: ChangeKind, metres: float, category: BusinessCategory, severity: Level
) -> None:
    listed = place("1", latitude=north_of(metres), category=category)
    told = alerts(found(1, kind, listed, after="x"))
    assert told.items is not None
    assert told.items[0].severity is severity


def test_the_gravest_and_nearest_come_first() -> None:
    far, near = (place(f"{metres}", latitude=north_of(metres)) for metres in (1_500, 100))
    told = alerts(
        found(1, ChangeKind.RENAMED, far, after="x"), found(2, listed=far), found(3, listed=near)
    )
    assert told.items is not None
    assert [alert.evidence[0][-1] for alert in told.items] == ["3", "2", "1"]


def test_a_change_is_told_once_in_thirty_days() -> None:
    told = alerts(
        found(1, ChangeKind.RENAMED, before="A", after="B", days_ago=20),
        found(2, ChangeKind.RENAMED, before="B", after="C", days_ago=2),
        found(3, ChangeKind.RENAMED, place("2"), before="Y", after="Z", days_ago=31),
    )
    assert told.items is not None
    (alert,) = told.items
    assert (alert.before, alert.after) == ("A", "C")
    assert alert.first_seen == TODAY - timedelta(days=20)
    assert len(alert.evidence) == 2


def test_what_was_undone_is_not_told() -> None:
    there_and_back = (
        found(1, ChangeKind.RENAMED, before="A", after="B"),
        found(2, ChangeKind.RENAMED, before="B", after="A"),
    )
    assert kinds(alerts(*there_and_back)) == []
    assert kinds(alerts(found(1), found(2, ChangeKind.LISTED_AGAIN))) == []
    assert kinds(alerts(found(1), found(2, ChangeKind.LISTED_AGAIN, place("2")))) == [
        "closed",
        "listed_again",
    ]


def test_two_sources_that_show_the_same_change_make_it_sure_and_are_told_once() -> None:
    twin = place("9", source="directory", latitude=north_of(20))
    told = alerts(found(1), found(2, listed=twin))
    assert told.items is not None
    (alert,) = told.items
    assert (alert.confidence, len(alert.evidence)) == (Level.HIGH, 2)
    assert alert.confidence_reason == "directory and osm both show it."


def test_another_source_confirms_an_opening_and_contradicts_a_closing() -> None:
    twin = place("9", source="directory", latitude=north_of(20), name="Cut and Curls")
    stranger = place("8", source="directory", name="Somebody Else")
    for kind, confidence, words in (
        (ChangeKind.OPENED, Level.MEDIUM, "directory lists it too"),
        (ChangeKind.CLOSED, Level.LOW, "directory still lists it"),
        (ChangeKind.RENAMED, Level.MEDIUM, "osm alone shows it"),
    ):
        told = alerts(found(1, kind, after="x"), places=(twin, stranger))
        assert told.items is not None
        assert told.items[0].confidence is confidence
        assert words in told.items[0].confidence_reason
