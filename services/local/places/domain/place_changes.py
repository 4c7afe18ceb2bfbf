"""What changed between two releases of one source: who opened, closed, was renamed or moved?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from local.businesses.domain.category import BusinessCategory
from local.places.domain.coverage import Coverage, FullRelease
from local.places.domain.duplicates import SAME_PLACE_KM
from local.places.domain.label import ImportLabel
from local.places.domain.level import Level
from local.places.domain.likeness import is_same_spelling
from local.places.domain.place import Place
from local.places.domain.place_matches import Match, matched
from local.places.domain.written_hours import is_same_week, week_of

METHOD = "place_changes@1"
# If more of a trade vanish or appear at once, the file has another scope; shops do not do that.
MOST_AT_ONCE = 10
MOST_AT_ONCE_RATIO = 0.1
LATELY = timedelta(days=365)
RATING_JUMP_STARS = 0.3
RATINGS_FOR_A_JUMP = 20
_PLACE_FIELDS = ("source", "source_id", "name", "latitude", "longitude", "opening_date")


class ChangeKind(StrEnum):
    """What happened to a place, as far as its source shows."""

    OPENED = "opened"
    CLOSED = "closed"
    LISTED_AGAIN = "listed_again"
    RENAMED = "renamed"
    MOVED = "moved"
    HOURS_CHANGED = "hours_changed"
    RATING_CHANGED = "rating_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChange:
    """One change; `place` is as the source lists it now, or listed it last."""

    kind: ChangeKind
    place: Place
    before: str | None
    after: str | None
    confidence: Level

    def to_values(self) -> dict[str, Any]:
        """Return the change as it is stored."""
        place = {name: getattr(self.place, name) for name in _PLACE_FIELDS}
        return place | {
            "category": str(self.place.category),
            "kind": str(self.kind),
            "before": self.before,
            "after": self.after,
            "confidence": str(self.confidence),
        }


@dataclass(frozen=True, slots=True)
class FoundChange:
    """A change that was recorded, and when it was first seen."""

    id: UUID
    found_at: datetime
    change: PlaceChange

    @property
    def evidence(self) -> str:
        """Return how a figure cites it."""
        return f"place_change:{self.id}"

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "FoundChange":
        """Return the change that was stored."""
        place = {name: values[name] for name in _PLACE_FIELDS}
        change = PlaceChange(
            kind=ChangeKind(values["kind"]),
            place=Place(category=BusinessCategory(values["category"]), **place),
            before=values["before"],
            after=values["after"],
            confidence=Level(values["confidence"]),
        )
        return cls(values["id"], values["found_at"], change)


@dataclass(frozen=True, slots=True)
class History:
    """The changes that were found around a business, oldest first, and the newest full releases."""

    changes: Sequence[FoundChange] = ()
    releases: Sequence[FullRelease] = ()


NO_HISTORY = History()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What may be concluded: nothing is closed without coverage, nothing opened without both."""

    label: ImportLabel
    covered: Coverage | None
    covered_before: Sequence[Coverage]
    known: Mapping[BusinessCategory, int]
    released_on: date


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes, the places that are gone, and how many of a trade were too many to believe."""

    changes: Sequence[PlaceChange]
    gone: Sequence[Place]
    withheld: Mapping[BusinessCategory, int]

    @property
    def note(self) -> str | None:
        """Return what to say of the trades of which too many vanished or appeared at once."""
        if not self.withheld:
            return None
        trades = ", ".join(f"{trade} ({n})" for trade, n in sorted(self.withheld.items()))
        return (
            f"Too many places vanished or appeared at once to be closings or openings: {trades}. "
            "None of them is taken for either. Send files of different scope as different sources."
        )


def compare(before: Iterable[Place], after: Iterable[Place], scope: Scope) -> Comparison:
    """Return what changed; `before` holds a place that was gone already with its missing_since."""
    now = list(after)
    listed = {place.key for place in now}
    # Of what the release does not speak for, nothing follows from its absence.
    known = [place for place in before if place.key in listed or _is_gone(place, scope)]
    matches = matched(known, now)
    closed = [place for place in matches.missing if _is_gone(place, scope)]
    opened = [place for place in matches.new if _is_new(place, scope)]
    withheld = _too_many(closed, scope) | _too_many(opened, scope)
    gone = [place for place in closed if place.category not in withheld]
    changes = [
        *(_appearance(place, scope) for place in opened if place.category not in withheld),
        *(_change(ChangeKind.CLOSED, place, (place.name, None), Level.MEDIUM) for place in gone),
        *(change for match in matches.pairs for change in _differences(match, scope)),
    ]
    replaced = (match.before for match in matches.pairs if match.before.key != match.after.key)
    left = [place for place in (*gone, *replaced) if place.key not in listed]
    return Comparison(changes, left, withheld)


def opened_lately(place: Place, day: date) -> bool:
    """Say whether the source states an opening at most a year before the day."""
    stated = place.opening_date
    return stated is not None and stated >= (day - LATELY).isoformat()[: len(stated)]


def _is_gone(place: Place, scope: Scope) -> bool:
    covered = scope.covered
    return covered is not None and place.missing_since is None and covered.holds(place)


def _is_new(place: Place, scope: Scope) -> bool:
    if scope.covered is None:
        return False
    return any(coverage.holds(place) for coverage in scope.covered_before)


def _too_many(places: Iterable[Place], scope: Scope) -> Counter[BusinessCategory]:
    counts = Counter(place.category for place in places)
    return Counter(
        {trade: n for trade, n in counts.items() if n > _most(scope.known.get(trade, 0))}
    )


def _most(known: int) -> float:
    return max(MOST_AT_ONCE, MOST_AT_ONCE_RATIO * known)


def _appearance(place: Place, scope: Scope) -> PlaceChange:
    """Return an opening; a map that everybody edits may have learnt of the place late."""
    is_late = scope.label.is_community_edited and not opened_lately(place, scope.released_on)
    confidence = Level.LOW if is_late else Level.MEDIUM
    return _change(ChangeKind.OPENED, place, (None, place.name), confidence)


def _differences(match: Match, scope: Scope) -> Iterator[PlaceChange]:
    before, after = match.before, match.after
    sure = Level.MEDIUM if scope.label.is_community_edited else Level.HIGH
    if before.missing_since is not None:
        since = f"missing since {before.missing_since:%Y-%m-%d}"
        yield _change(ChangeKind.LISTED_AGAIN, after, (since, after.name), sure)
        return
    if before.name and after.name and not is_same_spelling(before.name, after.name):
        is_same_id = before.key == after.key
        confidence = sure if is_same_id else Level.LOW
        yield _change(ChangeKind.RENAMED, after, (before.name, after.name), confidence)
    if match.moved_km > SAME_PLACE_KM:
        yield _change(ChangeKind.MOVED, after, (_position(before), _position(after)), sure)
    yield from _changed_hours(before, after, sure)
    if scope.label.may_keep_ratings:
        yield from _changed_rating(before, after, sure)


def _changed_hours(before: Place, after: Place, sure: Level) -> Iterator[PlaceChange]:
    old, new = before.opening_hours, after.opening_hours
    if old and new and not is_same_week(old, new):
        is_read = week_of(old) is not None and week_of(new) is not None
        confidence = sure if is_read else Level.LOW
        yield _change(ChangeKind.HOURS_CHANGED, after, (old, new), confidence)


def _changed_rating(before: Place, after: Place, sure: Level) -> Iterator[PlaceChange]:
    old, new = before.rating, after.rating
    fewest = min(before.rating_count or 0, after.rating_count or 0)
    if old is None or new is None or fewest < RATINGS_FOR_A_JUMP:
        return
    if round(abs(new - old), 6) >= RATING_JUMP_STARS:
        yield _change(ChangeKind.RATING_CHANGED, after, (f"{old:g}", f"{new:g}"), sure)


def _change(
    kind: ChangeKind, place: Place, texts: tuple[str | None, str | None], confidence: Level
) -> PlaceChange:
    before, after = texts
    return PlaceChange(kind=kind, place=place, before=before, after=after, confidence=confidence)


def _position(place: Place) -> str:
    return f"{place.latitude:.5f}, {place.longitude:.5f}"
