"""Which of the cities that bear a name is meant?"""

from collections.abc import Sequence
from dataclasses import dataclass

from local.businesses.domain.coordinates import haversine_km
from local.businesses.domain.folding import folded
from local.businesses.domain.state import State

# Two entries closer than this are one place to a customer (Delhi and New Delhi).
SAME_PLACE_KM = 50.0
# A shop further than this from a city does not stand in it, whatever its address says.
IN_CITY_KM = 100.0
_RIVALS_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """One city that bears the name, as its own name or as another spelling of it."""

    name: str
    state: State | None
    latitude: float
    longitude: float
    population: int

    def distance_km(self, latitude: float, longitude: float) -> float:
        """Return how far the point is from the middle of the city."""
        return haversine_km(self.latitude, self.longitude, latitude, longitude)

    def described(self) -> str:
        """Return the city as a person would name it."""
        place = f"{self.name}, {self.state.name}" if self.state else self.name
        return f"{place} (population {self.population:,})"


@dataclass(frozen=True, slots=True)
class CityChoice:
    """The city that was taken for a name, and which others it could have been."""

    city: City
    others: tuple[City, ...]

    @property
    def note(self) -> str | None:
        """Return what to tell the person who wrote an ambiguous name."""
        if not self.others:
            return None
        named = "; ".join(other.described() for other in self.others[:_RIVALS_NAMED])
        more = len(self.others) - _RIVALS_NAMED
        tail = f" and {more} more" if more > 0 else ""
        return (
            f"Several cities bear this name: we took the most populous, {self.city.described()}, "
            f"not {named}{tail}. Send state, or latitude and longitude, if you mean another."
        )


def most_populous(name: str, candidates: Sequence[City]) -> CityChoice:
    """Choose the most populous; where the name is its neighbour's own name, the neighbour."""
    ranked = sorted(candidates, key=_by_population)
    largest = ranked[0]
    twins = [city for city in ranked if _is_same_place(city, largest)]
    own = [city for city in twins if folded(city.name) == folded(name)]
    others = tuple(city for city in ranked if city not in twins)
    return CityChoice((own or twins)[0], others)


def city_around(latitude: float, longitude: float, candidates: Sequence[City]) -> City | None:
    """Return the candidate that the point lies in or near, the nearest first."""
    near = [city for city in candidates if city.distance_km(latitude, longitude) <= IN_CITY_KM]
    return min(near, key=lambda city: city.distance_km(latitude, longitude), default=None)


def _is_same_place(city: City, other: City) -> bool:
    return city.distance_km(other.latitude, other.longitude) <= SAME_PLACE_KM


def _by_population(city: City) -> tuple[int, str, float, float]:
    return (-city.population, city.name, city.latitude, city.longitude)
