"""What we ask of those who know places, and how they may fail us.

Each provider has a persistence policy: what may be kept of its answers. It shows in the type of
its findings, so that what may not be kept cannot be handed over by mistake.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Provider(StrEnum):
    """Who can be asked for places."""

    OPENSTREETMAP = "openstreetmap"
    GOOGLE_PLACES = "google_places"


class PersistencePolicy(StrEnum):
    """What may be kept of a provider's answers."""

    CONTENT = "content"
    IDS_ONLY = "ids_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchArea:
    """What to look for and where: a circle, its box, and the vendor's own words for the trades.

    `kinds` maps a tag to its values for a map, or one name to the types for a directory.
    `most_calls` bounds what a provider that charges by the call may be asked.
    """

    latitude: float
    longitude: float
    radius_km: float
    south: float
    north: float
    west: float
    east: float
    kinds: Mapping[str, Sequence[str]]
    most_calls: int = 1


@dataclass(frozen=True, slots=True)
class MapExtract:
    """Overpass JSON of everything in the area's box; all of it may be kept."""

    content: bytes


@dataclass(frozen=True, slots=True)
class PlaceIds:
    """The ids of the places in the circle, and nothing else that was seen on the way.

    Where `is_complete` is false there are at least so many. `calls` is what it took.
    """

    ids: frozenset[str]
    is_complete: bool
    calls: int


class ProviderError(Exception):
    """Base of what a provider may answer instead of places; the message is for people."""


class ProviderBusyError(ProviderError):
    """It cannot serve us now, or did not answer: the same question may be asked again."""

    def __init__(self, message: str, *, after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.after_seconds = after_seconds


class ProviderRefusedError(ProviderError):
    """It will not serve us, however often we ask: a wrong key, a question it does not take."""


class PlaceProvider(Protocol):
    """Knows the places of an area."""

    @property
    def policy(self) -> PersistencePolicy:
        """Return what may be kept of its answers."""
        ...

    async def around(self, area: SearchArea) -> MapExtract | PlaceIds:
        """Return what is in the area; raise a ProviderError. Asking twice changes nothing."""
        ...
