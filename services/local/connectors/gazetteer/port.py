"""What we ask of a gazetteer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class CityRecord:
    """A city as the gazetteer has it."""

    name: str
    geonames_state_code: str
    latitude: float
    longitude: float
    population: int


class Gazetteer(Protocol):
    """Knows the cities of India by their names, old and new, in any script."""

    async def cities_called(self, folded_name: str) -> Sequence[CityRecord]:
        """Return every city that has this name, or another name that reads so when folded."""
        ...
