"""How is a change of a competitor told, and what could the business do about it?"""

from collections.abc import Mapping
from datetime import date

from local.places.domain.place_changes import ChangeKind, PlaceChange, opened_lately

# Of these a customer notices that there is one place more or less.
MOVES_CUSTOMERS = frozenset(
    {ChangeKind.OPENED, ChangeKind.CLOSED, ChangeKind.LISTED_AGAIN, ChangeKind.MOVED}
)
_ADVICE: Mapping[ChangeKind, str] = {
    ChangeKind.OPENED: "Go and look: is it new? Compare its offer, prices and hours with yours.",
    ChangeKind.CLOSED: "See whether it is closed; if so, its customers look for another place: "
    "check that your own listing and hours are right, and make them an offer.",
    ChangeKind.LISTED_AGAIN: "See whether it is open again; compare its offer with yours.",
    ChangeKind.RENAMED: "Find out whether the owner or the offer changed with the name.",
    ChangeKind.MOVED: "See where it is now; customers near its old place may need a new one.",
    ChangeKind.HOURS_CHANGED: "Compare its hours with yours: are you open when it is closed?",
    ChangeKind.RATING_CHANGED: "Read its latest reviews: what do its customers praise or miss?",
}
_WHAT: Mapping[ChangeKind, str] = {
    ChangeKind.CLOSED: "{name} is no longer listed by {source}.",
    ChangeKind.LISTED_AGAIN: "{name} is listed by {source} again; it was {before}.",
    ChangeKind.RENAMED: "{before} is now called {after}.",
    ChangeKind.MOVED: "{name} moved from {before} to {after}.",
    ChangeKind.HOURS_CHANGED: "{name} changed its hours from {before} to {after}.",
    ChangeKind.RATING_CHANGED: "The rating of {name} went from {before} to {after} stars.",
}


def advice(kind: ChangeKind) -> str:
    """Return what to do about such a change."""
    return _ADVICE[kind]


def sentence(change: PlaceChange, before: str | None, day: date) -> str:
    """Return what changed since `before`, for a change that was first seen on a day."""
    place = change.place
    name = place.name or f"A {place.category} without a name"
    if change.kind is ChangeKind.OPENED:
        return _opening(change, name, day)
    return _WHAT[change.kind].format(
        name=name, source=place.source, before=before, after=change.after
    )


def _opening(change: PlaceChange, name: str, day: date) -> str:
    source, stated = change.place.source, change.place.opening_date
    if stated is None:
        return f"{name} is new on the map of {source}; it may have been open before."
    if opened_lately(change.place, day):
        return f"{name} is new on the map of {source}, which says that it opened: {stated}."
    return f"{name} is new on the map of {source}, but open since {stated}."
