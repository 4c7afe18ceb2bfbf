"""Which changes around the business matter to it? What changed, how surely, and what to do."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.category import BusinessCategory, rival_categories
from local.businesses.domain.location import Location
from local.intelligence.domain.alert_texts import MOVES_CUSTOMERS, advice, sentence
from local.intelligence.domain.figures import INSUFFICIENT_DATA
from local.intelligence.domain.market import is_own_listing
from local.intelligence.domain.rival_figures import DECIMALS, gap_around
from local.places.domain.coverage import FullRelease
from local.places.domain.distance import NearbyPlace, haversine_km, nearby
from local.places.domain.duplicates import SAME_PLACE_KM, are_listed_alike
from local.places.domain.level import Level
from local.places.domain.place import Place, same_name
from local.places.domain.place_changes import ChangeKind, FoundChange, PlaceChange
from local.places.domain.surroundings import Surroundings
from shared.evidence import Figure, measured, unknown

METHOD = "competitor_alerts@1"
WINDOW = timedelta(days=30)
NEAR_KM = 0.5
SEVERITY_RULE = (
    "high: a competitor of the same trade within 500 m opened, closed or moved; medium: either "
    "within 500 m, or one of the same trade opened, closed or moved; low: all else."
)
_HOW_TO_COMPARE = (
    "What changed follows from two full releases of one source that cover the business; import one "
    "of its area with release=full, and later the next one."
)
_RELEASES_TO_COMPARE = 2
_STEPS = (Level.LOW, Level.MEDIUM, Level.HIGH)
_VANISHED_AND_BACK = {ChangeKind.CLOSED, ChangeKind.LISTED_AGAIN}
_UNIT = "alerts"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetitorAlert:
    """One change of one competitor; told once in the window, however many sources show it."""

    kind: ChangeKind
    place: str
    name: str | None
    category: BusinessCategory
    what: str
    before: str | None
    after: str | None
    distance: Figure
    severity: Level
    confidence: Level
    confidence_reason: str
    what_to_do: str
    first_seen: datetime
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetitorAlerts:
    """The changes of the last days, the gravest first; null where `assessment` says why."""

    items: tuple[CompetitorAlert, ...] | None
    window_days: int
    severity_rule: str
    assessment: Figure


@dataclass(frozen=True, slots=True)
class _Event:
    """One change of one place, as often as it was found, oldest first."""

    found: Sequence[FoundChange]

    @property
    def change(self) -> PlaceChange:
        return self.found[-1].change

    @property
    def before(self) -> str | None:
        return self.found[0].change.before

    @property
    def sources(self) -> Sequence[str]:
        return sorted({found.change.place.source for found in self.found})


def competitor_alerts(
    business: LocalBusiness, location: Location, around: Surroundings, as_of: datetime
) -> CompetitorAlerts:
    """Return what changed around the business within the window before the moment, or why not."""
    releases = _compared(business, location, around.history.releases)
    alerts = tuple(_alerts(business, location, around, as_of - WINDOW))
    gap = _gap(business, around, has_comparison=bool(releases or alerts))
    return CompetitorAlerts(
        items=None if gap else alerts,
        window_days=WINDOW.days,
        severity_rule=SEVERITY_RULE,
        assessment=gap or _count(alerts, releases),
    )


def _gap(business: LocalBusiness, around: Surroundings, *, has_comparison: bool) -> Figure | None:
    gap = gap_around(business, around)
    if gap is None and has_comparison:
        return None
    reason, missing = gap or (INSUFFICIENT_DATA, _HOW_TO_COMPARE)
    return unknown(_UNIT, reason=reason, missing=missing, method=METHOD)


def _count(alerts: Sequence[CompetitorAlert], releases: Sequence[FullRelease]) -> Figure:
    moments = [release.released_at for release in releases]
    cited = [release.evidence for release in releases]
    return measured(
        len(alerts),
        _UNIT,
        n=len(alerts),
        method=METHOD,
        as_of=max([*moments, *(alert.first_seen for alert in alerts)]),
        evidence=(*cited, *(name for alert in alerts for name in alert.evidence)),
    )


def _compared(
    business: LocalBusiness, location: Location, releases: Iterable[FullRelease]
) -> Sequence[FullRelease]:
    """Return the newest two full releases of each source that has two of this trade here."""
    trades = rival_categories(business.category)
    here = [
        release
        for release in releases
        if release.coverage.box.holds(location.latitude, location.longitude)
        and release.coverage.trades & trades
    ]
    newest_first = sorted(here, key=lambda release: release.released_at, reverse=True)
    counts = Counter(release.source for release in newest_first)
    seen = Counter[str]()
    compared: list[FullRelease] = []
    for release in newest_first:
        seen[release.source] += 1
        if counts[release.source] >= _RELEASES_TO_COMPARE >= seen[release.source]:
            compared.append(release)
    return compared


def _alerts(
    business: LocalBusiness, location: Location, around: Surroundings, since: datetime
) -> Sequence[CompetitorAlert]:
    recent = [found for found in around.history.changes if found.found_at >= since]
    alerts = [
        _alert(event, near, business, around)
        for event in _events(recent)
        for near in _rival(event.change.place, business, location)
    ]
    return sorted(
        alerts,
        key=lambda alert: (
            -_STEPS.index(alert.severity),
            alert.distance.value,
            alert.place,
            alert.kind,
        ),
    )


def _rival(place: Place, business: LocalBusiness, location: Location) -> Iterator[NearbyPlace]:
    """Yield the place if it competes within the radius."""
    if place.category in rival_categories(business.category):
        for near in nearby([place], location.latitude, location.longitude, business.radius_km):
            if not is_own_listing(near, business, location):
                yield near


def _events(changes: Iterable[FoundChange]) -> Sequence[_Event]:
    """Return each change of a place once, without those that were undone in the meantime."""
    groups: list[list[FoundChange]] = []
    for found in changes:
        same = (group for group in groups if _is_same_event(group[0].change, found.change))
        group = next(same, None)
        if group is None:
            groups.append([found])
        else:
            group.append(found)
    events = [_Event(tuple(group)) for group in groups]
    return [event for event in events if not _is_undone(event, events)]


def _is_same_event(change: PlaceChange, other: PlaceChange) -> bool:
    if change.kind is not other.kind:
        return False
    return change.place.key == other.place.key or _is_twin(change.place, other.place)


def _is_undone(event: _Event, events: Iterable[_Event]) -> bool:
    kind, key = event.change.kind, event.change.place.key
    if kind in _VANISHED_AND_BACK:
        kinds = {other.change.kind for other in events if other.change.place.key == key}
        return kinds >= _VANISHED_AND_BACK
    return kind is not ChangeKind.OPENED and event.before == event.change.after


def _is_twin(place: Place, other: Place) -> bool:
    """Say whether another source lists the same place."""
    if place.source == other.source:
        return False
    distance_km = haversine_km(place.latitude, place.longitude, other.latitude, other.longitude)
    is_one_name = same_name(place.name, other.name) or are_listed_alike(place, other)
    return distance_km <= SAME_PLACE_KM and is_one_name


def _alert(
    event: _Event, near: NearbyPlace, business: LocalBusiness, around: Surroundings
) -> CompetitorAlert:
    change, place, first = event.change, near.place, event.found[0]
    confidence, reason = _confidence(event, around.places)
    return CompetitorAlert(
        kind=change.kind,
        place=place.evidence,
        name=place.name,
        category=place.category,
        what=sentence(change, event.before, first.found_at.date()),
        before=event.before,
        after=change.after,
        distance=_distance(near, first),
        severity=_severity(change, near.distance_km, business.category),
        confidence=confidence,
        confidence_reason=reason,
        what_to_do=advice(change.kind),
        first_seen=first.found_at,
        evidence=tuple(found.evidence for found in event.found),
    )


def _distance(near: NearbyPlace, found: FoundChange) -> Figure:
    return measured(
        round(near.distance_km, DECIMALS),
        "km",
        n=1,
        method=METHOD,
        as_of=found.found_at,
        evidence=(found.evidence, near.place.evidence),
    )


def _severity(change: PlaceChange, distance_km: float, category: BusinessCategory) -> Level:
    is_near = distance_km <= NEAR_KM
    is_grave = change.kind in MOVES_CUSTOMERS and change.place.category is category
    return _STEPS[is_near + is_grave]


def _confidence(event: _Event, places: Iterable[Place]) -> tuple[Level, str]:
    """Return how sure the change is: two sources are surer than one, and may contradict."""
    change = event.change
    if len(event.sources) > 1:
        return Level.HIGH, f"{' and '.join(event.sources)} both show it."
    others = sorted({place.source for place in places if _is_twin(place, change.place)})
    if others and change.kind is ChangeKind.CLOSED:
        return Level.LOW, f"{' and '.join(others)} still lists it."
    if others and change.kind is ChangeKind.OPENED:
        raised = _STEPS[min(_STEPS.index(change.confidence) + 1, len(_STEPS) - 1)]
        return raised, f"{' and '.join(others)} lists it too."
    return change.confidence, f"{change.place.source} alone shows it."
